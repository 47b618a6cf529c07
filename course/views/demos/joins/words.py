"""What a join did, in words."""

from __future__ import annotations

from collections.abc import Sequence

from course.case.schema import Table
from course.views.demos.joins.chain import Step
from course.views.demos.joins.measure import Measure


def one_of(table: str) -> str:
    """What one row of a table is called.

    >>> one_of("payment_attempts"), one_of("ledger_entries"), one_of("calendar")
    ('payment attempt', 'ledger entry', 'row of calendar')
    """
    name = table.replace("_", " ")
    if name.endswith("ies"):
        return name.removesuffix("ies") + "y"
    return name.removesuffix("s") if name.endswith("s") else f"row of {table}"


def many_of(table: str) -> str:
    """What rows of a table are called.

    >>> many_of("payment_attempts"), many_of("calendar")
    ('payment attempts', 'rows of calendar')
    """
    return table.replace("_", " ") if table.endswith("s") else f"rows of {table}"


def a_row_of(table: str) -> str:
    """One row of a table, with its article.

    >>> a_row_of("applications"), a_row_of("payments")
    ('an application', 'a payment')
    """
    name = one_of(table)
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def number_of(count: int, table: str) -> str:
    """A number of rows of a table.

    >>> number_of(1, "payments"), number_of(1200, "payments")
    ('1 payment', '1,200 payments')
    """
    return f"{count:,} {one_of(table) if count == 1 else many_of(table)}"


def start(base: str, measured: Measure) -> str:
    """What there is before the first join."""
    return f"{_rows(measured.rows)}: one for each {one_of(base)}."


def effect(step: Step, base: str, before: Measure, after: Measure, tables: Sequence[Table]) -> str:
    """What happened in one join: the rows, then what was lost, what appears more than once, and why."""
    change = f"{_rows(after.rows)}, {_change(after.rows - before.rows)}"
    how = _multiplied(step, base, before) if step.link.several else _looked_up(step)
    parts = [f"{change}: {how}", _kept(step, base, before, after)]
    if step.link.several:
        parts.append(_repeated(base, after))
    if after.rows < before.rows or after.kept < before.kept or after.unmatched:
        parts.append(_why(step, tables))
    return " ".join(filter(None, parts))


def sum_effect(first: Measure, before: Measure, after: Measure) -> str:
    """What the join did to the sum; nothing to say if it did not move."""
    if after.cents == before.cents or not first.cents:
        return ""
    return f"The sum is now {after.cents / first.cents:.2f} times what it was at the start."


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _change(difference: int) -> str:
    if not difference:
        return "as many as before"
    return f"{abs(difference):,} {'more' if difference > 0 else 'fewer'} than before"


def _multiplied(step: Step, base: str, before: Measure) -> str:
    row, partner = one_of(step.link.anchor), one_of(step.link.table)
    if step.link.anchor == base and not before.copies:
        return f"each {row} now appears once per {partner}."
    return f"each row so far now appears once per {partner} of its {row}."


def _looked_up(step: Step) -> str:
    partner = one_of(step.link.table)
    if step.left:
        return f"a row finds at most one {partner}, and the left join keeps the rows that find none."
    return f"a row finds at most one {partner}, so this join cannot add rows."


def _kept(step: Step, base: str, before: Measure, after: Measure) -> str:
    lost = before.kept - after.kept
    if step.left and after.unmatched:
        return f"No {one_of(base)} is lost; in {_rows(after.unmatched)} the columns of {step.link.table} are NULL."
    if not lost:
        return f"No {one_of(base)} is lost."
    return f"{number_of(lost, base)} {'is' if lost == 1 else 'are'} lost."


def _repeated(base: str, after: Measure) -> str:
    if not after.repeated:
        return f"No {one_of(base)} appears more than once."
    appears, whose = ("appears", "its amount is") if after.repeated == 1 else ("appear", "their amounts are")
    counted = f"; {whose} added each time" if after.cents is not None else ""
    return f"{number_of(after.repeated, base)} {appears} more than once{counted}."


def _why(step: Step, tables: Sequence[Table]) -> str:
    """The reason that the schema gives for rows without a partner."""
    link = step.link
    if link.several:
        return f"Not every {one_of(link.anchor)} has {a_row_of(link.table)}."
    columns = next(table.columns for table in tables if table.name == link.anchor)
    rule = next(column.null_when for column in columns if column.name == link.anchor_column)
    return f"{link.anchor}.{link.anchor_column} is NULL when {rule}." if rule else ""
