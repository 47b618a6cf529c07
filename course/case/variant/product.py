"""Experiments and funnel events of a small data set."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..generate.product import experiments as real_experiments
from .pools import DAY, SECOND, Pools, day

FIRST, LENGTH = day("2025-12-01"), 14
QUARTER = day("2025-10-01"), day("2025-12-31T23:59:59")
WEEK = 7 * DAY
LAST_WHOLE_WEEK = day("2026-01-01") - WEEK  # whoever came then has had seven days, to the second


def product(pools: Pools, customers: list[dict], lending: dict[str, list[dict]]) -> dict[str, list[dict]]:
    """The tables experiments, exp_units and funnel_events."""
    return {
        "experiments": _experiments(),
        "exp_units": _units(pools, customers),
        "funnel_events": _funnel(pools, customers, lending["applications"], lending["loans"]),
    }


def _experiments() -> list[dict]:
    columns = real_experiments()
    return [
        {
            name: None if str(value) == "NaT" else getattr(value, "item", lambda value=value: value)()
            for name, value in zip(columns, row, strict=True)
        }
        for row in zip(*columns.values(), strict=True)
    ]


def _units(pools: Pools, customers: list[dict]) -> list[dict]:
    dice = pools.dice
    rows = []
    for customer in customers:
        arrival = max(FIRST, customer["created_at"] + SECOND)
        if customer["is_test"] or customer["device_os"] == "web" or arrival >= FIRST + LENGTH * DAY:
            continue
        assigned = pools.moment(arrival, FIRST + LENGTH * DAY - SECOND)
        rows.append(
            {
                "exp_id": "EXP-031",
                "customer_id": customer["customer_id"],
                "variant": dice.choice(("control", "treatment")),
                "assigned_at": assigned,
                "os_major": _version_then(customer),
                "converted": dice.chance(40),
                "day_index": (assigned - FIRST).days + 1,
            }
        )
    return rows


def _version_then(customer: dict) -> int:
    """The main version on the day of the draw: every other customer has updated since."""
    return customer["os_major"] - 2 * (customer["customer_id"] % 2)


def _funnel(pools: Pools, customers: list[dict], applications: list[dict], loans: list[dict]) -> list[dict]:
    testers = {customer["customer_id"] for customer in customers if customer["is_test"]}
    by_id = {row["application_id"]: row for row in applications}
    submitted = [row for row in applications if row["applied_at"] >= QUARTER[0] and row["customer_id"] not in testers]
    events = set()
    for row in submitted:
        start = max(row["applied_at"] - timedelta(minutes=pools.dice.choice((1, 5, 30))), QUARTER[0])
        visit = max(start - pools.dice.choice((0, 0, 1, 6, 7, 8)) * DAY, QUARTER[0])
        if pools.dice.chance(30):  # to the second
            visit = max(row["applied_at"] - WEEK, QUARTER[0])
        if pools.dice.chance(
            25
        ):  # by a link, and looked round later: the first event of a customer is not always a visit
            start = max(visit - pools.dice.choice((1, 7, 9)) * DAY, QUARTER[0])
        events |= {
            (row["customer_id"], moment, step)
            for moment, step in ((visit, "visited"), (start, "started"), (row["applied_at"], "submitted"))
        }
    for loan in loans:
        application = by_id[loan["application_id"]]
        if application in submitted:
            events.add((application["customer_id"], _signed(application["decided_at"], loan["disbursed_at"]), "signed"))
    customer_ids = [customer["customer_id"] for customer in customers if not customer["is_test"]]
    events |= {(pools.dice.choice(customer_ids), pools.moment(*QUARTER), "visited") for _ in range(10)}
    newcomers = [each for each in customer_ids if each not in {event[0] for event in events}]
    events |= {(customer, LAST_WHOLE_WEEK, "visited") for customer in newcomers[:1]}
    return [
        dict(zip(("customer_id", "ts", "step"), event, strict=True))
        for event in sorted(events, key=lambda event: (event[1], event))
    ]


def _signed(decided: datetime, disbursed: datetime) -> datetime:
    return max(decided, disbursed - timedelta(hours=3))
