"""What a test is worth before it is run: six assumptions behind a slice, how much each would cost, and tests that may err.

If every assumption holds, the slice brings ``ALL_HOLD`` thousand euro in its first year, its cost taken off. One that does
not hold takes its stake off that. The assumptions are independent, and we build only if that is expected to bring more
than nothing. So a set of tests is worth: over all their possible results, the expected value of the better of the two
choices after each, less that of the better choice without tests, less what they cost (expected value of sample
information: Raiffa and Schlaifer, Applied Statistical Decision Theory, 1961, chapter 4). A test that would leave the
choice as it is, whatever it says, is worth nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from course.grade.models import Run

ALL_HOLD = 130
DAYS = 15
NONE = "No test"


@dataclass(frozen=True)
class Test:
    """A test: the days and thousand euro that it takes, and how often it says “holds” where the assumption holds or does not."""

    title: str
    days: int
    cost: float
    right: float
    wrong: float


@dataclass(frozen=True)
class Assumption:
    """Something that must be true. ``doubt`` is how likely it is not, ``stake`` what it then takes off, in thousand euro."""

    id: str
    title: str
    doubt: float
    stake: float
    tests: tuple[Test, ...]

    @property
    def expected(self) -> float:
        """What the doubt takes off on average."""
        return self.doubt * self.stake

    def results(self, test: Test) -> list[tuple[float, float]]:
        """How likely each result of a test is, and the doubt that is left after it: first “holds”, then “does not hold”."""
        found = []
        for if_not, if_so in ((test.wrong, test.right), (1 - test.wrong, 1 - test.right)):
            fails, holds = self.doubt * if_not, (1 - self.doubt) * if_so
            found.append((fails + holds, fails / (fails + holds)))
        return found


ASSUMPTIONS = (
    Assumption(
        "A", "Those who do not sign stay away because it takes too long", 0.5, 130,
        (
            Test("Ask 500 customers whether they would like it faster", 2, 1, 0.90, 0.90),
            Test("An honest door: half see “sign now, money within the hour”, and those who press are told “not yet”", 8, 4, 0.90, 0.10),
        ),
    ),
    Assumption(
        "B", "People sign a loan on a phone", 0.2, 80,
        (
            Test("Ask eight colleagues", 1, 1, 0.95, 0.80),
            Test("Eight customers try a model of the screen", 4, 3, 0.85, 0.15),
        ),
    ),
    Assumption(
        "C", "Their banks accept instant transfers", 0.2, 60,
        (
            Test("Read the list of our bank", 1, 0.5, 0.98, 0.05),
            Test("Send a cent to a hundred customers of ours", 4, 2, 0.99, 0.01),
        ),
    ),
    Assumption(
        "D", "Fraud does not follow the speed", 0.3, 140,
        (
            Test("Ask two other lenders", 2, 0.5, 0.80, 0.60),
            Test("Run the stop on last year's payouts", 5, 2, 0.90, 0.10),
        ),
    ),
    Assumption(
        "E", "The screen can be connected to the check of who signs", 0.05, 50,
        (
            Test("Ask Bode", 1, 1, 0.95, 0.60),
            Test("Two engineers try it", 4, 3, 0.98, 0.02),
        ),
    ),
    Assumption(
        "F", "“Within the hour” draws more people than “today”", 0.5, 10,
        (
            Test("A vote in the office", 1, 1, 0.60, 0.40),
            Test("Two adverts, side by side", 5, 4, 0.90, 0.10),
        ),
    ),
)  # fmt: skip
BY_ID = {each.id: each for each in ASSUMPTIONS}
Chosen = Sequence[tuple[Assumption, Test]]


def choose(plan: dict) -> Run:
    """What tests {assumption id: the title of a test, or NONE} are worth after their cost, in thousand euro."""
    tests = chosen_tests(plan)
    days = sum(test.days for _, test in tests)
    if days > DAYS:
        return Run(0, (f"your tests take {days} days, and there are {DAYS}",))
    return Run(worth(tests), (), _in_words(tests))


def chosen_tests(plan: Mapping[str, object]) -> list[tuple[Assumption, Test]]:
    """The chosen tests, each with its assumption."""
    return [(each, test) for each in ASSUMPTIONS for test in each.tests if plan.get(each.id) == test.title]


def expected(known: Mapping[str, bool] | None = None) -> float:
    """What building is expected to bring, in thousand euro, if it is known of some assumptions whether they hold.

    >>> round(expected(), 2), round(expected({"A": True}), 2), round(expected({"A": False}), 2)
    (-12.5, 52.5, -77.5)
    """
    known = known or {}
    lost = (each.stake * (not known[each.id]) if each.id in known else each.expected for each in ASSUMPTIONS)
    return round(ALL_HOLD - sum(lost), 9)


def perfect(id: str) -> float:
    """What it is worth to know for certain whether an assumption holds, in thousand euro.

    >>> perfect("A"), perfect("F")
    (26.25, 0.0)
    """
    doubt = BY_ID[id].doubt
    better = (1 - doubt) * max(0, expected({id: True})) + doubt * max(0, expected({id: False}))
    return better - max(0, expected())


def over_building(id: str) -> float:
    """What that knowledge seems to be worth to somebody who would build without it: a known mistake where one would not."""
    return perfect(id) + max(0, expected()) - expected()


def turning() -> list[str]:
    """The assumptions of which it would change the choice to know that they hold, or that they do not."""
    build = expected() > 0
    return [
        each.id for each in ASSUMPTIONS if any((expected({each.id: holds}) > 0) != build for holds in (True, False))
    ]


@cache
def most() -> float:
    """What the best tests that fit into the days are worth."""
    options = [(None, *each.tests) for each in ASSUMPTIONS]
    plans = (
        [(each, test) for each, test in zip(ASSUMPTIONS, chosen, strict=True) if test] for chosen in product(*options)
    )
    return max(worth(tests) for tests in plans if sum(test.days for _, test in tests) <= DAYS)


def worth(tests: Chosen) -> float:
    """The expected value of the better choice after the results, less that without tests, less the cost."""
    return _after(tests) - max(0, expected()) - sum(test.cost for _, test in tests)


def _after(tests: Chosen) -> float:
    untested = {each.id for each in ASSUMPTIONS} - {each.id for each, _ in tests}
    base = ALL_HOLD - sum(BY_ID[id].expected for id in untested)
    total = 0.0
    for results in product(*(each.results(test) for each, test in tests)):
        chance, value = 1.0, base
        for (each, _), (likely, doubt) in zip(tests, results, strict=True):
            chance, value = chance * likely, value - each.stake * doubt
        total += chance * max(0, value)
    return total


def _in_words(tests: Chosen) -> str:
    """What the tests are worth, and the first reason why it is not more."""
    if not tests:
        return f"without a test you decide as you would today; {euro(most())} can be had"
    idle = next((test for _, test in tests if test.right == test.wrong), None)
    value = worth(tests)
    words = f"your tests are worth {euro(value)} after their cost, and {euro(most())} can be had"
    if idle:
        return f"{words}. “{idle.title}” says “holds” just as often where it does not hold"
    spare = next((pair[1] for pair in tests if worth([other for other in tests if other is not pair]) >= value), None)
    if spare:
        return f"{words}. “{spare.title}” changes your choice too seldom for what it costs"
    return f"{words}. Which assumption that you do not test could still change what you do?"


def euro(value: float) -> str:
    """
    >>> euro(18.795), euro(-2.3)
    ('€18.8k', '−€2.3k')
    """
    return f"{'−' if value < 0 else ''}€{abs(value):.1f}k"
