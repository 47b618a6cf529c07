"""Six assumptions, each with the tests that there are for it: one list of options each, and the sum of days and money.

For a plan whose controls are the assumptions, each a choice of the titles of its tests.
"""

from __future__ import annotations

from html import escape

from course.grade.count import quantity
from course.grade.models import assumptions
from course.grade.models.assumptions import Assumption, Test
from course.views.markup import table


def data(settings: dict) -> dict:
    """The assumptions with their doubts, stakes and tests in words, and the limit of days."""
    return {
        "limit": assumptions.DAYS,
        "none": assumptions.NONE,
        "assumptions": [
            {
                "id": each.id, "title": each.title, "about": about(each),
                "tests": [{"title": test.title, "about": in_words(test), "days": test.days, "cost": test.cost} for test in each.tests],
            }
            for each in assumptions.ASSUMPTIONS
        ],
    }  # fmt: skip


def html(settings: dict, answer: object) -> str:
    """Each assumption with the test that was chosen, and the sums."""
    plan = answer if isinstance(answer, dict) else {}
    tests = dict(assumptions.chosen_tests(plan))
    rows = [
        [
            f"{each.id} {each.title} ({about(each)})",
            tests[each].title if each in tests else str(plan.get(each.id) or "—"),
        ]
        for each in assumptions.ASSUMPTIONS
    ]
    days, cost = sum(test.days for test in tests.values()), sum(test.cost for test in tests.values())
    sums = f"{days} of {quantity(assumptions.DAYS, 'day')}, €{cost:g}k."
    return f"<p>{escape(sums)}</p>" + table(("Assumption", "Test"), rows, wide={0, 1})


def about(each: Assumption) -> str:
    """How much is doubted, and what is at stake."""
    return f"doubt {each.doubt:.0%}, stake €{each.stake:g}k"


def in_words(test: Test) -> str:
    """What a test takes, and how far it can be trusted."""
    return (
        f"{quantity(test.days, 'day')}, €{test.cost:g}k. Says “holds” {_often(test.right)} where it holds, "
        f"and {_often(test.wrong)} where it does not."
    )


def _often(share: float) -> str:
    times = round(100 * share)
    return "once in 100" if times == 1 else f"{times} times in 100"
