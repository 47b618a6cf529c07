"""One or two sentences of one's own, by what they must say and what they must not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random

from course.grade.count import quantity
from course.grade.form.field import Field, FieldKind
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import FindRows
from course.keys.key import AuthorError

FEWEST = 8  # words: less is no sentence that says several things
WORD = re.compile(r"[\w€%'’.,:-]*\w[\w%]*")


@dataclass(frozen=True, kw_only=True)
class Statement(Field):
    """A few sentences of at most ``most`` words. ``says`` {what: expression} are the parts that they must have, each of
    the same weight; ``never`` {expression: sentence} are words that must not be in them, with what to say to those who
    write them. Both ignore case. ``right`` is an example that holds. Wrong value: a text.

    The task has to name the parts and the kind of words that count against it; nobody should learn them from a verdict.
    """

    kind: str = "statement"
    says: dict[str, str] = field(default_factory=dict)
    never: dict[str, str] = field(default_factory=dict)
    most: int = 60

    hidden = ("says", "never")


class StatementKind(FieldKind):
    """Right is {"example", "says", "never"}; a wrong value is a text."""

    Field = Statement

    def right(self, field: Statement, find_rows: FindRows) -> dict:
        """What it must say and must not. Raises AuthorError where the example itself does not hold."""
        if not field.says:
            raise AuthorError(f"Field “{field.id}”: a statement without a part in “says” does not hold anything.")
        right = {"example": str(field.right or ""), "says": dict(field.says), "never": dict(field.never)}
        mark = self.judge(field.settings, right, right["example"])
        if not mark.right():
            raise AuthorError(f"Field “{field.id}”: its example does not hold: {mark.reason}.")
        return right

    def clean(self, settings: dict, answer: object) -> str | None:
        """The text without spaces that do not matter.

        >>> KIND.clean({}, "  One   two. "), KIND.clean({}, " ")
        ('One two.', None)
        """
        return " ".join(answer.split()) or None if isinstance(answer, str) else None

    def judge(self, settings: dict, right: dict, answer: object) -> Mark:
        """The share of the parts that are there; words that must not be in it keep it from being right, all named at once."""
        text = self.clean(settings, answer)
        if text is None:
            return OPEN
        words = len(WORD.findall(text))
        missing = [part for part, expression in right["says"].items() if not _has(expression, text)]
        share = 1 - len(missing) / len(right["says"])
        reasons = [
            f"“{found[0].strip()}”: {sentence}"
            for expression, sentence in right["never"].items()
            if (found := re.search(expression, text, re.IGNORECASE))
        ]
        if words < FEWEST:
            reasons.append(f"it has {quantity(words, 'word')}: write a sentence or two")
        if words > settings["most"]:
            reasons.append(f"it has {words} words, and {settings['most']} are the most")
        if reasons:
            return Mark(share / 2, reason=". ".join([reasons[0], *map(_capital, reasons[1:])]), holds=False)
        reason = f"it does not say {_listing(missing)}" if missing else ""
        return Mark(share, reason=reason)

    def reference(self, settings: dict, right: dict) -> str:
        return right["example"]

    def guess(self, settings: dict, right: dict, random: Random) -> str:
        return "a guess"

    def mistake(self, settings: dict, right: dict, value: object, find_rows: FindRows) -> str:
        """Raises AuthorError for a text that would hold."""
        text = self.clean(settings, value)
        if text is None or self.judge(settings, right, text).right():
            raise AuthorError("A mistake in a statement is a text that does not hold.")
        return text


def _has(expression: str, text: str) -> bool:
    return re.search(expression, text, re.IGNORECASE) is not None


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _listing(parts: list[str]) -> str:
    """
    >>> _listing(["what", "how long", "how many"])
    'what, how long, and how many'
    """
    *first, last = parts
    if not first:
        return last
    return f"{' and '.join(parts)}" if len(first) == 1 else f"{', '.join(first)}, and {last}"


KIND = StatementKind()
