"""Reckons from the case data whether the traffic of a rollout, or of a guardrail's period, can show the fall that it names."""

from __future__ import annotations

import re
from math import ceil

from course.case.facts import fact
from course.grade.document.parse import sentences
from course.grade.models.canary import group

SHARE = re.compile(r"(?P<share>\d{1,3}(?:[.,]\d+)?)\s*(?:%|per ?cent)|(?P<half>\bhalf\b)", re.IGNORECASE)
TIME = re.compile(
    r"\b(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|ten|fourteen)\s+(?:\w+\s+)?(?P<unit>hour|day|week|month|quarter)s?\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[,;:](?=\s)|\bthen\b")
FALL = re.compile(r"\b(?P<points>\d(?:[.,]\d+)?)\s*(?:percentage\s+)?(?:points?|pp)\b", re.IGNORECASE)
COUNTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "ten": 10,
    "fourteen": 14,
}
DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30, "quarter": 91}
APPROVAL = re.compile(r"\b(?:approv|authori[sz]|accept|success|declin|refus)", re.IGNORECASE)
MOST_DAYS = 91  # a quarter, the longest that a metric without a period is watched


def invisible_fall(text: str, stop_sentences: list[str]) -> str:
    """What a fall in points that stops the rollout would take to be seen, if no stage is long enough; else empty.

    Text without such a fall, or without a stage that says its share and how long it lasts, says nothing.

    >>> invisible_fall("5% of the merchants for one day.", ["Stop if approval falls by 0.3 points."])
    'A fall of 0.3 points takes about 320,071 card attempts to be seen; the longest stage before all has 44.'
    >>> invisible_fall("5% of the merchants for one day.", ["Stop at the first second charge."])
    ''
    """
    falls = [_number(match["points"]) for sentence in stop_sentences for match in FALL.finditer(sentence)]
    clauses = (clause for sentence in sentences(text) for clause in CLAUSE.split(sentence))
    stages = [attempts for clause in clauses if (attempts := _attempts(clause))]
    if not falls or not stages:
        return ""
    needed = group(1 - fact("F5.december").value / 100, max(falls) / 100)
    if max(stages) >= needed:
        return ""
    return (
        f"A fall of {max(falls):g} points takes about {ceil(needed):,} card attempts to be seen; the longest stage "
        f"before all has {max(stages):,.0f}."
    )


def invisible_guardrail(text: str) -> str:
    """What a fall of approval that a guardrail forbids would take to be seen on all card traffic, if its period is too short.

    Empty for another guardrail. One without a period has until MOST_DAYS.

    >>> invisible_guardrail("Guardrail: card approval must not fall by more than 0.3 pp.")
    'A fall of 0.3 points takes about 320,071 card attempts to be seen: about 368 days of all card traffic.'
    >>> invisible_guardrail("Guardrail: card approval must not fall by more than 2 pp over two weeks.")
    ''
    """
    falls = [_number(match["points"]) for match in FALL.finditer(text)]
    if not falls or not APPROVAL.search(text):
        return ""
    needed = group(1 - fact("F5.december").value / 100, max(falls) / 100)
    days = needed / fact("F5.daily").value
    if days <= max((_days(match) for match in TIME.finditer(text)), default=MOST_DAYS):
        return ""
    return (
        f"A fall of {max(falls):g} points takes about {ceil(needed):,} card attempts to be seen: about {ceil(days - 1e-9):,} "
        "days of all card traffic."
    )


def _days(match: re.Match[str]) -> float:
    return (COUNTS.get(match["count"].lower()) or int(match["count"])) * DAYS[match["unit"].lower()]


def _attempts(clause: str) -> float:
    """The card attempts in a stage to which a clause gives a share below the whole and a time; 0 for others."""
    share, time = SHARE.search(clause), TIME.search(clause)
    if share is None or time is None:
        return 0.0
    part = 0.5 if share["half"] else _number(share["share"]) / 100
    if part >= 1:
        return 0.0
    return part * _days(time) * fact("F5.daily").value


def _number(text: str) -> float:
    return float(text.replace(",", "."))
