"""Reads the stages of a rollout, and reckons from the case data whether the longest one can show the fall that stops it."""

from __future__ import annotations

import re
from math import ceil

from course.case.facts import fact
from course.grade.document.parse import sentences
from course.grade.models.canary import group

SHARE = re.compile(r"(?P<share>\d{1,3}(?:[.,]\d+)?)\s*(?:%|per ?cent)|(?P<half>\bhalf\b)", re.IGNORECASE)
TIME = re.compile(
    r"\b(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|ten|fourteen)\s+(?:\w+\s+)?(?P<unit>hour|day|week)s?\b",
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
DAYS = {"hour": 1 / 24, "day": 1, "week": 7}


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


def _attempts(clause: str) -> float:
    """The card attempts in a stage to which a clause gives a share below the whole and a time; 0 for others."""
    share, time = SHARE.search(clause), TIME.search(clause)
    if share is None or time is None:
        return 0.0
    part = 0.5 if share["half"] else _number(share["share"]) / 100
    if part >= 1:
        return 0.0
    count = COUNTS.get(time["count"].lower()) or int(time["count"])
    return part * count * DAYS[time["unit"].lower()] * fact("F5.daily").value


def _number(text: str) -> float:
    return float(text.replace(",", "."))
