"""Applications, loans and instalments of a small data set."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ..tables.company import CHANNELS
from .pools import DAY, SECOND, Pools, add_months, day

APPLICATIONS = 36
END, TODAY = day("2025-12-31T23:59:59"), date(2025, 12, 31)
SPRING = day("2025-03-01"), day("2025-06-01")
LAST_IN_TIME = date(2025, 12, 1)  # what fell due then was 30 days late at the end of the data, and not more
PAYERS = ("punctual", "punctual", "early", "late 30", "late 31", "stops", "stops", "restructured")

# From when on a restructured loan's instalments are postponed, and by how many months: those of every other loan came due
# again, and were not paid either.
FEE_AFTER = 12 * DAY
MOVED = ((date(2025, 11, 1), 2), (date(2025, 9, 1), 1))


def lending(pools: Pools, customers: list[dict]) -> dict[str, list[dict]]:
    """The tables applications, loans and instalments."""
    applications = _applications(pools, customers)
    testers = {customer["customer_id"] for customer in customers if customer["is_test"]}
    eligible = [
        row
        for row in applications
        if row["decision"] == "approved" and row["customer_id"] not in testers and row["decided_at"] < END - 6 * DAY
    ]
    signed = eligible[:2] + [row for row in eligible[2:] if pools.dice.chance(75)]
    disbursements = sorted((_after(pools, row["decided_at"]), row["application_id"]) for row in signed)
    by_id = {row["application_id"]: row for row in applications}
    loans_with_instalments = [
        _loan(pools, number, by_id[application], moment)
        for number, (moment, application) in enumerate(disbursements, 1)
    ]
    return {
        "applications": applications,
        "loans": [loan for loan, _ in loans_with_instalments],
        "instalments": [row for _, rows in loans_with_instalments for row in rows],
    }


def _after(pools: Pools, decided: datetime) -> datetime:
    """Up to five days later; sometimes on the day whose last instalment falls due 30 days before the end of the data."""
    moment = pools.moment(decided + SECOND, decided + 5 * DAY)
    on_limit = datetime.combine(add_months(LAST_IN_TIME, -6), datetime.min.time()) + timedelta(hours=10)
    return on_limit if decided < on_limit <= decided + 5 * DAY and pools.dice.chance(50) else moment


def _applications(pools: Pools, customers: list[dict]) -> list[dict]:
    moments = sorted(pools.moment(day("2025-01-01"), END) for _ in range(APPLICATIONS))
    return [_application(pools, number, moment, customers) for number, moment in enumerate(moments, 1)]


def _application(pools: Pools, number: int, applied: datetime, customers: list[dict]) -> dict:
    dice = pools.dice
    customer = dice.choice([customer for customer in customers[:-2] if customer["created_at"] <= applied])
    lines = pools.number(0, 22, 0, 1, 2, 2, 3, 3, 4, 9)
    score = None if lines == 0 else pools.number(500, 739, 500, 599, 600, 619, 620, 620, 621, 640, 700, 739)
    if customer["is_test"]:
        lines, score = 3, 700
    row = {
        "application_id": number,
        "customer_id": customer["customer_id"],
        "applied_at": applied,
        "channel": dice.choice(CHANNELS),
        "requested_cents": pools.number(20_000, 300_000, 50_000, 100_000, 100_000, 150_000),
        "trade_lines": lines,
    }
    return row | _scored(pools, applied, score, *_decided(pools, applied, score))


def _decided(pools: Pools, applied: datetime, score: int | None) -> tuple[str | None, str | None]:
    if score is not None and score >= 620:
        return "approved", "score_ok"
    if pools.dice.chance(15):
        return None, None
    if score is None:
        return pools.dice.choice((("approved", "manual_review"), ("declined", "no_credit_history")))
    if score >= 540 and SPRING[0] <= applied < SPRING[1] and pools.dice.chance(60):
        return "approved", "below_cutoff_test"
    if pools.dice.chance(20):  # outside the test: a low score alone does not make a loan one of it
        return "approved", "manual_review"
    return "declined", "score_too_low"


def _scored(pools: Pools, applied: datetime, score: int | None, decision: str | None, reason: str | None) -> dict:
    version = "v1" if applied < day("2025-07-01") else "v2"
    wait = timedelta(days=2) if reason == "manual_review" else 30 * SECOND
    return {
        "score": score,
        "score_version": None if score is None else version,
        "decision": decision,
        "decision_reason": reason,
        "decided_at": None if decision is None else min(applied + wait, END),
    }


def _loan(pools: Pools, number: int, application: dict, disbursed: datetime) -> tuple[dict, list[dict]]:
    payer = pools.dice.choice(PAYERS)
    principal = min(pools.number(10_000, 300_000, 50_000, 80_000, 100_000), application["requested_cents"])
    rows = _instalments(pools, number, disbursed, principal, payer)
    unpaid = [row["due_date"] for row in rows if row["paid_at"] is None]
    is_lost = unpaid and (TODAY - min(unpaid)).days > 120
    loan = {
        "loan_id": number,
        "application_id": application["application_id"],
        "disbursed_at": disbursed,
        "principal_cents": principal,
        "apr_bps": pools.number(1_000, 4_000, 1_900, 2_400, 2_400, 3_400),
        "term_months": 6,
        "status": "written_off" if is_lost else "active" if unpaid else "repaid",
        "restructured": payer == "restructured",
        "below_cutoff_test": application["decision_reason"] == "below_cutoff_test",
    }
    return loan, rows


def _instalments(pools: Pools, loan: int, disbursed: datetime, principal: int, payer: str) -> list[dict]:
    dues = [add_months(disbursed.date(), n) for n in range(1, 7)]
    special = pools.dice.between(1, 6)
    if payer == "stops" and dues[-1] == LAST_IN_TIME:
        special = 6
    moved_from, months = MOVED[loan % 2] if payer == "restructured" else (date.max, 0)
    is_moved = [due >= moved_from for due in dues]
    is_slow = payer == "stops" and loan % 2 == 1  # with a late fee each time, before it stops
    dues = [add_months(due, months) if moved else due for due, moved in zip(dues, is_moved, strict=True)]
    early_moment = datetime.combine(dues[special - 1], datetime.min.time()) - 3 * DAY
    rows = []
    for n, due in enumerate(dues, 1):
        is_open = is_moved[n - 1] or (payer == "stops" and n >= special)
        paid = None if is_open else _paid(payer, n, special, due + FEE_AFTER if is_slow else due, early_moment)
        paid = None if paid is None or paid > END else paid
        is_late = paid is not None and (paid.date() - due).days > 10
        rows.append(
            {
                "loan_id": loan,
                "n": n,
                "due_date": due,
                "due_cents": principal // 5,
                "paid_at": paid,
                "paid_cents": None if paid is None else principal // 5 + 500 * is_late,
            }
        )
    return rows


def _paid(payer: str, n: int, special: int, due: date, early: datetime) -> datetime:
    if payer == "early" and n >= special:
        return early
    days_late = int(payer.split()[1]) if n == special and payer.startswith("late") else 0
    # In the morning, so that a moment and its day lie on two sides of a limit in days.
    return datetime.combine(due, datetime.min.time()) + days_late * DAY + timedelta(hours=9)
