"""Measures what a chain of joins does to the rows and to a sum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from course.case.schema import Table
from course.grade.query.results import Result
from course.views.demos.joins.chain import Chain, clock

Run = Callable[[str], Result]
MONTHS = 3


@dataclass(frozen=True)
class Measure:
    """The rows of a chain, seen from its first table.

    ``kept`` counts its rows that remain, ``repeated`` those of them that occur more than once, ``unmatched`` the rows of
    the chain in which the columns of the last joined table are NULL. ``cents`` is the sum, None if there is none.
    """

    rows: int
    kept: int
    repeated: int
    unmatched: int
    cents: int | None

    @property
    def copies(self) -> int:
        """The rows beyond the first of each kept row."""
        return self.rows - self.kept


def measure(chain: Chain, run: Run) -> Measure:
    """The figures at the end of a chain. Raises what ``run`` raises."""
    last = chain.steps[-1].link if chain.steps else None
    unmatched = f"count(*) FILTER (WHERE {last.table}.{last.column} IS NULL)" if last else "0"
    amount = f"sum({chain.base.name}.{chain.amount})" if chain.amount else "0"
    sql = (
        "SELECT coalesce(sum(copies), 0), count(*), count(*) FILTER (WHERE copies > 1), coalesce(sum(unmatched), 0), "
        f"coalesce(sum(amount), 0) FROM (SELECT count(*) AS copies, {unmatched} AS unmatched, {amount} AS amount "
        f"{chain.source} GROUP BY {chain.key})"
    )
    rows, kept, repeated, missing, cents = (int(value) for value in run(sql).rows[0])
    return Measure(rows, kept, repeated, missing, cents if chain.amount else None)


def latest_months(table: Table, run: Run) -> Sequence[str]:
    """The last months (YYYY-MM) in which the table has rows, in order."""
    moment = clock(table)
    if not moment:
        return ()
    month = f"strftime({moment.name}, '%Y-%m')"
    sql = f"SELECT DISTINCT {month} FROM {table.name} WHERE {moment.name} IS NOT NULL ORDER BY 1 DESC LIMIT {MONTHS}"
    return tuple(row[0] for row in reversed(run(sql).rows))
