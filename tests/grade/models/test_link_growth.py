"""The levers of Link and the target on them: computed from the practice data, bounded by weeks and by what they bring."""

from __future__ import annotations

import pytest

from course.grade.models import link_growth as link

LEVERS = {"r": ["reminders", 2, 4], "s": ["sandbox", 5, 26], "v": ["revocations", 3, 6], "p": ["limit", 1, 0.5]}


def run(levers: list[str], target: float) -> tuple[str, ...]:
    return link.target({"levers": levers, "target": target}, LEVERS, weeks=6, price=12, call=0.0025).problems


@pytest.mark.parametrize(("lever", "low", "high"), [("reminders", 1_000, 1_300), ("sandbox", 100, 400), ("revocations", 60, 150), ("limit", 0, 0)])  # fmt: skip
def test_what_a_lever_adds(lever, low, high):
    assert low <= link.gain(lever) <= high


@pytest.mark.parametrize(
    ("levers", "target", "problem"),
    [
        (["r", "p"], 11, ""),
        (["r"], 9.5, ""),
        (["r", "p"], 12, "cannot be reached"),
        (["r", "s"], 0, "take 7 weeks"),
        (["s"], 1, "cannot be reached"),
        ([], 0, ""),
    ],
)
def test_a_target_needs_levers_that_reach_it(levers, target, problem):
    problems = run(levers, target)

    assert problem in " ".join(problems) if problem else problems == ()
