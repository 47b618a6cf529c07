"""The rollout model against the figures of the curriculum and against a second implementation of its rules."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import nbformat
import pytest

from course.grade.models import rollout
from course.grade.models.rollout import CHANGES, SPLIT, STRATEGIES, cost, outcome

STRATEGY_NAMES = [name for name in STRATEGIES if name != SPLIT]
STOPS = ("1", "3", "10", "30")


def plan(strategy: str, stop: str = "10", wait: str = "as planned") -> dict:
    return {"strategy": strategy, "wait": wait, "stop": stop}


@pytest.mark.parametrize(
    ("strategy", "euro"), [("canary", 148), ("rolling", 188), ("blue-green", 240), ("flag", 275), ("direct", 810)]
)
def test_the_retry_worker_costs_what_the_curriculum_says(strategy, euro):
    assert cost(plan(strategy, "3"), "retry").value == euro


@pytest.mark.parametrize(
    ("change", "best", "stop"),
    [("copy", "direct", "10"), ("retry", "canary", "3"), ("ranking", "rolling", "10"), ("column", SPLIT, "10")],
)
def test_each_change_has_its_best_strategy(change, best, stop):
    names = STRATEGIES if change == "column" else STRATEGY_NAMES
    found = {name: cost(plan(name, stop), change) for name in names}
    usable = {name: run.value for name, run in found.items() if not run.problems}

    assert min(usable, key=usable.get) == best
    assert sorted(usable.values())[1] > 1.15 * usable[best]


def test_none_of_the_five_lowers_the_harm_of_a_dropped_column():
    assert len({outcome(plan(name), "column").harm for name in STRATEGY_NAMES}) == 1


@pytest.mark.parametrize(
    ("change", "stop", "refused"),
    [("retry", "1", True), ("retry", "3", False), ("copy", "3", True), ("copy", "10", False), ("column", "10", False)],
)
def test_a_stop_at_failures_that_happen_anyway_is_refused(change, stop, refused):
    assert bool(cost(plan("canary", stop), change).problems) == refused


def test_a_column_cannot_stand_behind_a_flag():
    assert "behind a flag" in cost(plan("flag"), "column").problems[0]


def by_hand(change: str, strategy: str, stop: int) -> float:
    """Bad events, minute by minute in steps of a thousandth: slower, and without a formula."""
    one, way = CHANGES[change], STRATEGIES[strategy]
    step, minute, stage, seen, begun = 0.001, 0.0, 0, 0.0, 0.0
    while True:
        share, minutes = way.stages[stage]
        if minutes and minute - begun >= minutes - step / 2 and seen < stop - 1e-6:
            stage, begun = stage + 1, minute
            continue
        rate = rollout.PER_MINUTE * share * one.errors
        if seen >= stop - 1e-6 and minute - begun >= rollout.AT_LEAST - step / 2:
            return seen + rate * way.roll_back
        seen, minute = seen + rate * step, minute + step


def test_bad_events_are_those_of_a_rollout_that_is_played_through():
    cases = list(product(("copy", "retry", "ranking"), STRATEGY_NAMES, (3, 10)))
    played = {case: by_hand(*case) for case in cases}

    assert {case: outcome(plan(case[1], str(case[2])), case[0]).bad for case in cases} == pytest.approx(
        played, rel=0.01
    )


def test_the_picture_adds_up_to_the_bad_events():
    cases = list(product(CHANGES, STRATEGIES, STOPS))
    outcomes = {case: outcome(plan(*case[1:]), case[0]) for case in cases}

    assert {case: drawn(outcomes[case], case[0]) for case in cases} == pytest.approx(
        {case: outcomes[case].bad for case in cases}
    )
    assert [case for case in cases if outcomes[case].stopped[-1] != (outcomes[case].back, 0.0)] == []


def drawn(found: rollout.Outcome, change: str) -> float:
    """The bad events that the area of the picture stands for."""
    ends = [*(minute for minute, _ in found.stopped[1:]), found.back]
    area = sum(share * (end - begin) for (begin, share), end in zip(found.stopped, ends, strict=True))
    return area * rollout.PER_MINUTE * CHANGES[change].errors


@pytest.mark.parametrize("name", STRATEGY_NAMES)
def test_the_exercise_tells_learners_the_inputs_of_the_model(name):
    folder = Path(__file__).parents[3] / "solutions" / "03-how-a-change-reaches-customers"
    cells = nbformat.read(folder / "03-how-a-change-reaches-customers.ipynb", as_version=4).cells
    (prompt,) = (cell.source for cell in cells if cell.source.startswith("### 3.4"))
    (row,) = (line for line in prompt.splitlines() if line.startswith(f"| {name}"))
    _, _, stages, back, extra, _ = row.split("|")

    assert back.strip() == f"{STRATEGIES[name].roll_back:g} min".replace("0.5", "½")
    assert extra.strip() == (f"€{STRATEGIES[name].extra}" if STRATEGIES[name].extra else "none")
    assert all(f"{share * 100:g}" in stages or "everybody" in stages for share, _ in STRATEGIES[name].stages)
