"""Checks of acceptance criteria: can they be read, do they cover the requirements, do they stop wrong services?"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, repeat

from course.grade.count import agree, quantity
from course.grade.criteria import CriteriaProblem, Failure, Scenario, read_what_can_be_read, run_criteria
from course.grade.criteria.run import MANUAL
from course.grade.criteria.service import ANSWERS, CAPTURED, PENDING, SILENT
from course.grade.document.check import UNREAD, Result, check, listing, partial_credit, unread
from course.grade.document.checks.requirements import nothing_to_read
from course.grade.document.demands import Requirement, functional, requirements, stems
from course.grade.document.parse import Document, Fence
from course.verdict import Finding

MOST_FENCES = 12
BEGINS = re.compile(r"^\s*(?:Scenario|Feature)\b.*:", re.MULTILINE)
EVERYWHERE = frozenset("pay shall must servi merch custo payme when been".split())
TAG = re.compile(r"(?:FR|NFR|REQ|QR|[RNQ])[-_ ]?\d+")
DEEDS = {  # what scenarios of the payment service observe, and how a requirement says it
    r"\bconflict": r"\bconflict|refuse|another amount",
    r"\brejected": r"\breject|zero",
    r"\bpending": r"\bpending|nobody knows|does not answer|silent|no answer",
    r"\bin review\b|\bperson decides\b": r"\breview|\bperson\b|\bdeadline\b|\bdecid|\bby hand\b|\bon[- ]call\b",
    r"\bunavailable": r"\bunavailable|\bdown\b|no acquirer",
    r"\bnotified\b": r"\bnotif|\binform|webhook|\btell|\bhear|\bevent",
    r"\bcharged once|has paid\b": r"\bcharge|\bcaptur|\bfirst (?:answer|reply|response|result)|\bonce\b|\bone time\b",
}
FEWEST_SHARED, FULL_TRACE = 2, 0.6
EDGE = re.compile(
    r"€\s*0(?:\.0+)?\b|\bis down\b|does not answer|\bconflict\b|\brejected\b|\bpending\b|\bunavailable\b|\bnever\b|\bnot (?:charged|notified)\b|\bnobody\b|"
    r"\bagain\b|\btwice\b|\b(?:another|other|second) merchant\b|\bin review\b|\berror\b|\btimes? out\b|\bhas charged\b|\bexpired\b|\blimit\b|\binvalid\b", re.IGNORECASE
)  # fmt: skip
OBSERVABLE = re.compile(
    r"\d|[\"“'‘][^\"“”'‘’]+[\"”'’]|\b(?:once|twice|never|nothing|not charged|not notified|nobody is (?:charged|notified)|answer is \w+|person decides)\b"
)


def fences(document: Document) -> tuple[Fence, ...]:
    """The blocks of criteria: those that name the language, and those without any that begin a scenario."""
    return tuple(
        fence
        for fence in document.fences
        if fence.language in ("gherkin", "cucumber", "feature") or (not fence.language and BEGINS.search(fence.text))
    )


def scenarios(document: Document) -> tuple[Scenario, ...]:
    """All scenarios that can be read; their lines are those of the document. Raises CriteriaProblem if there are none."""
    return _read(document)[0]


def _read(document: Document) -> tuple[tuple[Scenario, ...], tuple[CriteriaProblem, ...]]:
    """The scenarios that can be read, and what is wrong with the others. Raises CriteriaProblem if none can be."""
    result, problems, fenced = [], [], fences(document)
    if len(fenced) > MOST_FENCES:
        raise CriteriaProblem(
            f"{len(fenced)} blocks of criteria are too many to run. Put them into one.", fenced[0].line
        )
    for fence in fenced:
        try:
            readable, unread = read_what_can_be_read(fence.text)
        except CriteriaProblem as problem:
            raise CriteriaProblem(str(problem), fence.line + problem.line) from problem
        result += [_shift_lines(scenario, fence.line) for scenario in readable]
        problems += [CriteriaProblem(str(problem), fence.line + problem.line, problem.look) for problem in unread]
    if problems and not result:
        raise problems[0]
    return tuple(result), tuple(problems)


def _shift_lines(scenario: Scenario, lines: int) -> Scenario:
    steps = tuple(replace(step, line=step.line + lines) for step in scenario.steps)
    return replace(scenario, steps=steps, line=scenario.line + lines)


def unreadable(document: Document, problem: CriteriaProblem | None = None) -> Result:
    """The result of every check that cannot read the criteria."""
    if problem:
        return unread(str(problem), problem.look, document.place(problem.line))
    if fenced := fences(document):
        return unread("The block of criteria holds no scenario.", "One begins with a line such as “Scenario: A repeat”.",
                      document.place(fenced[0].line))  # fmt: skip
    return unread(
        "There are no acceptance criteria to read.",
        "Put them into a fenced block that names the language gherkin.",
    )


@check(
    "Criteria that can be read by a machine",
    "Context, one action, a result that can be seen: then an engineer and a tester read the same thing.",
    "It sees the form of a scenario, not whether the scenario matters.",
)
def gherkin(document: Document, settings: dict) -> Result:
    """Every scenario has a Given or a background, exactly one When, and a Then with a value that can be seen."""
    try:
        parsed = scenarios(document)
    except CriteriaProblem as problem:
        return unreadable(document, problem)
    if not parsed:
        return unreadable(document)
    findings = tuple(
        Finding("gherkin", f"Scenario “{scenario.name}” {reason}.", place=document.place(scenario.line))
        for scenario in parsed
        if (reason := _form_problem(scenario, settings.get("context", True)))
    )
    good, least = len(parsed) - len(findings), settings.get("least", 1)
    if len(parsed) < least:
        findings += (Finding("gherkin", f"{quantity(len(parsed), 'scenario')}, {least} are asked for."),)
    return partial_credit(good, max(len(parsed), least), findings)


def _form_problem(scenario: Scenario, context: bool) -> str:
    kinds = [step.kind for step in scenario.steps]
    outcomes = [step.text for step in scenario.steps if step.kind == "Outcome"]
    if context and "Context" not in kinds:
        return "has no Given: where does it start"
    if kinds.count("Action") != 1:
        return f"has {kinds.count('Action')} actions, a scenario has one When"
    if MANUAL not in scenario.tags and not any(OBSERVABLE.search(text) for text in outcomes):
        return "ends without a value that somebody can look up"
    return ""


@check(
    "Each requirement is tested",
    "A requirement without a scenario is built on trust.",
    "It compares tags such as @R1, or without any tags the words of both. Whether the scenario tests what R1 says, only running "
    "it shows.",
)
def traceability(document: Document, settings: dict) -> Result:
    """Each functional requirement has a scenario: by its tag, as @R1, or without any tags because both say the same.

    A tag must name a requirement that exists, and whose words are in the scenario. Without tags, three in five are enough.
    """
    try:
        parsed = scenarios(document)
    except CriteriaProblem as problem:
        return unreadable(document, problem)
    every = functional(document, settings)
    if not every:
        return nothing_to_read(document, settings)
    if any(TAG.fullmatch(tag) for scenario in parsed for tag in scenario.tags):
        return _by_tags(document, settings, every, parsed)
    untested = [requirement for requirement in every if not is_exercised(requirement, parsed)]
    share = (len(every) - len(untested)) / len(every)
    if share >= FULL_TRACE:
        return partial_credit(1, 1, ())
    finding = Finding("traceability", f"No scenario tests {listing([requirement.label for requirement in untested])}.",
                      look="Write one for it, and its id as a tag above, such as @R1.")  # fmt: skip
    return Result(share / FULL_TRACE, (finding,))


def _by_tags(
    document: Document, settings: dict, every: tuple[Requirement, ...], parsed: tuple[Scenario, ...]
) -> Result:
    known_ids = {plain_id(requirement.id) for requirement in requirements(document, settings)}
    tagged = {plain_id(tag): tag for scenario in parsed for tag in scenario.tags if TAG.fullmatch(tag)}
    untagged = [requirement.id for requirement in every if plain_id(requirement.id) not in tagged]
    unknown_tags = sorted(tag for id, tag in tagged.items() if id not in known_ids)
    unrelated = [
        requirement
        for requirement in every
        if plain_id(requirement.id) in tagged and not _is_about(requirement, parsed)
    ]
    findings = [
        Finding("traceability", f"{requirement.id} and the scenario that carries its tag share no word.",
                look=f"Does the scenario test what {requirement.id} says?", place=document.place(requirement.line, requirement.id))
        for requirement in unrelated
    ]  # fmt: skip
    if untagged:
        findings.append(Finding("traceability", f"No scenario is tagged with {listing(untagged)}.",
                                look=f"Write @{untagged[0]} above the scenario that tests it."))  # fmt: skip
    if unknown_tags:
        findings.append(
            Finding("traceability", f"Scenarios are tagged with {listing(unknown_tags)}, which no requirement is.")
        )
    lost_count = len(untagged) + len(unknown_tags) + len(unrelated)
    return partial_credit(len(every) - lost_count, len(every), tuple(findings))


def plain_id(id: str) -> str:
    """An id without what joins its parts.

    >>> plain_id("FR-1")
    'FR1'
    """
    return re.sub(r"[^A-Z0-9]", "", id.upper())


def _is_about(requirement: Requirement, tagged: tuple[Scenario, ...]) -> bool:
    """Whether a scenario tagged with a requirement shares a word with it that is not in every text about payments."""
    words = stems(requirement.text) - EVERYWHERE
    return any(
        words & stems(text_of(scenario))
        for scenario in tagged
        if plain_id(requirement.id) in map(plain_id, scenario.tags)
    )


def text_of(scenario: Scenario) -> str:
    return " ".join([scenario.name, *(step.text for step in scenario.steps)])


def outcomes(scenario: Scenario) -> str:
    return " ".join(step.text for step in scenario.steps if step.kind == "Outcome")


def is_exercised(requirement: Requirement, parsed: tuple[Scenario, ...]) -> bool:
    """Whether a scenario observes what a requirement demands: the same answer or deed, or else several of its words."""
    words = stems(requirement.text) - EVERYWHERE
    return any(
        len(words & stems(text_of(scenario))) >= FEWEST_SHARED
        or any(re.search(seen, outcomes(scenario), re.I) and re.search(said, requirement.text, re.I) for seen, said in DEEDS.items())
        for scenario in parsed
    )  # fmt: skip


@check(
    "Not only sunny days",
    "Customers meet the edges: nothing, twice, too late, no answer.",
    "It looks for words that edges bring with them.",
)
def edge_cases(document: Document, settings: dict) -> Result:
    """At least a third of the scenarios are negative or at a boundary."""
    try:
        parsed = scenarios(document)
    except CriteriaProblem as problem:
        return unreadable(document, problem)
    edges = [scenario for scenario in parsed if EDGE.search(text_of(scenario))]
    needed_count = -(-len(parsed) // 3)
    if parsed and len(edges) >= needed_count:
        return partial_credit(1, 1, ())
    return Result(len(edges) / needed_count if needed_count else 0.0, (
        Finding("edge_cases", f"{len(edges)} of {len(parsed)} scenarios are about an edge, a third is asked for.",
                look="What if nobody answers, the amount is zero, the same request comes twice?"),
    ))  # fmt: skip


@check(
    "Criteria that stop wrong services",
    "The criteria run against a right payment service and ten wrong ones. This is the one check that touches meaning.",
    "It knows ten ways to be wrong. There are more.",
)
def executed(document: Document, settings: dict) -> Result:
    """The right service passes all scenarios; each wrong one that fails a scenario counts, and ``needed`` of them earn all points.

    Scenarios with a line that cannot be read are not run. Of the points they cost their share.
    """
    try:
        parsed, problems = _read(document)
    except CriteriaProblem as problem:
        return unreadable(document, problem)
    if not parsed:
        return unreadable(document)
    trial = run_criteria(parsed)
    if trial.unread and not trial.run_count and not problems:
        return unreadable(document, trial.unread[0][1])
    unread_findings = _unread_findings(document, trial.unread, problems)
    if trial.refused:
        findings = tuple(
            Finding("executed", f"“{refusal.scenario}” refuses the right service: at “{refusal.step}”, {refusal.seen}.",
                    look=_refused_look(refusal), place=_on_line(document, refusal.line, refusal.step))
            for refusal in trial.refused
        )  # fmt: skip
        return Result(0.0, (*findings, *unread_findings))
    total = trial.killed + len(trial.survivors)
    openings = chain(
        [f"{trial.killed} of {total} wrong services are stopped. One that gets through"], repeat("Another one")
    )
    findings = tuple(
        Finding("executed", f"{opening} {survivor.does}.", look=survivor.harm)
        for opening, survivor in zip(openings, trial.survivors, strict=False)
    )
    unread_count = len(trial.unread) + len(problems)
    run_share = trial.run_count / max(1, trial.run_count + unread_count)
    share = min(1.0, trial.killed * run_share / settings.get("needed", total))
    return Result(share, (*findings, *unread_findings))


def _unread_findings(
    document: Document,
    unread_scenarios: tuple[tuple[Scenario, CriteriaProblem], ...],
    problems: tuple[CriteriaProblem, ...],
) -> list[Finding]:
    """A finding for each line that cannot be read: which scenario is not run for it, once for a line of the background."""
    names: dict[int, tuple[CriteriaProblem, list[str]]] = {}
    for scenario, problem in unread_scenarios:
        names.setdefault(problem.line, (problem, []))[1].append(f"“{scenario.name}”")
    findings = [
        Finding(UNREAD, str(problem), f"{listing(skipped)} {agree(len(skipped))} not run, the others are.",
                "" if MANUAL in problem.look else problem.look, place=_on_line(document, problem.line, ""))
        for problem, skipped in names.values()
    ]  # fmt: skip
    return findings + [
        Finding(UNREAD, str(problem), "Its scenario is not run, the others are.", problem.look, place=_on_line(document, problem.line, ""))
        for problem in problems
    ]  # fmt: skip


def _on_line(document: Document, line: int, part: str) -> tuple[int, int]:
    """Where a part of a line is; the whole line if it does not say so, as in an outline."""
    line = min(line, len(document.lines) - 1)
    return document.place(line, part if part in document.lines[line] else "")


def _refused_look(refusal: Failure) -> str:
    if CAPTURED in refusal.seen and refusal.repeated:
        return "A repeat gets the first answer, and nothing is charged."
    if refusal.seen == f"the payment is “{PENDING}”":
        return _pending_look(refusal)
    if refusal.seen == "the payment is “none”":
        return "No payment was made in this scenario: let the merchant charge before."
    return "Look at what the service promises, and correct the outcome."


def _pending_look(refusal: Failure) -> str:
    """Why a payment is still pending: nobody has answered yet, only afterwards, or no time has passed."""
    if refusal.acquirer == ANSWERS and refusal.waited:
        return "The acquirer answers only after the time has passed. Write that it answers before the time passes."
    if refusal.acquirer == ANSWERS:
        return "The service looks a pending payment up while time passes: say how much has passed."
    state = "silent" if refusal.acquirer == SILENT else "down"
    return (
        f"In this scenario the acquirer is still {state}, so the look-up hears nothing. Before the time passes, write "
        "“And the acquirer answers”."
    )
