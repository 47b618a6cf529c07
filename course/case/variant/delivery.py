"""Deployments, incidents, platform data and backlog of a small data set."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..generate.delivery import BACKLOG, TEAMS
from ..tables.delivery import CAUSES, SERVICES, STRATEGIES
from .pools import DAY, SECOND, Pools, day

DEPLOYMENTS, INCIDENTS, TICKETS = 26, 7, 24
START, END = day("2025-01-02"), day("2025-12-31T23:59:59")
MONTHS = ("2025-01-01", "2025-03-01", "2025-04-01", "2025-12-01")


def delivery(pools: Pools) -> dict[str, list[dict]]:
    """The tables from deployments to backlog."""
    teams = [
        dict(
            zip(
                ("team", "mission", "engineers", "golden_path_since"),
                (*row[:3], day(row[3]).date() if row[3] else None),
                strict=True,
            )
        )
        for row in TEAMS
    ]
    return {
        "deployments": _deployments(pools),
        "incidents": _incidents(pools),
        "teams": teams,
        "platform_usage": _usage(pools),
        "platform_tickets": _tickets(pools),
        "backlog": _backlog(pools),
    }


def _deployments(pools: Pools) -> list[dict]:
    dice, rows = pools.dice, []
    moments = sorted(pools.moment(START, END - DAY) for _ in range(DEPLOYMENTS))
    for number, deployed in enumerate(moments, 1):
        is_failed, is_repair = dice.chance(30), dice.chance(25)
        rows.append(
            {
                "deploy_id": number,
                "service": dice.choice(SERVICES[:4]),
                "first_commit_at": deployed - timedelta(hours=pools.number(1, 400, 1, 7, 7, 216, 240)),
                "deployed_at": deployed,
                "strategy": dice.choice(STRATEGIES),
                "pr_number": None if is_repair and dice.chance(50) else 460 + 2 * number,
                "lines_changed": pools.number(1, 5_000, 1, 94, 94, 400),
                "unplanned": is_repair,
                "needed_intervention": is_failed,
                "recovered_at": deployed + timedelta(minutes=dice.choice((10, 60, 60, 600))) if is_failed else None,
            }
        )
    return rows


def _incidents(pools: Pools) -> list[dict]:
    dice = pools.dice
    starts = sorted(pools.moment(START, END - DAY) for _ in range(INCIDENTS))
    return [_incident(pools, number, start, dice.between(1, 3)) for number, start in enumerate(starts, 1)]


def _incident(pools: Pools, number: int, start: datetime, severity: int) -> dict:
    detected_at = start + pools.number(0, 600, 0, 3, 10) * 60 * SECOND
    return {
        "incident_id": f"INC-{number:02d}",
        "service": pools.dice.choice(SERVICES[:4]),
        "severity": severity,
        "started_at": start,
        "detected_at": detected_at,
        "mitigated_at": detected_at + pools.dice.choice((60, 300, 3_600)) * SECOND,
        "cause": pools.dice.choice((*CAUSES, None)),
    }


def _usage(pools: Pools) -> list[dict]:
    rows = []
    for team in (row[0] for row in TEAMS):
        for month in MONTHS:
            builds = pools.number(1, 10_000, 1, 20, 20, 300)
            unmeasured = team in ("MerchantOps", "Data") and month < "2025-04"
            rows.append(
                {
                    "team": team,
                    "month": day(month).date(),
                    "builds": builds,
                    "failed_builds": builds // 10,
                    "hours_lost": None if unmeasured else pools.number(0, 1_000, 0, 9, 30, 210),
                }
            )
    return rows


def _tickets(pools: Pools) -> list[dict]:
    """Runway itself files none."""
    dice, rows = pools.dice, []
    for number, opened in enumerate(sorted(pools.moment(START, END) for _ in range(TICKETS)), 1):
        closed = opened + timedelta(hours=dice.choice((0, 1, 24, 24, 500)))
        rows.append(
            {
                "ticket_id": number,
                "team": dice.choice(("Mobile", "Mobile", *(row[0] for row in TEAMS[:-1]))),
                "opened_at": opened,
                "closed_at": closed if closed <= END and dice.chance(80) else None,
                "topic": dice.choice(("build", "deployment", "access", "database", "tests", "question")),
                "priority": dice.choice(("low", "normal", "high")),
            }
        )
    return rows


def _backlog(pools: Pools) -> list[dict]:
    """The same items, with other values."""
    names = "item_id", "title", "value_keur", "weeks", "budget_keur", "requires", "mandatory", "delay_eur_per_week"
    return [
        dict(zip(names, row, strict=True))
        | {"value_keur": pools.number(1, 500, 20, 60, 60, 95, 130), "weeks": pools.number(1, 20, 1, 2, 3, 5, 5, 9)}
        for row in BACKLOG
    ]
