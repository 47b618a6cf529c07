"""Do the parts of a specification belong together: one matter in all of them, and no criterion that nothing asks for?"""

from __future__ import annotations

import re

from course.grade.criteria import CriteriaProblem, Scenario
from course.grade.document.check import Result, check, listing, partial_credit
from course.grade.document.checks.acceptance import DEEDS, is_exercised, outcomes, scenarios, unreadable
from course.grade.document.checks.requirements import nothing_to_read
from course.grade.document.checks.structure import find_section
from course.grade.document.demands import functional
from course.grade.document.parse import EVIDENCE, Document
from course.verdict import Finding

HALF = 0.5


@check(
    "All parts are about the same thing",
    "Criteria that test something else than the requirements, or a problem that the goals do not know, help nobody to build.",
    "It compares words and what the scenarios observe. Whether the parts fit together in the end, only a person sees.",
)
def one_matter(document: Document, settings: dict) -> Result:
    """Each of ``sections`` speaks of one of the ``topics``; half of the requirements do, and scenarios exercise half of them.

    ``topics`` is a list of regular expressions. Evidence in brackets is not read for it.
    """
    every, parsed = functional(document, settings), _readable(document)
    if not every:
        return nothing_to_read(document, settings)
    on_topic = [requirement for requirement in every if _speaks(requirement.text, settings["topics"])]
    exercised = [requirement for requirement in every if is_exercised(requirement, parsed)]
    silent = [name for name in settings["sections"] if not _section_speaks(document, settings, name)]
    problems = [f"“{name}” does not speak of what the specification is about." for name in silent]
    if len(on_topic) < HALF * len(every):
        problems.append(f"{len(on_topic)} of {len(every)} requirements are about the task, half of them should be.")
    if len(exercised) < HALF * len(every):
        problems.append(
            f"The scenarios exercise {len(exercised)} of {len(every)} requirements, half of them should be."
        )
    findings = tuple(Finding("one_matter", problem, look="Look at the task again: who is harmed, by what, and what is to change?")
                     for problem in problems)  # fmt: skip
    possible = len(settings["sections"]) + 2
    return partial_credit(possible - len(problems), possible, findings)


def _readable(document: Document) -> tuple[Scenario, ...]:
    try:
        return scenarios(document)
    except CriteriaProblem:
        return ()


def _section_speaks(document: Document, settings: dict, name: str) -> bool:
    section = find_section(document, settings, name)
    return section is None or _speaks(EVIDENCE.sub(" ", document.prose(section)), settings["topics"])


def _speaks(text: str, topics: list[str]) -> bool:
    return any(re.search(topic, text, re.IGNORECASE) for topic in topics)


@check(
    "What is tested was asked for",
    "A criterion that no requirement asks for, or that contradicts one, stops the team on the first day.",
    "It compares what the scenarios look at with the words of the requirements.",
)
def asked_for(document: Document, settings: dict) -> Result:
    """Whatever the scenarios observe, such as an answer “conflict”, is what some requirement says."""
    every, parsed = functional(document, settings), _readable(document)
    if not every or not parsed:
        return nothing_to_read(document, settings) if not every else unreadable(document)
    observed = " ".join(map(outcomes, parsed))
    deeds = [(match[0], said) for seen, said in DEEDS.items() if (match := re.search(seen, observed, re.IGNORECASE))]
    unasked = [word for word, said in deeds if not any(_speaks(requirement.text, [said]) for requirement in every)]
    findings = (Finding("asked_for", f"Scenarios expect {listing([f'“{word}”' for word in unasked])}, and no requirement says so.",
                        look="Write the requirement, or correct the scenario."),) if unasked else ()  # fmt: skip
    return partial_credit(len(deeds) - 2 * len(unasked), len(deeds), findings)
