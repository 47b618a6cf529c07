"""The word lists and patterns of the checks, read from the data files in ``words``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from course.grade.document.parse import EVIDENCE, words

FOLDER = Path(__file__).parent / "words"
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
SMALL_WORDS = frozenset(
    "a an and are as at be because but by can do does each every for from had has have he her how i if in into is it "
    "its may must no not of on once one only or our out over own per shall she so than that the their them then there "
    "these they this to under until up us was we were what when where which while who whom why will with without you "
    "your".split()
)
PIECE = re.compile(r"[,;]")
CLAIM = re.compile(r"[:=→]|->|[.!?]\s+\S")  # “path: new”, or more than one sentence
FEWEST_SMALL, FEWEST_WORDS, FEWEST_IN_PIECE = 0.08, 6, 1.7
DENIED = re.compile(
    r"(?:\b(?:not|no|never|nor|neither|without|rather than|instead of|cannot|nothing to do with|refut\w+|rul\w+ out)|n['’]t)\b"
    r"(?!\s+(?:longer|later|more|only)\b)[^.;:,!?]{0,40}$", re.IGNORECASE
)  # fmt: skip
REACH = 60
ENDING = re.compile(r"(?:ies|ing|ed|er|ly|es|d|s)$")


@dataclass(frozen=True)
class WeakWord:
    """A weak word as it is written, where it starts, which rule names the problem, and what to do."""

    word: str
    start: int
    rule: str
    advice: str


@dataclass(frozen=True)
class Pattern:
    """One of the EARS patterns, with an example from the case."""

    name: str
    begins: str
    expression: re.Pattern[str]
    example: str


def _read(name: str) -> dict:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _weak() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    patterns = []
    for group in _read("weak_words")["group"]:
        words = sorted(group.get("words", ()), key=len, reverse=True)
        starts = group.get("starts", ())
        expression = "|".join(
            [rf"(?<!how )(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])"] * bool(words)
            + [rf"^\s*(?:{'|'.join(starts)})\b"] * bool(starts)
            + list(group.get("expressions", ()))
        )
        patterns.append((re.compile(expression, re.IGNORECASE), group["rule"], group["advice"]))
    return tuple(patterns)


def weak_words(text: str) -> list[WeakWord]:
    """The weak words of a sentence, in order.

    >>> [(weak.word, weak.rule) for weak in weak_words("The page shall load fast, if possible.")]
    [('fast', 'INCOSE R7, vague terms'), ('if possible', 'INCOSE R8, escape clauses')]
    """
    matches = [
        WeakWord(match.group().strip(), match.start(), rule, advice)
        for expression, rule, advice in _weak()
        for match in expression.finditer(text)
    ]
    return sorted(matches, key=lambda weak: weak.start)


@cache
def ears_patterns() -> tuple[Pattern, ...]:
    return tuple(
        Pattern(
            pattern["name"],
            pattern["begins"],
            re.compile(pattern["expression"], re.IGNORECASE | re.DOTALL),
            pattern["example"],
        )
        for pattern in _read("ears")["pattern"]
    )


def ears_pattern(text: str) -> Pattern | None:
    """The EARS pattern that a requirement follows; None if it follows none.

    >>> ears_pattern("When the key repeats, the service shall return the first answer.").name
    'event-driven'
    """
    return next((pattern for pattern in ears_patterns() if pattern.expression.match(text.strip())), None)


def nearest_pattern(text: str) -> Pattern:
    """The pattern to show for a requirement that follows none: the one its first word asks for, else the plain one."""
    first = text.split(maxsplit=1)[0].lower().strip(",") if text.split() else ""
    return next((pattern for pattern in ears_patterns() if pattern.begins.lower() == first), ears_patterns()[-1])


def is_word_list(text: str) -> bool:
    """Whether a block merely strings words together: neither sentences nor pieces such as “path: new”.

    >>> is_word_list("path amount reason completed sandbox June"), is_word_list("path, amount, reason, completed, June, v2")
    (True, True)
    >>> is_word_list("Switch endpoint, convert amount, add reason, expect completed status"), is_word_list("Add reason")
    (False, False)
    """
    all_words = [word.lower() for word in words(text)]
    if (
        len(all_words) < FEWEST_WORDS
        or CLAIM.search(EVIDENCE.sub(" ", text))
        or sum(word in SMALL_WORDS for word in all_words) / len(all_words) >= FEWEST_SMALL
    ):
        return False
    pieces = [piece for piece in PIECE.split(text) if words(piece)]
    return len(pieces) == 1 or len(all_words) / len(pieces) < FEWEST_IN_PIECE


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset((FOLDER / "vocabulary.txt").read_text(encoding="utf-8").split())


def known_share(text: str) -> float:
    """The share of longer words that the course itself uses, in any of their usual forms; 1 for a text without any.

    >>> known_share("The merchants refunded customers"), known_share("Bagole tirunam welkorp sadnuin")
    (1.0, 0.0)
    """
    long_words = [word.lower() for word in LONG_WORD.findall(text)]
    return sum(map(_is_known, long_words)) / len(long_words) if long_words else 1.0


def _is_known(word: str) -> bool:
    stem = ENDING.sub("", word)
    return not _vocabulary().isdisjoint((word, stem, f"{stem}e", f"{stem}y"))


def is_denied(text: str, start: int) -> bool:
    """Whether what begins at a place of a text is denied by the words before it.

    >>> text = "The cause is the mix, not stricter rules."
    >>> is_denied(text, text.index("stricter")), is_denied(text, text.index("mix"))
    (True, False)
    """
    return bool(DENIED.search(text[max(0, start - REACH) : start]))


@cache
def _slogans() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_read('slogans')['expressions'])})\b", re.IGNORECASE)


def slogans(text: str) -> list[str]:
    """Words that sell instead of saying something, as they are written.

    >>> slogans("An outstanding guard charges once and delights.")
    ['outstanding', 'delights']
    """
    return [match.group() for match in _slogans().finditer(text)]


@cache
def _placeholders() -> re.Pattern[str]:
    return re.compile("|".join(_read("placeholders")["expressions"]), re.IGNORECASE)


def placeholders(text: str) -> list[str]:
    """Placeholders in a text for words that are still to be written.

    >>> placeholders("Owner: TBD. Date: [insert date]")
    ['TBD', '[insert date]']
    """
    return [match.group() for match in _placeholders().finditer(text)]
