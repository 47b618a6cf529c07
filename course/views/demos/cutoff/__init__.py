"""The cut-off demo: what a credit cut-off does to approvals, bad loans and profit."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from IPython.display import HTML, display

if TYPE_CHECKING:
    from course.case.credit import Band


class CutoffDemo:
    """What ``course.cutoff()`` gives a notebook: the demo, and all cut-offs as a static table of their own."""

    def _ipython_display_(self) -> None:
        from course.views.demos.cutoff.widget import Cutoff
        from course.views.frame import problem_html
        from course.views.live import display_live
        from course.views.twin import style

        try:
            demo, shown = Cutoff(read_bands()), twin(read_bands())
        except Exception as error:  # whatever is wrong with the data, the learner reads a sentence
            display(HTML(style() + problem_html(error)))
            return
        display_live(demo.widget)
        display(HTML(shown))


@cache
def read_bands() -> tuple[Band, ...]:
    """The applicants of the fourth quarter by band, from the practice data. Raises what the sandbox raises."""
    from course.case.credit import APPLICANTS, Band
    from course.case.database import practice_database
    from course.grade.query.sandbox import run

    return tuple(Band(int(start), int(applicants)) for start, applicants in run(practice_database(), APPLICANTS).rows)


def twin(bands: tuple[Band, ...]) -> str:
    """The demo at the cut-off in use as HTML that needs no kernel, no script and no network."""
    from course.case.credit import CURRENT, outcome, outcomes
    from course.views.demos.cutoff.picture import HEAD, chart, figures, sheet, table
    from course.views.stills import stills
    from course.views.twin import style

    now, every = outcome(bands, CURRENT), outcomes(bands)
    shown = f"{figures(now, every)}{stills(chart(now, every), sheet())}{table(now, every)}"
    return f'{style()}<style>{sheet()}</style><div class="course-twin course-cutoff">{HEAD}{shown}</div>'
