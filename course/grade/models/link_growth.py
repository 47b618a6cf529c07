"""What Mandaro Link can add in a quarter: consents that stay, calls that are saved, and what both are worth."""

from __future__ import annotations

from functools import cache

from course.case.database import practice_database
from course.grade.count import quantity
from course.grade.models import Run
from course.grade.query.sandbox import run

DAY_90 = "granted_at + interval 90 day"
AT_RISK = f"{DAY_90} <= timestamp '2026-01-01' and (revoked_at is null or revoked_at > {DAY_90})"
LAPSED = "(reconfirmed_at is null or reconfirmed_at > granted_at + interval 90 day)"
INPUTS = f"""
with reminding as (select distinct partner_id from consents where reminder_sent_at is not null)
select
  count(*) filter (not ({AT_RISK}) and revoked_at is null and granted_at > timestamp '2025-10-03'
    and partner_id not in (from reminding)) as due,
  avg({LAPSED}::int) filter ({AT_RISK} and reminder_sent_at is null) as without_reminder,
  avg({LAPSED}::int) filter ({AT_RISK} and reminder_sent_at is not null) as with_reminder,
  count(*) filter (revoked_at >= timestamp '2025-10-01') as revoked,
  count(*) filter (partner_id = 'P25') as of_a_new_partner,
  (select sum(ok_unchanged) from api_hourly where partner_id = 'P07') as polled
from consents
"""


def gain(lever: str) -> float:
    """The consents that a lever adds at the end of the quarter: "reminders", "sandbox", "revocations" or "limit"."""
    due, without_reminder, with_reminder, revoked, of_a_new_partner, _ = _inputs()
    return {
        "reminders": due * (without_reminder - with_reminder),
        "sandbox": 2 * of_a_new_partner,
        "revocations": revoked / 2,
        "limit": 0.0,
    }[lever]


def contribution(lever: str, price: float, call: float, budget: float) -> float:
    """What a lever brings in a quarter, in thousand euro: consents at ``price`` euro, saved calls, minus its budget."""
    saved = 3 * _inputs()[-1] * call if lever == "limit" else 0.0
    return (gain(lever) * price + saved) / 1000 - budget


def target(plan: dict, levers: dict, weeks: float, price: float, call: float) -> Run:
    """A target of ``plan["target"]`` thousand euro from ``plan["levers"]``, within ``weeks`` of work.

    ``levers`` is {option: [lever, weeks, budget in thousand euro]}. A target above what the levers bring is a problem.
    """
    chosen = [levers[option] for option in plan["levers"]]
    aim, needed_weeks = float(plan["target"]), sum(entry[1] for entry in chosen)
    reach = sum(contribution(lever, price, call, budget) for lever, _, budget in chosen)
    problems = []
    if needed_weeks > weeks:
        problems.append(f"your levers take {quantity(needed_weeks, 'week')}, and the team has {weeks:g}")
    if aim > reach:
        problems.append(f"your levers bring €{reach:,.1f}k, so a target of €{aim:,.1f}k cannot be reached")
    summary = (
        f"your levers bring €{reach:,.1f}k and the target is €{aim:,.1f}k; other levers or a higher target reach more"
    )
    return Run(aim, tuple(problems), summary)


@cache
def _inputs() -> tuple[float, ...]:
    return tuple(float(value) for value in run(practice_database(), INPUTS).rows[0])
