"""Centre the box: ten lines of a page to play with, and a preview that says how far off the box is."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

from IPython.display import HTML, display

FOLDER = Path(__file__).parent
PAGE = '<div class="page">\n  <div class="box">Pay €38</div>\n</div>'
START = ".page {\n  height: 160px;\n}\n\n.box {\n  width: 120px;\n  padding: 12px;\n}\n"
ONE_WAY = START.replace("height: 160px;", "height: 160px;\n  display: grid;\n  place-items: center;")


class CentreDemo:
    """What ``course.centre()`` gives a notebook: the playground, and its text with one solution as a static output."""

    def _ipython_display_(self) -> None:
        import ipywidgets as widgets

        from course.views.companion import Companion
        from course.views.demos.centre.widget import Playground
        from course.views.live import display_live

        display_live(widgets.VBox([Playground(), Companion()], layout=widgets.Layout(overflow="visible")))
        display(HTML(twin()))


@cache
def sheet() -> str:
    """The playground's own style rules."""
    return (FOLDER / "centre.css").read_text(encoding="utf-8")


def twin() -> str:
    """The page, its style, and one way to centre the box: HTML that needs no kernel, no script and no network."""
    from course.views.twin import style

    shown = _code("The page (HTML):", PAGE) + _code("Its style (CSS):", START)
    way = _code("Two lines more for the page:", ONE_WAY)
    shown += f"<details><summary>One way to centre the box</summary>{way}</details>"
    return f'{style()}<style>{sheet()}</style><div class="course-twin course-centre">{shown}</div>'


def _code(words: str, code: str) -> str:
    return f'<p class="course-note">{words}</p><pre class="course-answer">{escape(code)}</pre>'
