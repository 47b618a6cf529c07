"""Centre the box: ten lines of a page to play with, and a preview that says how far off the box is."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import anywidget
import traitlets

from course.views.demo import Demo, Part, Row, action
from course.views.markup import folded, note

PAGE = '<div class="page">\n  <div class="box">Pay €38</div>\n</div>'
START = ".page {\n  height: 160px;\n}\n\n.box {\n  width: 120px;\n  padding: 12px;\n}\n"
ONE_WAY = START.replace("height: 160px;", "height: 160px;\n  display: grid;\n  place-items: center;")


class Playground(anywidget.AnyWidget):
    """A box to type style rules in, and a preview without scripts or network. Nothing is saved or judged."""

    _esm = Path(__file__).with_name("centre.js")
    label = traitlets.Unicode("The page’s style (CSS). Type in it:").tag(sync=True)
    page = traitlets.Unicode(PAGE).tag(sync=True)
    value = traitlets.Unicode(START).tag(sync=True)


class Centre(Demo):
    """A page of ten lines in which to centre a box, with a preview."""

    title = "Centre the box"
    meta = "two minutes, optional, no points"
    restart = ("Start over", "Put the first style back")

    def make_controls(self) -> Sequence[Row]:
        self.playground = Playground()
        return [self.playground, [action("Show one way", "Two lines that centre the box", self.show_one_way)]]

    def still(self) -> Sequence[Part]:
        way = folded("One way to centre the box", _code("Two lines more for the page:", ONE_WAY))
        return [_code("The page (HTML):", PAGE), _code("Its style (CSS):", START), way]

    def show_one_way(self) -> None:
        """Put one solution into the editor."""
        self.playground.value = ONE_WAY


def _code(words: str, code: str) -> str:
    return f'{note(words)}<pre class="course-answer">{escape(code)}</pre>'


DEMO = Centre
