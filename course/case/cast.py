"""The people of Mandaro and the twelve weeks of the story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Person:
    """An employee of Mandaro."""

    id: str
    name: str
    role: str


@dataclass(frozen=True)
class Week:
    """A week of the story and the modules that happen in it; the capstone is module 18."""

    number: int
    title: str
    modules: tuple[int, ...]

    @property
    def monday(self) -> date:
        """The day on which the week begins.

        >>> WEEKS[11].monday
        datetime.date(2026, 3, 23)
        """
        return DAY_ONE + timedelta(weeks=self.number - 1)


DAY_ONE = date(2026, 1, 5)
CAPSTONE = 18

PEOPLE = (
    Person("ife", "Ife", "CEO"),
    Person("marta", "Marta", "CFO"),
    Person("bode", "Bode", "CTO"),
    Person("lin", "Lin", "Head of Risk"),
    Person("tomasz", "Tomasz", "Engineering manager, Pay"),
    Person("aya", "Aya", "Engineering manager, Link"),
    Person("noor", "Noor", "Data scientist"),
    Person("sam", "Sam", "Support lead"),
    Person("grace", "Grace", "Compliance"),
)
WEEKS = (
    Week(1, "Learn what the company runs on", (1, 2)),
    Week(2, "Learn how a change reaches customers", (3,)),
    Week(3, "A partner complains about refused calls", (4,)),
    Week(4, "Three approval rates for one November", (5,)),
    Week(5, "Follow the money", (6,)),
    Week(6, "What really happened in November", (7,)),
    Week(7, "Growth wants a lower cut-off", (8,)),
    Week(8, "The dashboard for the board", (9,)),
    Week(9, "“Make lending instant”", (10, 11)),
    Week(10, "From requirements to a specification", (12,)),
    Week(11, "Connectors: build or buy, and the second quarter", (13, 14)),
    Week(12, "The platform and your review", (15, 16)),
    Week(13, "Support asks for an assistant", (17,)),
    Week(14, "Capstone: a score for thin files", (CAPSTONE,)),
)


def person(id: str) -> Person:
    """The person with this id; raises KeyError if there is none."""
    return {person.id: person for person in PEOPLE}[id]


def week_of(module: int) -> Week:
    """The week in which a module happens; raises ValueError if there is no such module.

    >>> week_of(8).title
    'Growth wants a lower cut-off'
    """
    for week in WEEKS:
        if module in week.modules:
            return week
    raise ValueError(f"there is no module {module}")
