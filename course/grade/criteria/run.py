"""Runs scenarios against the right service and the wrong ones: good criteria pass the one and stop the others."""

from __future__ import annotations

from dataclasses import dataclass

from course.grade.criteria.scenarios import CriteriaProblem, Scenario
from course.grade.criteria.service import ANSWERS, REPLIES, PayService
from course.grade.criteria.steps import MissingPart, World
from course.grade.criteria.wording import find_step, nearest_step, unknown_reply
from course.grade.criteria.wrong import WRONG, Wrong

LONGEST_QUOTED = 120
MANUAL = "manual"  # as testers tag what people try by hand


@dataclass(frozen=True)
class Failure:
    """A scenario that a service does not fulfil: which step, on which line, and what was seen instead.

    ``acquirer`` is its state at that moment, ``waited`` says whether time has passed before, and ``repeated`` whether there
    was more than one request.
    """

    scenario: str
    step: str
    line: int
    seen: str
    acquirer: str = ANSWERS
    waited: bool = False
    repeated: bool = False


@dataclass(frozen=True)
class Trial:
    """What the criteria are worth: failures of the right service, and which wrong ones were stopped or survived.

    ``stopped`` holds (wrong implementation, its first failure), ``unread`` the scenarios that could not be run, each
    with its problem, and ``run_count`` is the number of those that were.
    """

    refused: tuple[Failure, ...]
    stopped: tuple[tuple[Wrong, Failure], ...]
    survivors: tuple[Wrong, ...]
    unread: tuple[tuple[Scenario, CriteriaProblem], ...] = ()
    run_count: int = 0

    @property
    def killed(self) -> int:
        """How many wrong implementations are stopped; none while the right one is refused."""
        return 0 if self.refused else len(self.stopped)


def run_criteria(scenarios: tuple[Scenario, ...], wrong: tuple[Wrong, ...] = WRONG) -> Trial:
    """Try scenarios on every service, except those tagged @manual and those with a step that nobody can read."""
    automated = [scenario for scenario in scenarios if MANUAL not in scenario.tags]
    problems = [(scenario, problem) for scenario in automated if (problem := unread_step(scenario))]
    unread = {id(scenario) for scenario, _ in problems}
    readable = tuple(scenario for scenario in automated if id(scenario) not in unread)
    refused = tuple(failure for scenario in readable if (failure := failed_step(scenario, PayService())))
    results = [(implementation, _first_failure(readable, implementation)) for implementation in wrong]
    stopped = tuple((implementation, failure) for implementation, failure in results if failure)
    survivors = tuple(implementation for implementation, failure in results if not failure)
    return Trial(refused, stopped, survivors, tuple(problems), len(readable))


def unread_step(scenario: Scenario) -> CriteriaProblem | None:
    """The first step of a scenario that is none, or that leaves out what no step before has said; None if all can be run."""
    world = World(PayService())
    for step in scenario.steps:
        match = find_step(step.text)
        if match is None and (reply := unknown_reply(step.text)):
            return CriteriaProblem(
                f"The service never answers “{reply}”.", step.line, f"It answers {', '.join(REPLIES)}."
            )
        if match is None:
            return CriteriaProblem(
                f"No step reads “{step.text[:LONGEST_QUOTED]}”. The nearest one is: {nearest_step(step.text, step.kind).example}.",
                step.line,
                f"A scenario that people try by hand is tagged @{MANUAL}, and is not run.",
            )
        step_type, parts = match
        try:
            step_type.act(world, parts)
        except MissingPart as missing:
            return CriteriaProblem(f"“{step.text[:LONGEST_QUOTED]}” says no {missing}, and no step before it does.",
                                   step.line, missing.look)  # fmt: skip
    return None


def failed_step(scenario: Scenario, service: PayService) -> Failure | None:
    """The first step of a readable scenario that a fresh service does not fulfil."""
    world = World(service)
    for step in scenario.steps:
        step_type, parts = find_step(step.text)
        observation = step_type.act(world, parts)
        if observation:
            return Failure(
                scenario.name, step.text, step.line, observation, service.acquirer, world.waited, len(world.replies) > 1
            )
    return None


def _first_failure(scenarios: tuple[Scenario, ...], wrong: Wrong) -> Failure | None:
    return next((failure for scenario in scenarios if (failure := failed_step(scenario, wrong.service()))), None)
