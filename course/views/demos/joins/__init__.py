"""The join demo: row counts and a sum before and after each join of a chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from IPython.display import HTML, display

if TYPE_CHECKING:
    from course.case.schema import Table
    from course.grade.query.results import Result
    from course.views.demos.joins.chain import Chain
    from course.views.demos.joins.measure import Run


class JoinDemo:
    """What ``course.joins()`` gives a notebook: the demo, and its example as a static output of its own."""

    def _ipython_display_(self) -> None:
        from course.case.tables import TABLES
        from course.views.demos.joins.widget import Joins
        from course.views.frame import problem_html
        from course.views.live import display_live
        from course.views.twin import style

        try:
            demo, shown = Joins(TABLES, ask, example(TABLES)), twin(TABLES, ask)
        except Exception as error:  # whatever is wrong with the data, the learner reads a sentence
            display(HTML(style() + problem_html(error)))
            return
        display_live(demo.widget)
        display(HTML(shown))


def ask(sql: str) -> Result:
    """The result of a query on the practice data. Raises what the sandbox raises."""
    from course.case.database import practice_database
    from course.grade.query.sandbox import run

    return run(practice_database(), sql)


def example(tables: Sequence[Table]) -> Chain:
    """The chain of module 5: November's payments, their attempts, and their merchants."""
    from course.views.demos.joins.chain import Chain, Step, filters, links

    base = next(table for table in tables if table.name == "payments")
    chain = Chain(base, filters(base, ["2025-11"])[1], "amount_cents")
    for name in ("payment_attempts", "merchants"):
        link = next(link for link in links(chain, tables) if link.table == name)
        chain = replace(chain, steps=(*chain.steps, Step(link)))
    return chain


def twin(tables: Sequence[Table], run: Run) -> str:
    """The example as HTML that needs no kernel, no script and no network."""
    from course.views.demos.joins.measure import measure
    from course.views.demos.joins.picture import code, sheet, table
    from course.views.demos.joins.widget import HEAD
    from course.views.twin import style

    chain = example(tables)
    shown = table(chain, [measure(stage, run) for stage in chain.stages], tables)
    return f'{style()}<style>{sheet()}</style><div class="course-twin course-joins">{HEAD}{shown}{code(chain)}</div>'
