"""Does the document rest on facts: a problem with a size and a source, and figures that agree with the data?"""

from __future__ import annotations

import re
from decimal import Decimal

from course.case.facts import FACTS, Fact
from course.grade.count import quantity
from course.grade.document.check import Result, check, failed, partial_credit
from course.grade.document.checks.structure import find_section
from course.grade.document.parse import EVIDENCE, Document, Evidence
from course.grade.form.numbers import read_number
from course.verdict import Finding

WITHOUT_FIGURE = re.compile(r"\[\s*(?P<id>F\d+(?:\.\w+)?)\s*=\s*…?\s*\]")


def candidates(id: str) -> tuple[Fact, ...]:
    """The facts that a tag can mean: F9.best is one, F9 all of its group."""
    return tuple(fact for fact in FACTS if id in (fact.id, fact.id.split(".")[0]))


def agrees(fact: Fact, typed: str) -> bool:
    """Whether a figure, as a person types it, is that of the fact: within its tolerance, or as the fact is written.

    >>> from course.case.facts import fact
    >>> [agrees(fact("F4.ratio"), typed) for typed in ("0.671%", "0,671", "0.67", "0.596%")]
    [True, True, True, False]
    >>> [agrees(fact("F3.amount"), typed) for typed in ("€7,068", "7068", "7.068 €", "€7,100")]
    [True, True, True, False]
    """
    if isinstance(fact.value, str):
        return typed.strip().lower() == fact.value.lower()
    reading = read_number(typed, {"EUR": "€", "k EUR": "k€"}.get(fact.unit, fact.unit), _decimals(fact.value))
    if reading is None or reading.value is None:
        return False
    decimals = _decimals(reading.value)
    return fact.agrees(reading.value) or (decimals > 0 and round(fact.value, decimals) == reading.value)


def _decimals(value: float) -> int:
    return max(0, -Decimal(str(value)).normalize().as_tuple().exponent)


def is_true(evidence: Evidence) -> bool:
    return any(agrees(fact, evidence.value) for fact in candidates(evidence.id))


def false_facts(document: Document) -> list[Evidence]:
    """The quoted facts that the data contradict, or that the register does not have."""
    return [evidence for evidence in document.evidence if not evidence.id.startswith("Q-") and not is_true(evidence)]


def is_unknown(evidence: Evidence, settings: dict) -> bool:
    """Whether a tag names a query that no exercise of the course asks for; False without ``settings["queries"]``."""
    known_queries = settings.get("queries")
    return bool(known_queries) and evidence.id.startswith("Q-") and evidence.id.removeprefix("Q-") not in known_queries


def known_queries_only(text: str, settings: dict) -> str:
    """A text without the tags of queries that do not exist."""
    return EVIDENCE.sub(
        lambda tag: "" if is_unknown(Evidence(tag["id"] or tag["query"], "", 0), settings) else tag[0], text
    )


def _where_found(fact: Fact, queries: tuple[str, ...]) -> str:
    """What to do about a false figure: which of the exercises that ask for a query finds the fact, if one does."""
    if found := next((id for id in fact.used_in if id in queries), ""):
        return f"Run your query of exercise {found} again, or insert the fact from the list."
    return f"Exercise {fact.used_in[0]} found it." if fact.used_in else "Insert the fact from the list."


def _still_open(document: Document, queries: tuple[str, ...]) -> str:
    """What to do about the first tag without a figure, as Evidence inserts it for what is not found yet; empty if there is none."""
    tag = WITHOUT_FIGURE.search(document.text)
    facts_meant = candidates(tag["id"]) if tag else ()
    return (
        f"{tag[0]} has no figure yet: type it behind the equals sign. {_where_found(facts_meant[0], queries)}"
        if tag and facts_meant
        else ""
    )


def _false_fact(document: Document, evidence: Evidence, queries: tuple[str, ...]) -> Finding:
    matching_facts = candidates(evidence.id)
    place = document.place(evidence.line, evidence.id)
    if not matching_facts:
        return Finding(
            "facts", f"The fact register has no “{evidence.id}”.", look="Insert it from the list.", place=place
        )
    if len(matching_facts) > 1:
        return Finding("facts", f"“{evidence.value}” is none of the figures of {evidence.id}.", place=place,
                       look=f"Name the one that you mean, such as [{matching_facts[0].id}=…].")  # fmt: skip
    about = matching_facts[0].statement.replace("{value}", "…")
    return Finding("facts", f"You quote {evidence.value} for “{about}”. The data give another figure.", place=place,
                   look=_where_found(matching_facts[0], queries))  # fmt: skip


@check(
    "Quoted facts are true",
    "A figure that somebody can look up ends an argument; a false one ends your credit.",
    "Only figures in a tag such as [F8.par30=8.4%] are compared. A false claim without a tag is not seen.",
)
def facts(document: Document, settings: dict) -> Result:
    """At least ``least`` different true facts; each false one, or a query that no exercise asks for, costs half the points.

    With ``bound``, a false one leaves that share of all points of the document at most.
    """
    quotes = [quote for quote in document.evidence if not quote.id.startswith("Q-")]
    false_quotes = false_facts(document)
    true_count = len({quote.id for quote in quotes} - {quote.id for quote in false_quotes})
    unknown_queries = [quote for quote in document.evidence if is_unknown(quote, settings)]
    findings = [_false_fact(document, quote, settings.get("queries", ())) for quote in false_quotes] + [
        Finding("facts", f"No exercise {quote.id.removeprefix('Q-')} asks for a query.", look="Insert one of your own from the list.",
                place=document.place(quote.line, quote.id))
        for quote in unknown_queries
    ]  # fmt: skip
    if true_count < settings["least"]:
        look = _still_open(document, settings.get("queries", ())) or "Insert a fact as [F8.par30=8.4%]: its id, =, its value."  # fmt: skip
        findings.append(Finding("facts", f"{quantity(true_count, 'true fact')}, {settings['least']} are asked for.", look=look))  # fmt: skip
    share = max(0.0, min(1.0, true_count / settings["least"]) - 0.5 * len(false_quotes + unknown_queries))
    return Result(share, tuple(findings), most=settings.get("bound", 1.0) if false_quotes else 1.0)


@check(
    "Whose problem, how big, how we know",
    "A problem without a size is a wish.",
    "It looks for a person, a number and a source in one section, not whether the problem matters.",
)
def problem(document: Document, settings: dict) -> Result:
    """``section`` names one of ``people``, holds a number, and quotes a fact or a query."""
    section = find_section(document, settings, settings["section"])
    if section is None:
        return failed("problem", f"There is no section “{settings['section']}”.")
    text = document.prose(section)
    quotes = [quote for quote in document.within(section, document.evidence) if not is_unknown(quote, settings)]
    criteria = {
        "whose problem it is": re.search(rf"\b(?:{'|'.join(settings['people'])})s?\b", text, re.IGNORECASE),
        "how big it is, as a number": re.search(r"\d", re.sub(r"\[[^\[\]]{0,80}\]|\b[QRNF]-?\d[\w.]*", " ", text)),
        "how you know it: a tag such as [F3.count=186] or [Q-7.1]": bool(quotes),
    }
    missing = [part for part, met in criteria.items() if not met]
    findings = tuple(Finding("problem", f"“{section.title}” does not say {part}.", place=document.place(section.line))
                     for part in missing)  # fmt: skip
    return partial_credit(len(criteria) - len(missing), len(criteria), findings)
