"""Can every requirement be built and tested by somebody who was not in the room."""

from __future__ import annotations

import re
from collections import Counter

from course.grade.document.check import Result, check, counted, failed, listed, shared
from course.grade.document.lexicon import WeakWord, ears_pattern, nearest_pattern, weak_words
from course.grade.document.parse import Document, Requirement
from course.verdict import Finding

SHALL = re.compile(r"\b(?:shall|must)\b", re.IGNORECASE)
FULL_EARS = 0.8
FEWEST_WORDS = 3
QUANTITY = re.compile(r"\d")
UNIT = re.compile(
    r"\d\s*(?:%|percent|ms|s\b|sec|seconds?|min|minutes?|h\b|hours?|days?|weeks?|€|eur|euro|rps|req|requests|"
    r"payments?|calls?|charges?|kb|mb|gb|retries|attempts|times)|€\s*\d", re.IGNORECASE
)  # fmt: skip
CONDITION = re.compile(r"\b(?:when|while|if|under|at|with|for|during|where|up to|after|until)\b", re.IGNORECASE)
PERIOD = re.compile(
    r"\bp\d{2}\b|percentile|per (?:day|hour|minute|second|week|month|quarter)|in any|over \d+|(?:an?|each|every) (?:minute|hour|day|week|month)|"
    r"\d+[- ]day|\d+ (?:out )?of (?:every )?\d+|of (?:all )?(?:requests|payments|calls|charges|days)|monthly|weekly|daily", re.IGNORECASE
)  # fmt: skip


def functional(document: Document) -> tuple[Requirement, ...]:
    return tuple(one for one in document.requirements if one.id.startswith("R"))


def quality(document: Document) -> tuple[Requirement, ...]:
    return tuple(one for one in document.requirements if one.id.startswith("N"))


def is_kept(document: Document, weak: WeakWord) -> bool:
    """Whether a comment keeps a weak word with a reason: one of three words at least."""
    return len(document.kept.get(weak.word.lower(), "").split()) >= FEWEST_WORDS


@check(
    "Ids, one requirement each",
    "An id is how a test, a ticket and a reviewer point at the same sentence.",
    "Two demands joined by a comma, without a second “shall”, are not seen.",
)
def singular(document: Document, told: dict) -> Result:
    """At least ``least`` lines R1, R2, …, each id once, each with exactly one “shall”."""
    found = functional(document)
    twice = [id for id, count in Counter(one.id for one in document.requirements).items() if count > 1]
    findings = [
        Finding("singular", f"{id} stands there twice.", look="Number on, so that each has an id of its own.",
                place=document.place(next(one.line for one in document.requirements if one.id == id)))
        for id in twice
    ]  # fmt: skip
    good = 0
    for one in found:
        count = len(SHALL.findall(one.text))
        if count == 1:
            good += 1
            continue
        seen = f"{one.id} contains {count} requirements." if count else f"{one.id} has no “shall”."
        look = "Split it." if count else "Say who shall do what."
        findings.append(Finding("singular", seen, look=look, place=document.place(one.line, one.id)))
    if len(found) < told["least"]:
        findings.append(Finding("singular", f"{counted(len(found), 'requirement')} with an id, {told['least']} are asked for.",
                                look="Begin each with its id: “R1 When …, the … shall …”."))  # fmt: skip
    return shared(max(0, good - len(twice)), max(told["least"], len(found)), tuple(findings))


@check(
    "One of five patterns",
    "EARS: trigger first, then who, then what. A reader sees at once when a rule holds.",
    "It sees the form of the sentence, not whether the trigger is the right one.",
)
def ears(document: Document, told: dict) -> Result:
    """The share of R lines in an EARS pattern; full from 80 % on."""
    found = functional(document)
    odd = [one for one in found if not ears_pattern(one.text)]
    findings = tuple(
        Finding("ears", f"{one.id} follows none of the five patterns.", place=document.place(one.line, one.id),
                look=f"Nearest is “{nearest_pattern(one.text).name}”: {nearest_pattern(one.text).example}")
        for one in odd
    )  # fmt: skip
    if not found:
        return failed("ears", "There is no requirement to read.", "Begin each with its id, such as R1.")
    share = (len(found) - len(odd)) / len(found)
    return Result(min(1.0, share / FULL_EARS), findings if share < FULL_EARS else ())


@check(
    "No weak words",
    "“Fast” cannot be tested, so three engineers build three things.",
    "About four in ten such flags are wrong (Smella: precision 59 %). Keep a word with a reason where it is right.",
)
def weak(document: Document, told: dict) -> Result:
    """No weak word in a requirement, unless a comment keeps it: <!-- keep fast: reason -->."""
    found = document.requirements
    findings, spoiled = [], set()
    for one in found:
        for word in weak_words(one.text):
            if is_kept(document, word):
                continue
            spoiled.add(one.id)
            findings.append(
                Finding("weak", f"“{word.word}” in {one.id} cannot be tested ({word.rule}).", look=word.advice,
                        place=document.place(one.line, word.word))
            )  # fmt: skip
    if not found:
        return failed("weak", "There is no requirement to read.", "Begin each with its id, such as R1.")
    return shared(len(found) - len(spoiled), len(found), tuple(findings))


@check(
    "Quality in numbers",
    "Fast for whom, at what load, measured how? Four parts make a quality requirement testable.",
    "Any number passes: whether 500 ms is right for the case, only a person says.",
)
def measurable(document: Document, told: dict) -> Result:
    """At least ``least`` lines N1, N2, … with quantity and unit, a percentile or period, and a condition."""
    found = quality(document)
    findings, good = [], 0
    for one in found:
        missing = [
            what
            for what, needed in (("a number with a unit", UNIT), ("a percentile or a period", PERIOD),
                                 ("the condition or load", CONDITION))
            if not needed.search(one.text)
        ]  # fmt: skip
        good += not missing
        if missing:
            findings.append(Finding("measurable", f"{one.id} lacks {listed(missing)}.",
                                    look="Fast for whom, at what load, measured how?",
                                    place=document.place(one.line, one.id)))  # fmt: skip
    if len(found) < told["least"]:
        findings.append(Finding("measurable", f"{counted(len(found), 'quality requirement')}, {told['least']} are asked for.",
                                look="Begin each with N1, N2, …"))  # fmt: skip
    return shared(good, max(told["least"], len(found)), tuple(findings))


@check(
    "When things go wrong",
    "Most of what a customer remembers happens when something does not answer.",
    "It counts sentences that begin with If. Which failure matters most, it does not know.",
)
def unwanted(document: Document, told: dict) -> Result:
    """At least ``least`` requirements of the form “If …, then the … shall …”."""
    found = [one for one in document.requirements if (ears := ears_pattern(one.text)) and ears.begins == "If"]
    findings = ()
    if len(found) < told["least"]:
        findings = (
            Finding("unwanted", f"{counted(len(found), 'requirement')} of the form “If …” {'says' if len(found) == 1 else 'say'} what happens when something fails, "
                    f"{told['least']} are asked for.", look="What if the bank does not answer?"),
        )  # fmt: skip
    return shared(len(found), told["least"], findings)
