"""Statements that the case refutes: another day, country, team, month or number than the one that a key declares as true.

A truth of a key is about ``what``, has a ``kind``, and ``right`` values of that kind; ``instead`` says what is true.
Every value in a sentence belongs to the truth of its kind whose ``about`` is nearest to it. A truth without ``right`` is
for values that are free, such as the day of a next check, and so is a value that matches ``free``. With ``others``, the
other figures of the case, only one of these in its place is wrong. Where a sentence doubts, denies or compares a value, or where
two truths are as near, nothing is said; but for a truth that is ``supposed``, such as a figure “without” something.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter, itemgetter

from course.grade.document.checks.claims import FALSE_CLAIM, as_read
from course.grade.document.days import days_and_ends
from course.grade.document.lexicon import is_denied
from course.grade.document.parse import Document, sentences
from course.verdict import Finding

REACH = 60  # characters from a value to what it belongs to, by the steps below
CLAUSE, BETWEEN = 30, 60  # what the end of a clause counts, and another value of the kind in between
TIE = 3
CLAUSE_LENGTH = 300  # characters in which a doubt before a value is looked for
UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18,
}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
WRITTEN = rf"(?:{'|'.join(TENS)})(?:-(?:{'|'.join(list(UNITS)[:9])})\b)?|(?:{'|'.join(sorted(UNITS, key=len, reverse=True))})\b"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
MONTH = re.compile(rf"\b(?:{MONTHS})\b")
COUNTRY = re.compile(r"\b(?:HA|KE\d?)\b")
TEAM = re.compile(
    r"\b(?:Pay|Lend|Link|Core|Mobile|MerchantOps|Risk|Support|Sales|Finance|Compliance|Marketing)\b|"
    r"\b(?:checkout|ledger|support|sales|finance|risk|compliance|marketing|mobile|platform|database)(?=['’]s (?:team|engineers|people)| team\b)"
)
FIGURE = rf"(?<![\w.,/#€-])(?P<number>[+−-]?\d+(?:[.,]\d+)*|{WRITTEN})(?![\d/]|[.,:-]\d)"
END = re.compile(
    r"[;:()|\n]|,(?!\d)|\s[–—-]\s|(?<!\d )\band\b|\band\b(?! \d)|"
    r"\b(?:but|while|whereas|because|although|which|who|where|that|so|when|since(?= (?:it|we|they|he|she|the)\b))\b"
)
DOUBTED = re.compile(
    r"\b(?:not|never|no|nor|neither|without|if|unless|whether|would|could|might|perhaps|maybe|possibly|probably|likely|presumably|"
    r"suppos\w+|assum\w+|imagin\w+|thought|thinks?|believ\w+|suspect\w*|guess\w*|seem\w*|appear\w*|wrong\w*|mistak\w+|refut\w+|"
    r"rul\w+ out|unlike|like|than|compar\w+|versus|vs|except|instead|rather|such as|for example|claim\w*|said|says|tells?|told|"
    r"target|plan\w*|forecast|want\w*|aim\w*|until now)\b|\be\.g\.|\b(?-i:may)\b|n['’]t\b", re.IGNORECASE,
)  # fmt: skip
TAKEN_BACK = re.compile(
    r"\W*(?:(?:is|was|were|are|has|did)(?:n['’]t\b| (?:not|never|wrong|false|refuted|ruled|fine|unaffected|untouched|normal|unchanged|only)\b)|"
    r"(?:is |was |are )?(?:what )?(?:we|I|people|some|everybody) (?:\w+ )?(?:thought|believed|assumed|suspected|said)|"
    r"(?:stays?|stayed|remain\w*|holds?|held)\b|[^.]{0,40}\?)", re.IGNORECASE,
)  # fmt: skip
SPARED = re.compile(
    r"[^.;:,]{0,40}\b(?:nothing|none|not|never|no)\b|[^.;:,]{0,40}n['’]t\b", re.IGNORECASE
)  # “HA loses nothing”
OPENS_DOUBT = re.compile(r"\W*(?:if|suppose|imagine|assume|had|were|unless)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Value:
    """A value as it is written, and where it is in its sentence."""

    text: str
    start: int
    means: object

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def refuted(document: Document, truths: tuple[dict, ...]) -> Iterator[Finding]:
    """What a document says against the truths of its key."""
    for section in dict.fromkeys(truth.get("section", "") for truth in truths):
        own = [truth for truth in truths if truth.get("section", "") == section]
        for line, text in _lines(document, section):
            for sentence in sentences(as_read(text)):
                for value, truth in _wrong(sentence, own):
                    seen = f"You say {value} for {truth['what']}. It is {truth['instead']}."
                    yield Finding(FALSE_CLAIM, seen, place=document.place(line, value))


def _lines(document: Document, section: str) -> Iterator[tuple[int, str]]:
    """The headings and blocks of the sections whose title matches, each with its line; else the blocks that begin like it."""
    if not section:
        yield from ((each.line, each.title) for each in document.sections if not each.is_lead)
        yield from ((block.line, block.text) for block in document.blocks)
        return
    named = [each for each in document.sections if re.search(section, each.title)]
    for each in named:
        if not each.is_lead:
            yield each.line, each.title
        yield from ((block.line, block.text) for block in document.within(each, document.blocks))
    if not named:
        begins = re.compile(rf"\W*(?:{section})")
        yield from ((block.line, block.text) for block in document.blocks if begins.match(block.text))


def _wrong(sentence: str, truths: list[dict]) -> Iterator[tuple[str, dict]]:
    """The values of a sentence that are not the right one for the truth they belong to."""
    for group in dict.fromkeys(map(_group, truths)):
        own = [truth for truth in truths if _group(truth) == group]
        values_of = KINDS[own[0]["kind"]]
        values = list(values_of.values(sentence, own[0]))
        about = [[match.span() for match in re.finditer(truth.get("about", r"\A"), sentence, re.IGNORECASE)] for truth in own] if values else []  # fmt: skip
        belongs = [(value, _truth_of(value, values, sentence, own, about)) for value in values]
        settled = _settled(belongs, own, values_of)
        for value, truth in belongs:
            if (
                truth is None
                or "right" not in truth
                or _is_right(value, truth)
                or (not truth.get("supposed") and _is_doubted(value, sentence, values_of))
            ):
                continue
            if _is_free(value, sentence, truth):
                continue
            if truth.get("all") or id(truth) not in settled:
                yield value.text, truth


def _group(truth: dict) -> tuple[str, str]:
    """Truths that share their values: of one kind, and of one unit or expression."""
    return truth["kind"], truth.get("unit", truth.get("value", ""))


def _is_free(value: Value, sentence: str, truth: dict) -> bool:
    if "others" in truth and value.means not in truth["others"]:
        return True
    return any(
        name in truth and re.search(truth[name], text, re.IGNORECASE)
        for name, text in (("unless", sentence), ("free", value.text))
    )


def _settled(belongs: list[tuple[Value, dict | None]], truths: list[dict], kind: ValueKind) -> set[int]:
    """The truths, by their identity, of which the sentence also says a right value."""
    said = {id(truth) for value, truth in belongs if truth and "right" in truth and _is_right(value, truth)}
    if kind.loose:
        loose = [value for value, truth in belongs if truth is None]
        said |= {id(truth) for truth in truths if "right" in truth and any(_is_right(value, truth) for value in loose)}
    return said


def _truth_of(
    value: Value, values: list[Value], sentence: str, truths: list[dict], about: list[list[tuple[int, int]]]
) -> dict | None:
    """The truth whose words, ``about`` for each, are nearest to a value; None if none is within reach, or if two are as near."""
    distances = sorted(
        ((_distance(value, span, values, sentence), index)
         for index, spans in enumerate(about)
         for span in _near(spans, value, truths[index].get("reach", REACH))), key=lambda pair: pair[0],
    )  # fmt: skip
    free = [truth for truth in truths if "about" not in truth]
    near = [
        (distance, index)
        for distance, index in distances
        if distance <= truths[index].get("reach", REACH) and "about" in truths[index]
    ]
    if not near:
        return free[0] if free else None
    nearest = truths[near[0][1]]
    rivals = [truths[index] for distance, index in near if distance - near[0][0] < TIE and truths[index] is not nearest]
    return None if rivals else nearest


def _near(spans: list[tuple[int, int]], value: Value, reach: int) -> list[tuple[int, int]]:
    """Those of some spans, in their order, that are not too far from a value to be within reach."""
    first = bisect_left(spans, value.start - reach, key=itemgetter(1))
    last = bisect_right(spans, value.end + reach, key=itemgetter(0))
    return spans[first:last]


def _distance(value: Value, span: tuple[int, int], values: list[Value], sentence: str) -> int:
    start, end = span
    if start < value.end and value.start < end:
        return 0
    low, high = (end, value.start) if end <= value.start else (value.end, start)
    first = bisect_left(values, low, key=attrgetter("start"))
    last = bisect_right(values, high, key=attrgetter("start"))
    between = sum(other.end <= high for other in values[first:last] if other is not value)
    return high - low + CLAUSE * len(END.findall(sentence[low:high])) + BETWEEN * between


def _is_doubted(value: Value, sentence: str, kind: ValueKind) -> bool:
    """Whether a sentence denies, doubts, compares or only supposes a value."""
    first = max(0, value.start - CLAUSE_LENGTH)
    ends = [match.end() for match in END.finditer(sentence, first, value.start)]
    before = sentence[ends[-1] if ends else first : value.start]
    return (
        bool(OPENS_DOUBT.match(sentence) or sentence.rstrip().endswith("?") or DOUBTED.search(before))
        or is_denied(sentence, value.start)
        or bool(TAKEN_BACK.match(sentence, value.end))
        or (kind.spared and bool(SPARED.match(sentence, value.end)))
    )


def _is_right(value: Value, truth: dict) -> bool:
    return KINDS[truth["kind"]].agrees(value.means, truth)


def _same_day(means: tuple[int, int, int], truth: dict) -> bool:
    month, day, year = means
    return any(
        m in (0, month) and d in (0, day) and (not year or y in (0, year)) for m, d, y in map(_day, truth["right"])
    )


def _same_number(means: float, truth: dict) -> bool:
    return any(abs(means - each) <= 1e-9 for each in truth["right"])


def _same_word(means: str, truth: dict) -> bool:
    return bool(re.fullmatch("|".join(truth["right"]), means, re.IGNORECASE))


def _day(text: str) -> tuple[int, int, int]:
    """A month, day and year, 0 for what is not said, of “2026-05-04”, “12-03” or “2028”."""
    parts = [int(part) for part in text.split("-")]
    year = parts.pop(0) if parts[0] > 31 else 0
    return (*parts, 0, 0)[0], (*parts, 0, 0)[1], year


def _days(sentence: str, truth: dict) -> Iterator[Value]:
    for day in days_and_ends(sentence):
        yield Value(day.text, day.start, (day.month, day.day, day.year))


def _months(sentence: str, truth: dict) -> Iterator[Value]:
    """The months that are named without a day."""
    taken = [(day.start, day.start + len(day.text)) for day in days_and_ends(sentence)]
    for match in MONTH.finditer(sentence):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            yield Value(match[0], match.start(), match[0])


def _numbers(sentence: str, truth: dict) -> Iterator[Value]:
    for match in re.finditer(rf"{FIGURE}(?:{truth['unit']})", sentence, re.IGNORECASE):
        if (number := _number(match["number"])) is not None:
            yield Value(match[0].strip(), match.start(), number)


def _number(written: str) -> float | None:
    """A number as people write it: “1,340,000” has thousands, “12.5” and “12,5” a decimal.

    >>> [_number(written) for written in ("1,340,000", "7.068", "12.5", "0,65", "twenty-four")]
    [1340000.0, 7068.0, 12.5, 0.65, 24.0]
    """
    if written[:1].isalpha():
        return float(sum((TENS | UNITS)[part] for part in written.lower().split("-")))
    plain = written.replace("−", "-")
    if not re.match(r"[+-]?0", plain):
        plain = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", plain)
    try:
        return float(plain.replace(",", "."))
    except ValueError:
        return None


def _named(expression: re.Pattern[str]) -> Callable[[str, dict], Iterator[Value]]:
    def values(sentence: str, truth: dict) -> Iterator[Value]:
        for match in expression.finditer(sentence):
            yield Value(match[0], match.start(), match[0])

    return values


def _words(sentence: str, truth: dict) -> Iterator[Value]:
    for match in re.finditer(truth["value"], sentence, re.IGNORECASE):
        yield Value(match[0], match.start(), match[0])


@dataclass(frozen=True)
class ValueKind:
    """A kind of value: how it is found, when it is right, and what a truth of it needs.

    A right value that belongs to nothing speaks for its sentence where it is ``loose``; ``spared`` ones may be left out by
    the words after them.
    """

    values: Callable[[str, dict], Iterator[Value]]
    agrees: Callable[..., bool] = _same_word
    needs: tuple[str, ...] = ()
    loose: bool = False
    spared: bool = False


KINDS = {
    "day": ValueKind(_days, _same_day, loose=True),
    "month": ValueKind(_months),
    "country": ValueKind(_named(COUNTRY), spared=True),
    "team": ValueKind(_named(TEAM), spared=True),
    "number": ValueKind(_numbers, _same_number, needs=("unit",)),
    "words": ValueKind(_words, needs=("value",)),
}


def problem_of(truth: dict) -> str:
    """What a truth of a key lacks; empty if it can be judged."""
    if truth.get("kind") not in KINDS:
        return f"There is no kind of truth “{truth.get('kind', '')}”. There are {', '.join(KINDS)}."
    needed = [*KINDS[truth["kind"]].needs, *(("what", "instead") if "right" in truth else ("about",))]
    lacking = [name for name in needed if name not in truth]
    return f"A truth of kind “{truth['kind']}” lacks “{lacking[0]}”." if lacking else ""
