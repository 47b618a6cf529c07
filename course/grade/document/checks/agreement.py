"""Does a document agree with itself: the same time limit, share or count wherever it speaks of the same thing?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from course.grade.document.check import Result, check
from course.grade.document.checks.claims import CLAUSE_END
from course.grade.document.parse import EVIDENCE, Document, sentences
from course.verdict import Finding

COST = 0.5  # of the points, for each thing with two numbers
SHARED, PART = (
    2,
    0.6,
)  # words that two clauses share at least, and their part of the shorter one's, to be about one thing
IN_WORDS = dict(zip("one two three four five six seven eight nine ten".split(), range(1, 11), strict=True))
UNITS = {"ms": 0.001, "millisecond": 0.001, "s": 1, "sec": 1, "second": 1, "min": 60, "minute": 60, "h": 3600, "hour": 3600,
         "day": 86_400, "week": 604_800}  # fmt: skip
QUANTITY = re.compile(
    rf"(?<![\w.,-])(?P<number>\d+(?:[.,]\d+)?|{'|'.join(IN_WORDS)})[ -]?(?:(?P<time>{'|'.join(UNITS)})s?\b|(?P<share>%))",
    re.IGNORECASE,
)
PERIOD = re.compile(
    r"\b(?:every|each)\s+$", re.IGNORECASE
)  # “every 5 minutes” is no limit, whatever it shares with one
SUBJECT = re.compile(r"\b(?:the )?(?:\w+ ){1,3}(?=(?:shall|must|will)\b)", re.IGNORECASE)
SAME = {"store": "keep", "stored": "keep", "hold": "keep", "held": "keep", "retain": "keep", "kept": "keep", "silent": "answer",
        "respond": "answer", "reply": "answer", "poll": "look", "ask": "look"}  # fmt: skip
EMPTY = frozenset(
    """after all and any are before but each every first for from has have into its least less more most must not once one
    only our per same shall should than that the their them then they this until when where which while will with within""".split()
)


@dataclass(frozen=True)
class Statement:
    """A number, in seconds or per cent, and as it was written, in a clause with these words."""

    value: float
    unit: str  # time, period or %
    written: str
    clause: str
    words: frozenset[str]
    section: int
    place: tuple[int, int]


@check(
    "The same number for the same thing",
    "Two numbers for one limit: engineers build the one, testers test the other.",
    "It compares times and shares of clauses that use the same words, not what words of your own mean.",
)
def same_numbers(document: Document, settings: dict) -> Result:
    """No two sections give one thing two numbers. Each thing with two costs half of the points.

    Of one thing are clauses with SHARED words in common, and PART of the shorter one's, or that match one of the
    expressions ``quantities`` {what it is: expression}. Sections of ``apart`` hold stages, which differ on purpose.
    Empty sections state nothing, and earn nothing: ``least`` statements are asked for.
    """
    statements = list(_statements(document, settings.get("apart", "(?!)")))
    if len(statements) < settings["least"]:
        return Result(0.0, (Finding("same_numbers", "Hardly a limit has a number with its unit, such as 10 s or 30 days.",
                                    look="A limit without a number cannot be tested."),))  # fmt: skip
    found = {
        what: pair for what, about in settings.get("quantities", {}).items() if (pair := _differing(statements, about))
    }
    alike = [pair for pair in combinations(statements, 2) if _is_one_thing(*pair) and _differ(*pair)]
    pairs = [
        *found.items(),
        *(("", pair) for pair in alike if not any(set(pair) & set(known) for known in found.values())),
    ]
    findings = tuple(_finding(what, *pair) for what, pair in pairs[:2])
    return Result(max(0.0, 1 - COST * len(pairs)), findings)


def _statements(document: Document, apart: str) -> Iterator[Statement]:
    for block in document.blocks:
        inside = [index for index, section in enumerate(document.sections) if section.line <= block.line < section.end]
        if any(re.search(apart, document.sections[index].title, re.IGNORECASE) for index in inside):
            continue
        for sentence in sentences(EVIDENCE.sub(" ", block.text)):
            for clause in filter(None, CLAUSE_END.split(sentence)):
                quantities = list(QUANTITY.finditer(clause))
                if len(quantities) == 1:  # of two numbers in one clause nobody knows which is the limit
                    yield _statement(document, quantities[0], clause, inside[-1] if inside else -1, block.line)


def _statement(document: Document, quantity: re.Match[str], clause: str, section: int, line: int) -> Statement:
    number = IN_WORDS.get(quantity["number"].lower()) or float(quantity["number"].replace(",", "."))
    seconds = UNITS[quantity["time"].lower()] if quantity["time"] else 1
    kind = "%" if quantity["share"] else "period" if PERIOD.search(clause[: quantity.start()]) else "time"
    return Statement(
        number * seconds, kind, quantity[0], clause.strip(), _words(clause), section, document.place(line, quantity[0])
    )  # fmt: skip


def _words(clause: str) -> frozenset[str]:
    """The words that tell what a clause is about: no subject of a requirement, no number, no unit, endings cut off."""
    letters = re.findall(r"[a-z]{3,}", SUBJECT.sub(" ", QUANTITY.sub(" ", clause)).lower())
    return frozenset(_stem(SAME.get(word, word)) for word in letters if word not in EMPTY)


def _stem(word: str) -> str:
    return re.sub(r"(?<=\w{3})(?:ing|ed|es|s|e)$", "", word)


def _is_one_thing(one: Statement, other: Statement) -> bool:
    common = one.words & other.words
    return len(common) >= SHARED and len(common) >= PART * min(len(one.words), len(other.words))


def _differ(one: Statement, other: Statement) -> bool:
    return one.section != other.section and one.unit == other.unit and one.value != other.value


def _differing(statements: list[Statement], about: str) -> tuple[Statement, Statement] | None:
    """Two statements about a known thing, in different sections, that do not agree."""
    known = [statement for statement in statements if re.search(about, statement.clause, re.IGNORECASE)]
    return next((pair for pair in combinations(known, 2) if _differ(*pair)), None)


def _finding(what: str, one: Statement, other: Statement) -> Finding:
    about = f" for {what}" if what else ""
    return Finding("same_numbers", f"You say {one.written} in one part and {other.written} in another{about}: “{_short(one.clause)}”, “{_short(other.clause)}”.",
                   look="Keep the one that you mean.", place=other.place)  # fmt: skip


def _short(clause: str, most: int = 60) -> str:
    return clause if len(clause) <= most else clause[:most].rsplit(" ", 1)[0] + " …"
