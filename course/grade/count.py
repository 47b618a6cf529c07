"""Says how many of something there are, with the noun and the verb that go with the number."""

from __future__ import annotations


def quantity(count: float, noun: str, plural: str = "") -> str:
    """A number and its noun.

    >>> [quantity(count, "fix", "fixes") for count in (0, 1, 2)], quantity(1500, "row"), quantity(2.5, "week")
    (['0 fixes', '1 fix', '2 fixes'], '1,500 rows', '2.5 weeks')
    """
    number = f"{count:,}" if isinstance(count, int) else f"{count:g}"
    return f"{number} {noun if count == 1 else plural or noun + 's'}"


def agree(count: float, verb: str = "is") -> str:
    """A verb, given in the third person singular, in the form that goes with a number.

    >>> [agree(count) for count in (0, 1, 2)], [agree(count, "holds") for count in (0, 1, 2)]
    (['are', 'is', 'are'], ['hold', 'holds', 'hold'])
    """
    return verb if count == 1 else PLURALS.get(verb) or verb.removesuffix("s")


PLURALS = {"is": "are", "has": "have", "does": "do"}
