"""Can every requirement be built and tested by somebody who was not in the room?"""

from __future__ import annotations

import re
from collections import Counter

from course.grade.count import quantity
from course.grade.document.check import Result, check, failed, listing, partial_credit, unread
from course.grade.document.demands import SHALL, Requirement, functional, quality, requirements, says_nothing
from course.grade.document.lexicon import WeakWord, ears_pattern, nearest_pattern, weak_words
from course.grade.document.parse import Document
from course.verdict import Finding

FULL_EARS = 0.8
PASSIVE = re.compile(
    r"\b(?:shall|must) (?:always |then |also )?be (?:\w+ly )?(?:\w+(?:ed|en)|told|sent|paid|kept|made|written)\b(?![^.]*\bby\b)",
    re.IGNORECASE,
)
NO_IDS = 0.6  # of the points for requirements without ids
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


def is_kept(document: Document, weak: WeakWord) -> bool:
    """Whether a comment keeps a weak word and gives a reason of at least three words."""
    return len(document.kept_words.get(weak.word.lower(), "").split()) >= FEWEST_WORDS


def nothing_to_read(document: Document, settings: dict) -> Result:
    """The result of every check that finds no requirement that says something."""
    if any(not requirement.is_quality for requirement in requirements(document, settings)):
        return failed(
            "requirements", "No requirement says more than its own words.", "What can somebody see afterwards?"
        )
    return unread(
        "I could not read any requirement.",
        "Put them below a heading “Requirements”, each with an id and one “shall”: “R1 When …, the Pay service shall …”.",
    )


def _at(document: Document, requirement: Requirement) -> tuple[int, int]:
    return document.place(requirement.line, requirement.id if requirement.is_named else "")


@check(
    "Ids, one requirement each",
    "An id is how a test, a ticket and a reviewer point at the same sentence.",
    "Two demands joined by a comma, without a second “shall”, are not seen.",
)
def singular(document: Document, settings: dict) -> Result:
    """At least ``least`` requirements that say something, each with an id of its own and exactly one “shall”."""
    every = [requirement for requirement in requirements(document, settings) if not requirement.is_quality]
    if not every:
        return nothing_to_read(document, settings)
    problems = {requirement: _flaw(requirement) for requirement in every}
    findings = [Finding("singular", f"{requirement.label} {flaw[0]}", look=flaw[1], place=_at(document, requirement))
                for requirement, flaw in problems.items() if flaw]  # fmt: skip
    counts = Counter(requirement.id for requirement in requirements(document, settings) if requirement.is_named)
    repeated = [id for id, count in counts.items() if count > 1]
    findings = [Finding("singular", f"{id} is there twice.", look="Number on, so that each has an id of its own.")
                for id in repeated] + findings  # fmt: skip
    if not any(requirement.is_named for requirement in every):
        findings.append(Finding("singular", "The requirements have no ids.", look="Begin each with its own: R1, R2, …",
                                place=_at(document, every[0])))  # fmt: skip
    good = sum(1 for flaw in problems.values() if not flaw) - len(repeated)
    if len(every) < settings["least"]:
        findings.append(Finding("singular", f"{quantity(len(every), 'requirement')}, {settings['least']} are asked for.",
                                look="Begin each with its id: “R1 When …, the … shall …”."))  # fmt: skip
    possible = max(settings["least"], len(every))
    named = 1.0 if any(requirement.is_named for requirement in every) else NO_IDS
    return Result(min(1.0, max(0, good) / possible) * named, tuple(findings))


def _flaw(requirement: Requirement) -> tuple[str, str] | None:
    """What is wrong with a requirement as a sentence, and what to do; None if nothing is."""
    count = len(SHALL.findall(requirement.text))
    if count > 1:
        return f"contains {count} requirements.", "Split it."
    if not count:
        return "has no “shall”.", "Say who shall do what."
    if says_nothing(requirement.text):
        return "only says its own words again, or what fits every system.", "What can somebody see afterwards?"
    return None


@check(
    "One of five patterns",
    "EARS: trigger first, then who, then what. A reader sees at once when a rule holds.",
    "It sees the form of the sentence, not whether the trigger is the right one.",
)
def ears(document: Document, settings: dict) -> Result:
    """The share of functional requirements in an EARS pattern; 80% earn all points."""
    every = functional(document, settings)
    unmatched = [requirement for requirement in every if not ears_pattern(requirement.text)]
    findings = tuple(
        Finding("ears", *_pattern_problem(requirement), place=_at(document, requirement)) for requirement in unmatched
    )  # fmt: skip
    if not every:
        return nothing_to_read(document, settings)
    share = (len(every) - len(unmatched)) / len(every)
    return Result(min(1.0, share / FULL_EARS), findings if share < FULL_EARS else ())


def _pattern_problem(requirement: Requirement) -> tuple[str, str, str]:
    """Why a requirement follows no pattern, what was expected, and what to do: one in the passive names nobody."""
    if match := PASSIVE.search(requirement.text):
        return (
            f"{requirement.label} does not say who does it: “{match[0]}” names nobody.",
            "",
            "Begin with the one who acts: “The Pay service shall …”.",
        )
    nearest = nearest_pattern(requirement.text)
    return (
        f"{requirement.label} follows none of the five patterns.",
        "",
        f"The nearest begins with “{nearest.begins}”: {nearest.example}",
    )


@check(
    "No weak words",
    "“Fast” cannot be tested, so three engineers build three things.",
    "About four in ten such flags are wrong (Smella: precision 59%). Keep a word with a reason where it is right.",
)
def weak(document: Document, settings: dict) -> Result:
    """No weak word in a requirement, unless a comment keeps it: <!-- keep fast: reason -->."""
    every = (*functional(document, settings), *quality(document, settings))
    findings, spoiled = [], set()
    for requirement in every:
        for word in weak_words(requirement.text):
            if is_kept(document, word):
                continue
            spoiled.add(requirement)
            findings.append(
                Finding("weak", f"“{word.word}” in {requirement.label} cannot be tested ({word.rule}).", look=word.advice,
                        place=document.place(requirement.line, word.word))
            )  # fmt: skip
    if not every:
        return nothing_to_read(document, settings)
    return partial_credit(len(every) - len(spoiled), len(every), tuple(findings))


@check(
    "Quality in numbers",
    "Fast for whom, at what load, measured how? Four parts make a quality requirement testable.",
    "Any number passes: whether 500 ms is right for the case, only a person says.",
)
def measurable(document: Document, settings: dict) -> Result:
    """At least ``least`` quality requirements with quantity and unit, a percentile or period, and a condition."""
    every = quality(document, settings)
    findings, complete_count = [], 0
    for requirement in every:
        missing = [
            part
            for part, pattern in (("a number with a unit", UNIT), ("a percentile or a period", PERIOD),
                                 ("the condition or load", CONDITION))
            if not pattern.search(requirement.text)
        ]  # fmt: skip
        complete_count += not missing
        if missing:
            findings.append(Finding("measurable", f"{requirement.label} lacks {listing(missing)}.",
                                    look="Fast for whom, at what load, measured how?", place=_at(document, requirement)))  # fmt: skip
    if len(every) < settings["least"]:
        findings.append(Finding("measurable", f"{quantity(len(every), 'quality requirement')}, {settings['least']} are asked for.",
                                look="Begin each with N1, N2, …"))  # fmt: skip
    return partial_credit(complete_count, max(settings["least"], len(every)), tuple(findings))


@check(
    "When things go wrong",
    "Most of what a customer remembers happens when something does not answer.",
    "It counts sentences that begin with If. Which failure matters most, it does not know.",
)
def unwanted(document: Document, settings: dict) -> Result:
    """At least ``least`` requirements of the form “If …, then the … shall …”."""
    every = (*functional(document, settings), *quality(document, settings))
    if not every:
        return nothing_to_read(document, settings)
    failures = [
        requirement for requirement in every if (form := ears_pattern(requirement.text)) and form.begins == "If"
    ]
    findings = ()
    if len(failures) < settings["least"]:
        findings = (
            Finding("unwanted", f"{quantity(len(failures), 'requirement')} of the form “If …” {'says' if len(failures) == 1 else 'say'} what happens when something fails, "
                    f"{settings['least']} are asked for.", look="What if the bank does not answer?"),
        )  # fmt: skip
    return partial_credit(len(failures), settings["least"], findings)
