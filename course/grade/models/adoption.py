"""Nine teams on their way to one path: who moves in which month, what that saves by the end of the year, what forbids it.

The hours that a team loses are those of the table ``platform_usage``. Runway, which builds the path, is on it already.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from course.case.database import practice_database
from course.grade.count import quantity
from course.grade.models import Run
from course.grade.query.sandbox import run

MONTHS = ("April", "May", "June", "July")
LEFT = {"April": 8, "May": 7, "June": 6, "July": 5}
"""The months of 2026 that are left after each one: the path helps from the month after the move."""
PLACES = 3
SAVED = 0.6  # of the hours that a team loses
STEP, STEP_PLACES = "step", 2
MARKET_MONTH, MARKET_PLACES = "July", 1
HOURS = "SELECT team, avg(hours_lost) FROM platform_usage GROUP BY team"


@dataclass(frozen=True)
class Team:
    """A team that has to move. ``first`` and ``last`` are the months in which it can, ``early`` and ``late`` why not before and after."""

    name: str
    needs_step: bool
    first: str = "April"
    last: str = "July"
    early: str = ""
    late: str = ""

    @property
    def id(self) -> str:
        return self.name.lower()

    @property
    def about(self) -> str:
        """What is known of it, in a few words."""
        parts = ["changes a database" if self.needs_step else "changes no database", self.early, self.late]
        return "; ".join(filter(None, parts))


MARKET = "the new country needs it by the end of June"
GUARD = "busy with the guard against double charges until the end of May"
QUARTER = "closes the quarter in April"
TEAMS = (
    Team("Core", True, last="June", late=MARKET),
    Team("Pay", True, first="June", last="June", early=GUARD, late=MARKET),
    Team("Link", False),
    Team("Lend", True, first="May", early=QUARTER),
    Team("Data", True, first="May", early=QUARTER),
    Team("Risk", True, last="June", late=MARKET),
    Team("MerchantOps", False, last="June", late=MARKET),
    Team("Mobile", False),
)


@cache
def hours() -> dict[str, float]:
    """The hours that each team loses in a month, on average. Raises what the sandbox raises."""
    return {team: float(lost) for team, lost in run(practice_database(), HOURS).rows}


def migrate(plan: dict) -> Run:
    """The hours that a plan saves by the end of the year: {"step": month, team: month}, or the first thing that forbids it."""
    problem = next(problems(plan), "")
    return Run(0, (problem,)) if problem else Run(saved(plan), (), _in_words(plan))


def saved(plan: dict) -> float:
    """The hours that are saved until December, by the months that are left after each move."""
    return sum(SAVED * hours()[team.name] * LEFT.get(plan.get(team.id) or "", 0) for team in TEAMS)


def taken(plan: dict) -> dict[str, int]:
    """How many of Runway's places each month needs."""
    places = {month: sum(plan.get(team.id) == month for team in TEAMS) for month in MONTHS}
    places[MARKET_MONTH] += MARKET_PLACES
    if plan.get(STEP) in places:
        places[plan[STEP]] += STEP_PLACES
    return places


def problems(plan: dict, crowded: bool = True) -> Iterator[str]:
    """What keeps a plan from working: a step that is not there, a team that cannot, and a month that is too full.

    Without ``crowded`` only what concerns a team alone.
    """
    step = plan.get(STEP)
    for team in TEAMS:
        month = plan.get(team.id)
        if month in MONTHS and team.needs_step and not is_ready(step, month):
            yield f"{team.name} moves in {month} and changes a database: {_without(step)}"
    for team in TEAMS:
        month = plan.get(team.id)
        if month in MONTHS and not MONTHS.index(team.first) <= MONTHS.index(month) <= MONTHS.index(team.last):
            why = team.early if MONTHS.index(month) < MONTHS.index(team.first) else team.late
            yield f"{team.name} cannot move in {month}: {why}"
    if crowded:
        for month, count in taken(plan).items():
            if count > PLACES:
                yield f"{month} needs {count} of Runway's {PLACES} places{_what_else(plan, month)}"


def is_ready(step: str | None, month: str) -> bool:
    """Whether the database step is there when a month begins."""
    return step in MONTHS and MONTHS.index(step) < MONTHS.index(month)


def _without(step: str | None) -> str:
    if step not in MONTHS:
        return "the path has no step for that, so the change is made by hand as before"
    return f"the step is built in {step}, and is there from the month after"


def _what_else(plan: dict, month: str) -> str:
    """What takes places of a month beside teams, in brackets."""
    parts = [f"{STEP_PLACES} of them for the database step"] if plan.get(STEP) == month else []
    parts += (
        [f"{quantity(MARKET_PLACES, 'place')} for the rehearsal of the new country"] if month == MARKET_MONTH else []
    )
    return f" ({', '.join(parts)})" if parts else ""


def _in_words(plan: dict) -> str:
    """A plan that works in words: what it saves, and the first team that a better one would move earlier."""
    begin = f"your plan works and saves {saved(plan):,.0f} hours by the end of the year"
    pairs = [
        (early, late)
        for early in TEAMS
        for late in TEAMS
        if MONTHS.index(plan[early.id]) < MONTHS.index(plan[late.id])
        and hours()[early.name] < hours()[late.name]
        and not any(problems({**plan, early.id: plan[late.id], late.id: plan[early.id]}))
    ]
    if pairs:
        early, late = max(pairs, key=lambda pair: hours()[pair[1].name] - hours()[pair[0].name])
        return f"{begin}. {early.name} moves before {late.name}, which loses more and could have its place"
    if MONTHS.index(plan[STEP]):
        return f"{begin}. Nobody who changes a database can move until the step is there, and it comes late"
    free = [month for month, count in taken(plan).items() if count < PLACES]
    later = [
        team
        for month in free
        for team in TEAMS
        if MONTHS.index(plan[team.id]) > MONTHS.index(month) and not any(problems({**plan, team.id: month}))
    ]
    if later:
        return f"{begin}. {free[0]} has a free place that {later[0].name} could take"
    return f"{begin}; more is possible"
