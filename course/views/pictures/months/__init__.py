"""Teams on their way to a common path: a row for each, a column for each month, what each month holds and what is saved.

For a plan whose controls are the month of the database step and the month of each team.
"""

from __future__ import annotations

from html import escape

from course.grade.models import adoption
from course.views.markup import table

MARK = "■"
NEVER = "not at all"


def data(settings: dict) -> dict:
    """The teams with what they lose, the months, and what goes wrong with a team alone, by the month of the step."""
    steps = [*adoption.MONTHS, NEVER]
    return {
        "months": list(adoption.MONTHS),
        "places": adoption.PLACES,
        "left": adoption.LEFT,
        "saved": adoption.SAVED,
        "step": {"id": adoption.STEP, "places": adoption.STEP_PLACES},
        "market": {"month": adoption.MARKET_MONTH, "places": adoption.MARKET_PLACES},
        "teams": [
            {
                "id": team.id,
                "name": team.name,
                "about": team.about,
                "hours": adoption.hours()[team.name],
                "wrong": {
                    f"{step}|{month}": _alone(team.id, step, month) for step in steps for month in adoption.MONTHS
                },
            }
            for team in adoption.TEAMS
        ],
    }


def _alone(team: str, step: str, month: str) -> list[str]:
    """What is wrong with one team's month, whatever the others do."""
    return list(adoption.problems({adoption.STEP: step, team: month}, crowded=False))


def html(settings: dict, answer: object) -> str:
    """The plan as a table, its sum, and what forbids it as a list."""
    months = (*adoption.MONTHS, NEVER)
    plan = {name: month for name, month in answer.items() if month in months} if isinstance(answer, dict) else {}
    rows = [["Database step", "", *_marks(plan.get(adoption.STEP))]]
    rows += [[team.name, f"{adoption.hours()[team.name]:.0f}", *_marks(plan.get(team.id))] for team in adoption.TEAMS]
    rows.append(["New country, rehearsal", "", *_marks(adoption.MARKET_MONTH)])
    taken = adoption.taken(plan)
    rows.append(["Places taken", "", *(f"{taken[month]} of {adoption.PLACES}" for month in adoption.MONTHS)])
    wrong = "".join(f"<li>{escape(words)}.</li>" for words in adoption.problems(plan))
    said = f"<p>Saved by the end of the year: {adoption.saved(plan):,.0f} hours.</p>"
    return (
        table(("", "Hours lost a month", *adoption.MONTHS), rows, {1}) + said + (f"<ul>{wrong}</ul>" if wrong else "")
    )


def _marks(month: str | None) -> list[str]:
    return [MARK if each == month else "" for each in adoption.MONTHS]
