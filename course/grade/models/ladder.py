"""What the ladders in the lesson say, as models for keys: which level a title has, and what pay says about scope."""

from __future__ import annotations

from course.career.ladder import holding, read_levels

NO_TELLING = "the title does not tell"


def level(firm: str, title: str) -> str:
    """The level of a firm's ladder that has this title; NO_TELLING if all of its levels share one.

    >>> level("Amazon", "Senior PM"), level("Meta", "Senior PM")
    ('L6', 'the title does not tell')
    """
    return next((entry.level for entry in read_levels() if (entry.firm, entry.title) == (firm, title)), NO_TELLING)


def scopes(pay: float) -> int:
    """How many different scopes have a range that holds a yearly pay in thousand dollars.

    >>> scopes(400)
    3
    """
    return len({level.scope for level in holding(pay)})


def levels(pay: float) -> int:
    """How many levels have a range that holds a yearly pay in thousand dollars.

    >>> levels(400)
    6
    """
    return len(holding(pay))
