"""What a join did, in words."""

from __future__ import annotations

from collections.abc import Sequence

from course.case.schema import Table
from course.grade.count import agree, quantity
from course.views.demos.joins.chain import Step
from course.views.demos.joins.measure import Measure


def singular(table: str) -> str:
    """The name of one row of a table.

    >>> singular("payment_attempts"), singular("ledger_entries"), singular("calendar")
    ('payment attempt', 'ledger entry', 'row of calendar')
    """
    name = table.replace("_", " ")
    if name.endswith("ies"):
        return name.removesuffix("ies") + "y"
    return name.removesuffix("s") if name.endswith("s") else f"row of {table}"


def plural(table: str) -> str:
    """The name of several rows of a table.

    >>> plural("payment_attempts"), plural("calendar")
    ('payment attempts', 'rows of calendar')
    """
    return table.replace("_", " ") if table.endswith("s") else f"rows of {table}"


def with_article(table: str) -> str:
    """One row of a table, with its article.

    >>> with_article("applications"), with_article("payments")
    ('an application', 'a payment')
    """
    name = singular(table)
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def counted(count: int, table: str) -> str:
    """A number of rows of a table.

    >>> counted(1, "payments"), counted(1200, "payments")
    ('1 payment', '1,200 payments')
    """
    return f"{count:,} {singular(table) if count == 1 else plural(table)}"


def start(base: str, measure: Measure) -> str:
    """The rows before the first join."""
    return f"{_rows(measure.rows)}: one for each {singular(base)}."


def effect(step: Step, base: str, before: Measure, after: Measure, tables: Sequence[Table]) -> str:
    """What happened in one join: the rows, then what was lost, what appears more than once, and why."""
    change = f"{_rows(after.rows)}, {_change_words(after.rows - before.rows)}"
    explanation = _multiply_words(step, base, before) if step.link.several else _lookup_words(step)
    parts = [f"{change}: {explanation}", _kept_words(step, base, before, after)]
    if step.link.several:
        parts.append(_repeated_words(base, after))
    if after.rows < before.rows or after.kept < before.kept or after.unmatched:
        parts.append(_reason(step, tables))
    return " ".join(filter(None, parts))


def sum_effect(first: Measure, before: Measure, after: Measure) -> str:
    """What the join did to the sum; empty if it did not change."""
    if after.cents == before.cents or not first.cents:
        return ""
    return f"The sum is now {after.cents / first.cents:.2f} times what it was at the start."


def _rows(count: int) -> str:
    return quantity(count, "row")


def _change_words(difference: int) -> str:
    if not difference:
        return "as many as before"
    return f"{abs(difference):,} {'more' if difference > 0 else 'fewer'} than before"


def _multiply_words(step: Step, base: str, before: Measure) -> str:
    row, partner = singular(step.link.anchor), singular(step.link.table)
    if step.link.anchor == base and not before.copies:
        return f"each {row} now appears once per {partner}."
    return f"each row so far now appears once per {partner} of its {row}."


def _lookup_words(step: Step) -> str:
    partner = singular(step.link.table)
    if step.left:
        return f"a row finds at most one {partner}, and the left join keeps the rows that find none."
    return f"a row finds at most one {partner}, so this join cannot add rows."


def _kept_words(step: Step, base: str, before: Measure, after: Measure) -> str:
    lost = before.kept - after.kept
    if step.left and after.unmatched:
        return f"No {singular(base)} is lost; in {_rows(after.unmatched)} the columns of {step.link.table} are NULL."
    if not lost:
        return f"No {singular(base)} is lost."
    return f"{counted(lost, base)} {agree(lost)} lost."


def _repeated_words(base: str, after: Measure) -> str:
    if not after.repeated:
        return f"No {singular(base)} appears more than once."
    appears, amounts = ("appears", "its amount is") if after.repeated == 1 else ("appear", "their amounts are")
    sum_note = f"; {amounts} added each time" if after.cents is not None else ""
    return f"{counted(after.repeated, base)} {appears} more than once{sum_note}."


def _reason(step: Step, tables: Sequence[Table]) -> str:
    """The reason that the schema gives for rows without a partner."""
    link = step.link
    if link.several:
        return f"Not every {singular(link.anchor)} has {with_article(link.table)}."
    columns = next(table.columns for table in tables if table.name == link.anchor)
    rule = next(column.null_when for column in columns if column.name == link.anchor_column)
    return f"{link.anchor}.{link.anchor_column} is NULL when {rule}." if rule else ""
