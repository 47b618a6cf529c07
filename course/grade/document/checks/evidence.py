"""Does the document stand on facts: a problem with a size and a source, and figures that the data agree with."""

from __future__ import annotations

import re
from decimal import Decimal

from course.case.facts import FACTS, Fact
from course.grade.document.check import Result, check, counted, failed, shared
from course.grade.document.checks.structure import find_section
from course.grade.document.parse import EVIDENCE, Document, Evidence
from course.grade.form.numbers import read_number
from course.verdict import Finding


def candidates(id: str) -> tuple[Fact, ...]:
    """The facts that a tag can mean: F9.best is one, F9 all of its group."""
    return tuple(fact for fact in FACTS if id in (fact.id, fact.id.split(".")[0]))


def agrees(fact: Fact, typed: str) -> bool:
    """Whether a figure, as a person types it, is the fact's, within its tolerance or as the fact is written.

    >>> from course.case.facts import fact
    >>> [agrees(fact("F4.ratio"), typed) for typed in ("0.671 %", "0,671", "0.67", "0.596 %")]
    [True, True, True, False]
    >>> [agrees(fact("F3.amount"), typed) for typed in ("€7,068", "7068", "7.068 €", "€7,100")]
    [True, True, True, False]
    """
    if isinstance(fact.value, str):
        return typed.strip().lower() == fact.value.lower()
    reading = read_number(typed, {"EUR": "€", "k EUR": "k€"}.get(fact.unit, fact.unit), _decimals(fact.value))
    if reading is None or reading.value is None:
        return False
    fine = _decimals(reading.value)
    return fact.agrees(reading.value) or (fine > 0 and round(fact.value, fine) == reading.value)


def _decimals(value: float) -> int:
    return max(0, -Decimal(str(value)).normalize().as_tuple().exponent)


def is_true(evidence: Evidence) -> bool:
    return any(agrees(fact, evidence.value) for fact in candidates(evidence.id))


def false_facts(document: Document) -> list[Evidence]:
    """The quoted facts that the data do not agree with, or that no register knows."""
    return [one for one in document.evidence if not one.id.startswith("Q-") and not is_true(one)]


def is_unknown(evidence: Evidence, told: dict) -> bool:
    """Whether a tag names a query that no exercise of the course asks for. Without ``told["queries"]`` nobody knows."""
    known = told.get("queries")
    return bool(known) and evidence.id.startswith("Q-") and evidence.id.removeprefix("Q-") not in known


def known_queries_only(text: str, told: dict) -> str:
    """A text without the tags of queries that do not exist."""
    return EVIDENCE.sub(
        lambda tag: "" if is_unknown(Evidence(tag["id"] or tag["query"], "", 0), told) else tag[0], text
    )


def _false(document: Document, one: Evidence) -> Finding:
    known = candidates(one.id)
    place = document.place(one.line, one.id)
    if not known:
        return Finding("facts", f"The fact register has no “{one.id}”.", look="Insert it from the list.", place=place)
    if len(known) > 1:
        return Finding("facts", f"“{one.value}” is none of the figures of {one.id}.", place=place,
                       look=f"Name the one that you mean, such as [{known[0].id}=…].")  # fmt: skip
    about = known[0].statement.replace("{value}", "…")
    return Finding("facts", f"You quote {one.value} for “{about}”. The data give another figure.", place=place,
                   look="Run the query of that exercise again, or insert the fact from the list.")  # fmt: skip


@check(
    "Quoted facts are true",
    "A figure that somebody can look up ends an argument; a false one ends your credit.",
    "Only figures in a tag such as [F4.ratio=0.671 %] are compared. A false claim without a tag is not seen.",
)
def facts(document: Document, told: dict) -> Result:
    """At least ``least`` different true facts; each false one, or a query that no exercise asks for, costs half of the points."""
    quoted = [one for one in document.evidence if not one.id.startswith("Q-")]
    wrong = false_facts(document)
    good = len({one.id for one in quoted} - {one.id for one in wrong})
    unknown = [one for one in document.evidence if is_unknown(one, told)]
    findings = [_false(document, one) for one in wrong] + [
        Finding("facts", f"No exercise {one.id.removeprefix('Q-')} asks for a query.", look="Insert one of your own from the list.",
                place=document.place(one.line, one.id))
        for one in unknown
    ]  # fmt: skip
    if good < told["least"]:
        findings.append(Finding("facts", f"{counted(good, 'true fact')}, {told['least']} are asked for.",
                                look="Insert a fact as [F4.ratio=0.671 %]: its id, =, its value."))  # fmt: skip
    return Result(max(0.0, min(1.0, good / told["least"]) - 0.5 * len(wrong + unknown)), tuple(findings))


@check(
    "Whose problem, how big, how we know",
    "A problem without a size is a wish.",
    "It looks for a person, a number and a source in one section, not whether the problem matters.",
)
def problem(document: Document, told: dict) -> Result:
    """``section`` names one of ``people``, holds a number, and quotes a fact or a query."""
    section = find_section(document, told, told["section"])
    if section is None:
        return failed("problem", f"There is no section “{told['section']}”.")
    text = document.prose(section)
    quoted = [one for one in document.within(section, document.evidence) if not is_unknown(one, told)]
    asked = {
        "whose problem it is": re.search(rf"\b(?:{'|'.join(told['people'])})s?\b", text, re.IGNORECASE),
        "how big it is, as a number": re.search(r"\d", re.sub(r"\[[^\[\]]{0,80}\]|\b[QRNF]-?\d[\w.]*", " ", text)),
        "how you know it: a tag such as [F3.count=186] or [Q-7.1]": bool(quoted),
    }
    missing = [what for what, found in asked.items() if not found]
    findings = tuple(Finding("problem", f"“{section.title}” does not say {what}.", place=document.place(section.line))
                     for what in missing)  # fmt: skip
    return shared(len(asked) - len(missing), len(asked), findings)
