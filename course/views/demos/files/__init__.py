"""The files of a service: one tab each with numbered lines, and all of them on a static page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import ipywidgets as widgets
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from course.artefacts import File, files
from course.views.demo import Demo, Part, Row
from course.views.markup import Markup, folded, note


class Files(Demo):
    """The files of a service of the case company, with line numbers: ``course.files("checkout")``.

    Raises KeyError for a service that has none.
    """

    called = "files"

    def __init__(self, service: str):
        self.files = files(service)
        self.title = f"The files of {service}"
        self.meta = f"{len(self.files)} files, as of 8 January 2026"

    def make_controls(self) -> Sequence[Row]:
        children = [widgets.HTML(_file(file)) for file in self.files]
        return [widgets.Tab(children=children, titles=[file.name for file in self.files])]

    def still(self) -> Sequence[Part]:
        return [folded(Markup(f"<code>{escape(file.name)}</code>"), _file(file)) for file in self.files]


def _file(file: File) -> str:
    """A file with numbered lines; the numbers are not copied with the text."""
    lines = "".join(
        f'<span class="course-file-line" data-line="{number}">{line or " "}</span>\n'
        for number, line in enumerate(_highlighted_lines(file), 1)
    )
    label = escape(f"{file.name}, {len(lines.splitlines())} lines")
    return note(f"{file.name}: {file.about}.") + (
        f'<pre class="course-file" tabindex="0" role="region" aria-label="{label}">{lines}</pre>'
    )


def _highlighted_lines(file: File) -> list[str]:
    return highlight(file.text, get_lexer_by_name(file.language), HtmlFormatter(nowrap=True)).rstrip("\n").split("\n")


DEMO = Files
