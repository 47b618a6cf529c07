"""How big Mandaro is, as tables: its rates, volumes and counts, all from the register of facts."""

from __future__ import annotations

from collections.abc import Sequence

from course.case.facts import Fact
from course.case.facts.scale import API_FACTS, COUNT_FACTS, PAY_FACTS
from course.views.markup import note, table

TITLE = "How big is Mandaro?"
NOTE = (
    "Measured from the data of the case. Every figure of traffic in this course comes from here, or is called a projection, "
    "with the reason why there will be more."
)
GROUPS = (
    ("Pay, last quarter of 2025", PAY_FACTS),
    ("Link, December 2025", API_FACTS),
    ("How many there are", COUNT_FACTS),
)


def scale_html() -> str:
    """The note and the tables."""
    return note(NOTE) + "".join(_table(title, list(map(_row, facts))) for title, facts in GROUPS)


def _table(title: str, rows: Sequence[Sequence[str]]) -> str:
    """A group; without a column for units if it has none."""
    columns = 3 if any(unit for *_, unit in rows) else 2
    return table((title, "Figure", "Unit")[:columns], [row[:columns] for row in rows], numbers={1})


def _row(fact: Fact) -> tuple[str, str, str]:
    """A fact of size as its label, its figure and its unit, if it has one.

    >>> _row(PAY_FACTS[0])
    ('Payments, on average', '38', 'an hour')
    """
    label, _, measure = fact.text().partition(": ")
    figure, _, unit = measure.partition(" ")
    return label, figure, unit
