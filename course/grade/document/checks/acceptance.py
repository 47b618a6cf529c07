"""Are the acceptance criteria criteria: can they be read, do they cover the requirements, do they stop wrong services."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, repeat

from course.grade.criteria import CriteriaProblem, Scenario, read_scenarios, run_criteria
from course.grade.criteria.service import CAPTURED
from course.grade.document.check import Result, check, counted, failed, listed, shared
from course.grade.document.checks.structure import STOP_WORDS
from course.grade.document.parse import Document, Fence, Requirement
from course.verdict import Finding

MOST_FENCES = 12
WORD = re.compile(r"[^\W\d_]{3,}")
STEM = 5  # letters: charged, charges and charge are one word
EVERYWHERE = STOP_WORDS | frozenset("pay shall must servi merch custo payme when each every all any been".split())
EDGE = re.compile(
    r"€\s*0(?:\.0+)?\b|\bis down\b|does not answer|\bconflict\b|\brejected\b|\bpending\b|\bunavailable\b|\bnever\b|"
    r"\bagain\b|\btwice\b|\berror\b|\btimes? out\b|\bhas charged\b|\bexpired\b|\blimit\b|\binvalid\b", re.IGNORECASE
)  # fmt: skip
OBSERVABLE = re.compile(
    r"\d|[\"“'‘][^\"“”'‘’]+[\"”'’]|\b(?:once|twice|never|nothing|not charged|not notified|answer is \w+)\b"
)


def fences(document: Document) -> tuple[Fence, ...]:
    return tuple(fence for fence in document.fences if fence.language in ("gherkin", "cucumber", "feature"))


def scenarios(document: Document) -> tuple[Scenario, ...]:
    """All scenarios; their lines are those of the document. Raises CriteriaProblem."""
    found, fenced = [], fences(document)
    if len(fenced) > MOST_FENCES:
        raise CriteriaProblem(
            f"{len(fenced)} blocks of criteria are too many to run. Put them into one.", fenced[0].line
        )
    for fence in fenced:
        try:
            found += [_moved(one, fence.line) for one in read_scenarios(fence.text)]
        except CriteriaProblem as problem:
            raise CriteriaProblem(str(problem), fence.line + problem.line) from problem
    return tuple(found)


def _moved(scenario: Scenario, lines: int) -> Scenario:
    steps = tuple(replace(step, line=step.line + lines) for step in scenario.steps)
    return replace(scenario, steps=steps, line=scenario.line + lines)


def _unreadable(name: str, document: Document, problem: CriteriaProblem | None = None) -> Result:
    if problem:
        return failed(name, str(problem), problem.look, document.place(problem.line))
    if fenced := fences(document):
        return failed(name, "The block of criteria holds no scenario.", "One begins with a line such as “Scenario: A repeat”.",
                      document.place(fenced[0].line))  # fmt: skip
    return failed(
        name,
        "There are no acceptance criteria to read.",
        "Put them into a fenced block that names the language gherkin.",
    )


@check(
    "Criteria that can be read by a machine",
    "Context, one action, a result that can be seen: then an engineer and a tester read the same thing.",
    "It sees the form of a scenario, not whether the scenario matters.",
)
def gherkin(document: Document, told: dict) -> Result:
    """Every scenario has a Given or a background, exactly one When, and a Then with a value that can be seen."""
    try:
        found = scenarios(document)
    except CriteriaProblem as problem:
        return _unreadable("gherkin", document, problem)
    if not found:
        return _unreadable("gherkin", document)
    findings = tuple(
        Finding("gherkin", f"Scenario “{one.name}” {reason}.", place=document.place(one.line))
        for one in found
        if (reason := _malformed(one, told.get("context", True)))
    )
    good, least = len(found) - len(findings), told.get("least", 1)
    if len(found) < least:
        findings += (Finding("gherkin", f"{counted(len(found), 'scenario')}, {least} are asked for."),)
    return shared(good, max(len(found), least), findings)


def _malformed(scenario: Scenario, context: bool) -> str:
    kinds = [step.kind for step in scenario.steps]
    outcomes = [step.text for step in scenario.steps if step.kind == "Outcome"]
    if context and "Context" not in kinds:
        return "has no Given: where does it start"
    if kinds.count("Action") != 1:
        return f"has {kinds.count('Action')} actions, a scenario has one When"
    if not any(OBSERVABLE.search(text) for text in outcomes):
        return "ends without a value that somebody can look up"
    return ""


@check(
    "Each requirement is tested",
    "A requirement without a scenario is built on trust.",
    "It compares tags such as @R1, and sees whether both texts share a word at all. Whether the scenario tests what R1 says, "
    "only running it shows.",
)
def traceability(document: Document, told: dict) -> Result:
    """Each R is a tag of a scenario that shares a word with it, and no tag names a requirement that does not exist."""
    try:
        found = scenarios(document)
    except CriteriaProblem as problem:
        return _unreadable("traceability", document, problem)
    tagged = {tag for one in found for tag in one.tags if re.fullmatch(r"[RN]\d+", tag)}
    ids = [one.id for one in document.requirements if one.id.startswith("R")]
    known = {one.id for one in document.requirements}
    if not ids:
        return failed("traceability", "There are no requirements to trace.", "Begin each with its id, such as R1.")
    bare = [id for id in dict.fromkeys(ids) if id not in tagged]
    orphans = sorted(tagged - known)
    strangers = [one for one in document.requirements if one.id in tagged and not _is_about(one, found)]
    findings = [
        Finding("traceability", f"{one.id} and the scenario that carries its tag share no word.",
                look=f"Does the scenario test what {one.id} says?", place=document.place(one.line, one.id))
        for one in strangers
    ]  # fmt: skip
    if bare:
        findings.append(Finding("traceability", f"No scenario is tagged with {listed(bare)}.",
                                look=f"Write @{bare[0]} above the scenario that tests it."))  # fmt: skip
    if orphans:
        findings.append(
            Finding("traceability", f"Scenarios are tagged with {listed(orphans)}, which no requirement is.")
        )
    lost = len(bare) + len(orphans) + len({one.id for one in strangers if one.id in ids})
    return shared(len(set(ids)) - lost, len(set(ids)), tuple(findings))


def _is_about(requirement: Requirement, found: tuple[Scenario, ...]) -> bool:
    """Whether a scenario with the tag of a requirement shares a word with it that not every payment brings along."""
    own = _stems(requirement.text)
    return any(
        own & _stems(" ".join([one.name, *(step.text for step in one.steps)]))
        for one in found
        if requirement.id in one.tags
    )


def _stems(text: str) -> set[str]:
    return {word.lower()[:STEM] for word in WORD.findall(text)} - EVERYWHERE


@check(
    "Not only sunny days",
    "Customers meet the edges: nothing, twice, too late, no answer.",
    "It looks for words that edges bring with them.",
)
def edge_cases(document: Document, told: dict) -> Result:
    """At least a third of the scenarios are negative or at a boundary."""
    try:
        found = scenarios(document)
    except CriteriaProblem as problem:
        return _unreadable("edge_cases", document, problem)
    edges = [one for one in found if EDGE.search(" ".join([one.name, *(step.text for step in one.steps)]))]
    wanted = -(-len(found) // 3)
    if found and len(edges) >= wanted:
        return shared(1, 1, ())
    return Result(len(edges) / wanted if wanted else 0.0, (
        Finding("edge_cases", f"{len(edges)} of {len(found)} scenarios are about an edge, a third is asked for.",
                look="What if nobody answers, the amount is zero, the same request comes twice?"),
    ))  # fmt: skip


@check(
    "Criteria that stop wrong services",
    "The criteria run against a right payment service and seven wrong ones. This is the one check that touches meaning.",
    "It knows seven ways to be wrong. There are more.",
)
def executed(document: Document, told: dict) -> Result:
    """The right service passes all scenarios; each wrong one that fails some scenario counts, ``needed`` make full."""
    try:
        found = scenarios(document)
        trial = run_criteria(found)
    except CriteriaProblem as problem:
        return _unreadable("executed", document, problem)
    if not found:
        return _unreadable("executed", document)
    if trial.refused:
        findings = tuple(
            Finding("executed", f"“{one.scenario}” refuses the right service: at “{one.step}”, {one.seen}.",
                    look=_refused_look(one.seen), place=document.place(0, one.step))
            for one in trial.refused
        )  # fmt: skip
        return Result(0.0, findings)
    total = trial.killed + len(trial.survivors)
    heads = chain(
        [f"{trial.killed} of {total} wrong services are stopped. One that gets through"], repeat("Another one")
    )
    findings = tuple(
        Finding("executed", f"{head} {each.does}.", look=each.harm)
        for head, each in zip(heads, trial.survivors, strict=False)
    )
    share = min(1.0, trial.killed / told.get("needed", total))
    return Result(share, findings)


def _refused_look(seen: str) -> str:
    if CAPTURED in seen:
        return "A repeat gets the first answer, and nothing is charged."
    return "Look at what the service promises, and correct the outcome."
