"""Can every requirement be built and tested by somebody who was not in the room?"""

from __future__ import annotations

import re
from collections import Counter

from course.grade.document.check import Result, check, failed, listing, partial_credit, quantity
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
    return tuple(requirement for requirement in document.requirements if requirement.id.startswith("R"))


def quality(document: Document) -> tuple[Requirement, ...]:
    return tuple(requirement for requirement in document.requirements if requirement.id.startswith("N"))


def is_kept(document: Document, weak: WeakWord) -> bool:
    """Whether a comment keeps a weak word and gives a reason of at least three words."""
    return len(document.kept_words.get(weak.word.lower(), "").split()) >= FEWEST_WORDS


@check(
    "Ids, one requirement each",
    "An id is how a test, a ticket and a reviewer point at the same sentence.",
    "Two demands joined by a comma, without a second “shall”, are not seen.",
)
def singular(document: Document, settings: dict) -> Result:
    """At least ``least`` lines R1, R2, …, each id once, each with exactly one “shall”."""
    requirements = functional(document)
    repeated_ids = [
        id for id, count in Counter(requirement.id for requirement in document.requirements).items() if count > 1
    ]
    findings = [
        Finding("singular", f"{id} stands there twice.", look="Number on, so that each has an id of its own.",
                place=document.place(next(requirement.line for requirement in document.requirements if requirement.id == id)))
        for id in repeated_ids
    ]  # fmt: skip
    good_count = 0
    for requirement in requirements:
        count = len(SHALL.findall(requirement.text))
        if count == 1:
            good_count += 1
            continue
        message = f"{requirement.id} contains {count} requirements." if count else f"{requirement.id} has no “shall”."
        advice = "Split it." if count else "Say who shall do what."
        findings.append(
            Finding("singular", message, look=advice, place=document.place(requirement.line, requirement.id))
        )
    if len(requirements) < settings["least"]:
        findings.append(Finding("singular", f"{quantity(len(requirements), 'requirement')} with an id, {settings['least']} are asked for.",
                                look="Begin each with its id: “R1 When …, the … shall …”."))  # fmt: skip
    return partial_credit(
        max(0, good_count - len(repeated_ids)), max(settings["least"], len(requirements)), tuple(findings)
    )


@check(
    "One of five patterns",
    "EARS: trigger first, then who, then what. A reader sees at once when a rule holds.",
    "It sees the form of the sentence, not whether the trigger is the right one.",
)
def ears(document: Document, settings: dict) -> Result:
    """The share of R lines in an EARS pattern; 80% earn all points."""
    requirements = functional(document)
    unmatched = [requirement for requirement in requirements if not ears_pattern(requirement.text)]
    findings = tuple(
        Finding("ears", f"{requirement.id} follows none of the five patterns.", place=document.place(requirement.line, requirement.id),
                look=f"Nearest is “{nearest_pattern(requirement.text).name}”: {nearest_pattern(requirement.text).example}")
        for requirement in unmatched
    )  # fmt: skip
    if not requirements:
        return failed("ears", "There is no requirement to read.", "Begin each with its id, such as R1.")
    share = (len(requirements) - len(unmatched)) / len(requirements)
    return Result(min(1.0, share / FULL_EARS), findings if share < FULL_EARS else ())


@check(
    "No weak words",
    "“Fast” cannot be tested, so three engineers build three things.",
    "About four in ten such flags are wrong (Smella: precision 59 %). Keep a word with a reason where it is right.",
)
def weak(document: Document, settings: dict) -> Result:
    """No weak word in a requirement, unless a comment keeps it: <!-- keep fast: reason -->."""
    requirements = document.requirements
    findings, spoiled = [], set()
    for requirement in requirements:
        for word in weak_words(requirement.text):
            if is_kept(document, word):
                continue
            spoiled.add(requirement.id)
            findings.append(
                Finding("weak", f"“{word.word}” in {requirement.id} cannot be tested ({word.rule}).", look=word.advice,
                        place=document.place(requirement.line, word.word))
            )  # fmt: skip
    if not requirements:
        return failed("weak", "There is no requirement to read.", "Begin each with its id, such as R1.")
    return partial_credit(len(requirements) - len(spoiled), len(requirements), tuple(findings))


@check(
    "Quality in numbers",
    "Fast for whom, at what load, measured how? Four parts make a quality requirement testable.",
    "Any number passes: whether 500 ms is right for the case, only a person says.",
)
def measurable(document: Document, settings: dict) -> Result:
    """At least ``least`` lines N1, N2, … with quantity and unit, a percentile or period, and a condition."""
    requirements = quality(document)
    findings, complete_count = [], 0
    for requirement in requirements:
        missing = [
            part
            for part, pattern in (("a number with a unit", UNIT), ("a percentile or a period", PERIOD),
                                 ("the condition or load", CONDITION))
            if not pattern.search(requirement.text)
        ]  # fmt: skip
        complete_count += not missing
        if missing:
            findings.append(Finding("measurable", f"{requirement.id} lacks {listing(missing)}.",
                                    look="Fast for whom, at what load, measured how?",
                                    place=document.place(requirement.line, requirement.id)))  # fmt: skip
    if len(requirements) < settings["least"]:
        findings.append(Finding("measurable", f"{quantity(len(requirements), 'quality requirement')}, {settings['least']} are asked for.",
                                look="Begin each with N1, N2, …"))  # fmt: skip
    return partial_credit(complete_count, max(settings["least"], len(requirements)), tuple(findings))


@check(
    "When things go wrong",
    "Most of what a customer remembers happens when something does not answer.",
    "It counts sentences that begin with If. Which failure matters most, it does not know.",
)
def unwanted(document: Document, settings: dict) -> Result:
    """At least ``least`` requirements of the form “If …, then the … shall …”."""
    requirements = [
        requirement
        for requirement in document.requirements
        if (ears := ears_pattern(requirement.text)) and ears.begins == "If"
    ]
    findings = ()
    if len(requirements) < settings["least"]:
        findings = (
            Finding("unwanted", f"{quantity(len(requirements), 'requirement')} of the form “If …” {'says' if len(requirements) == 1 else 'say'} what happens when something fails, "
                    f"{settings['least']} are asked for.", look="What if the bank does not answer?"),
        )  # fmt: skip
    return partial_credit(len(requirements), settings["least"], findings)
