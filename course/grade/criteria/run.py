"""Runs scenarios against the right service and the wrong ones: good criteria pass the one and stop the others."""

from __future__ import annotations

from dataclasses import dataclass

from course.grade.criteria.scenarios import CriteriaProblem, Scenario
from course.grade.criteria.service import PayService
from course.grade.criteria.steps import World, find_step, nearest_step
from course.grade.criteria.wrong import WRONG, Wrong

LONGEST_QUOTED = 120
MANUAL = "manual"  # as testers tag what people try by hand


@dataclass(frozen=True)
class Failure:
    """A scenario that a service does not fulfil: which step, on which line, and what was seen instead."""

    scenario: str
    step: str
    line: int
    seen: str


@dataclass(frozen=True)
class Trial:
    """What the criteria are worth: failures of the right service, and which wrong ones were stopped or survived.

    ``stopped`` holds (wrong implementation, its first failure).
    """

    refused: tuple[Failure, ...]
    stopped: tuple[tuple[Wrong, Failure], ...]
    survivors: tuple[Wrong, ...]

    @property
    def killed(self) -> int:
        """How many wrong implementations are stopped; none while the right one is refused."""
        return 0 if self.refused else len(self.stopped)


def run_criteria(scenarios: tuple[Scenario, ...], wrong: tuple[Wrong, ...] = WRONG) -> Trial:
    """Try scenarios on every service, except those tagged @manual. Raises CriteriaProblem for an unknown step."""
    automated = tuple(scenario for scenario in scenarios if MANUAL not in scenario.tags)
    refused = tuple(failure for scenario in automated if (failure := failed_step(scenario, PayService())))
    results = [(implementation, _first_failure(automated, implementation)) for implementation in wrong]
    stopped = tuple((implementation, failure) for implementation, failure in results if failure)
    return Trial(refused, stopped, tuple(implementation for implementation, failure in results if not failure))


def failed_step(scenario: Scenario, service: PayService) -> Failure | None:
    """The first step of a scenario that a fresh service does not fulfil. Raises CriteriaProblem."""
    world = World(service)
    for step in scenario.steps:
        match = find_step(step.text)
        if match is None:
            raise CriteriaProblem(
                f"No step reads “{step.text[:LONGEST_QUOTED]}”. The nearest one is: {nearest_step(step.text, step.kind).example}.",
                step.line,
                f"A scenario that people try by hand is tagged @{MANUAL}, and is not run.",
            )
        step_type, parts = match
        observation = step_type.act(world, parts)
        if observation:
            return Failure(scenario.name, step.text, step.line, observation)
    return None


def _first_failure(scenarios: tuple[Scenario, ...], wrong: Wrong) -> Failure | None:
    return next((failure for scenario in scenarios if (failure := failed_step(scenario, wrong.service()))), None)
