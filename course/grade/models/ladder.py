"""What the ladders in the lesson say, as models for keys: where a title stands, and what a pay tells of a scope."""

from __future__ import annotations

from course.career.ladder import holding, read_levels

NO_TELLING = "the title does not tell"


def level(firm: str, title: str) -> str:
    """The level of a firm's ladder that has this title; NO_TELLING where all of its levels share one.

    >>> level("Amazon", "Senior PM"), level("Meta", "Senior PM")
    ('L6', 'the title does not tell')
    """
    return next((one.level for one in read_levels() if (one.firm, one.title) == (firm, title)), NO_TELLING)


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
