"""The ladder explorer: what levels answer for at three firms, and how far their published pay ranges overlap."""

from __future__ import annotations

from IPython.display import HTML, display

SCOPE, PAY = 3, 300
"""What the explorer shows first: a scope, and a yearly pay in thousand dollars."""


class LadderExplorer:
    """What ``course.ladder()`` gives a notebook: the explorer, and all levels as a static table of their own."""

    def _ipython_display_(self) -> None:
        from course.views.demos.ladder.widget import Ladder
        from course.views.live import display_live

        display_live(Ladder().widget)
        display(HTML(twin()))


def twin() -> str:
    """The explorer as it opens, as HTML that needs no kernel, no script and no network."""
    from course.views.demos.ladder.picture import HEAD, chart, rule, scope, sheet, table
    from course.views.stills import stills
    from course.views.twin import style

    shown = f"{scope(SCOPE)}{stills(chart(SCOPE, PAY), sheet())}{table(SCOPE, PAY)}{rule()}"
    return f'{style()}<style>{sheet()}</style><div class="course-twin course-ladder">{HEAD}{shown}</div>'
