"""Figures in prose that contradict the fact in the tag beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from course.case.facts import FACTS, Fact
from course.grade.document.checks.evidence import agrees, candidates, is_true
from course.grade.document.parse import EVIDENCE, Document, Evidence
from course.verdict import Finding

NEAR, ABOUT = 0.03, 0.13  # how far a figure may be from the fact, and with “about” before it
FIGURE = re.compile(
    r"(?<![\w.,/#:-])(?P<hedge>(?:about|around|roughly|nearly|almost|some|over|more than|less than|under|up to|~)\s+)?"
    r"(?P<sign>[-+−])?(?P<euro>€\s?)?(?P<number>\d{1,3}(?:[ '’\u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)*)(?![\d/]|[.,:-]\d)"
    r"(?P<after>\s?(?:%|percent\b|pp\b|points?\b|percentage points?\b|k€|k\b|million\b|euros?\b|[A-Za-z]+)?)",
    re.IGNORECASE,
)
SPACES = re.compile(r"[ '’\u00a0\u202f]")  # between thousands
MONTHS = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
DAYS = re.compile(
    rf"\d{{4}}-\d\d(?:-\d\d)?|\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s*(?:to|and|until|[–-])\s*\d{{1,2}})?\s+{MONTHS}\b|"
    rf"\b{MONTHS}\s+\d{{1,2}}(?=\s*[,.;)]|\s+(?:to|and|until)\b|$)|\b20\d\d\b|\b\d{{1,2}}:\d\d\b",
    re.IGNORECASE,
)
END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z€\d“\"(*-])|\n")
COUNTED = ("of", "times", "cases")
LARGER = {"k": 1_000, "k€": 1_000, "million": 1_000_000}
KINDS = {
    "%": "%",
    "percent": "%",
    "pp": "pp",
    "point": "pp",
    "points": "pp",
    "percentage point": "pp",
    "percentage points": "pp",
}
OF_UNIT = {"EUR": "€", "k EUR": "€", "%": "%", "pp": "pp"}


def contradictions(document: Document) -> Iterator[Finding]:
    """The figures that stand before the tag of a fact, in its sentence, where none of them is that of the fact."""
    for block in document.blocks:
        start = 0
        for tag in EVIDENCE.finditer(block.text):
            before = END.split(block.text[start : tag.start()])[-1]
            start = tag.end()
            fact = _numeric(tag["id"] or "", tag["value"] or "")
            if fact and (wrong := _wrong_figure(before, fact)):
                seen = f"You write {wrong} for what is {tag['value'].strip()} in the tag beside it."
                look = "Read your own source again: which of the two is it?"
                yield Finding("contradiction", seen, look=look, place=document.place(block.line, wrong))


def _numeric(id: str, value: str) -> Fact | None:
    """The fact of a tag that is true and a number."""
    facts = candidates(id)
    is_number = len(facts) == 1 and isinstance(facts[0].value, int | float)
    return facts[0] if is_number and is_true(Evidence(id, value, 0)) else None


def _wrong_figure(text: str, fact: Fact) -> str:
    """The one figure of the fact's kind before its tag, if it is not the fact's; of several, the first that is none of any fact."""
    kind, unit = OF_UNIT.get(fact.unit, "plain"), fact.unit.split()[0].lower() if fact.unit else ""
    found = [match for match in FIGURE.finditer(DAYS.sub(lambda day: " " * len(day[0]), text)) if _kind(match) == kind]
    if not found or any(_agrees(match, fact) for match in found):
        return ""
    counted = (*COUNTED, unit, unit.rstrip("s"))
    counts_unit = [match for match in found if kind != "plain" or match["after"].strip().lower() in counted]
    if found[-1].end() >= len(text.rstrip()) and len(found[-1]["number"]) > 1:  # right before its tag
        counts_unit.append(found[-1])
    if len(found) == 1 and counts_unit:
        return _written(found[0])
    group = fact.id.split(".")[0]
    others = [other for other in FACTS if other.id.split(".")[0] == group and isinstance(other.value, int | float)]
    unknown = [match for match in found if not any(agrees(other, SPACES.sub("", match["number"])) for other in others)]
    return next((_written(match) for match in unknown if match in counts_unit), "")


def _kind(match: re.Match[str]) -> str:
    after = match["after"].strip().lower()
    if match["euro"] or after in ("k€", "euro", "euros"):
        return "€"
    return KINDS.get(after, "plain")


def _agrees(match: re.Match[str], fact: Fact) -> bool:
    number = SPACES.sub("", match["number"])
    if agrees(fact, f"{match['sign'] or ''}{number}"):
        return True
    after = match["after"].strip().lower()
    plain = number if after in LARGER else re.sub(r"[.,](?=\d{3}\b)", "", number)
    value = float(re.sub(r"[.,](?=.*[.,])", "", plain).replace(",", ".")) * LARGER.get(after, 1)
    target = abs(float(fact.value)) * (1_000 if fact.unit == "k EUR" else 1)
    return abs(value - target) <= (ABOUT if match["hedge"] else NEAR) * target


def _written(match: re.Match[str]) -> str:
    return match[0].removeprefix(match["hedge"] or "").removesuffix(match["after"]).strip() + (
        match["after"].strip() if match["after"].strip() == "%" else ""
    )
