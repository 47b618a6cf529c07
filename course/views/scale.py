"""How big Mandaro is, as tables: its rates, volumes and counts, all from the register of facts."""

from __future__ import annotations

from course.case.facts import Fact
from course.case.facts.scale import API_FACTS, COUNT_FACTS, PAY_FACTS
from course.views.markup import note, table

TITLE = "How big is Mandaro?"
NOTE = (
    "Measured from the data of the case. Every figure of traffic in this course comes from here, or is called a projection, "
    "with the reason why there will be more."
)
GROUPS = (
    ("Mandaro Pay, October to December 2025", PAY_FACTS),
    ("Mandaro Link, December 2025", API_FACTS),
    ("How many there are", COUNT_FACTS),
)


def scale_html() -> str:
    """The note and the tables."""
    return note(NOTE) + "".join(
        table(("", "Figure"), map(_row, facts), numbers={1}, caption=caption) for caption, facts in GROUPS
    )


def _row(fact: Fact) -> tuple[str, str]:
    """A fact of size as its label and its figure.

    >>> _row(PAY_FACTS[0])
    ('Payments, on average', '38 an hour')
    """
    label, _, figure = fact.text().partition(": ")
    return label, figure
