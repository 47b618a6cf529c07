"""How software is shipped: deployments, incidents, and what the internal platform costs the teams."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..planted import Planted
from ..random import Stream
from .clock import busy, day, days, weekday
from .parts import NEVER, Columns, apportion, nullable, numbered, pick, repeat, seconds, stack
from .payments import INCIDENT

HOUR = 3_600
CHECKOUT_PR, CHECKOUT_LINES = 482, 94


@dataclass(frozen=True)
class Service:
    """How a service is deployed over a year; the lead time is the planted median, in hours."""

    name: str
    deployments: int
    failures: int
    lead_hours: int
    weekdays: tuple[int, ...]
    strategies: dict[str, int]
    lines: tuple[int, ...]


SERVICES = (
    Service(
        "checkout",
        250,
        15,
        7,
        (1, 2, 3, 4, 5),
        {"rolling": 6, "canary": 3, "flag": 2, "direct": 1},
        (4, 15, 40, 90, 220),
    ),
    Service("ledger", 50, 12, 216, (3,), {"direct": 1}, (150, 420, 800, 1_500, 3_200)),
    Service("lending", 40, 4, 40, (2, 4), {"rolling": 3, "canary": 1}, (10, 60, 140, 300, 700)),
    Service("link-api", 35, 4, 30, (1, 3), {"blue_green": 3, "rolling": 1}, (10, 60, 140, 300, 700)),
    Service("scoring", 20, 3, 96, (2,), {"flag": 2, "canary": 1}, (20, 80, 160, 260, 500)),
    Service("mobile-backend", 25, 2, 26, (1, 4), {"rolling": 1}, (10, 50, 120, 240, 600)),
)


def deployments(stream: Stream, planted: Planted) -> Columns:
    """The deployments of all services in order of time, with their pull requests."""
    table = stack(*(_deployments(stream.fork(service.name), planted, service) for service in SERVICES))
    table = numbered(table, "deploy_id", table["deployed_at"])
    incident = np.flatnonzero((table["deployed_at"] == INCIDENT[0]) & (table["service"] == "checkout"))[0]
    return table | {"pr_number": _pull_requests(stream.fork("pulls"), table, int(incident))}


def _deployments(stream: Stream, planted: Planted, service: Service) -> Columns:
    count = service.deployments
    deployed_at, incident = _dates(stream, service)
    lead_times = _lead_times(stream, count, service.lead_hours * HOUR)
    failures = planted.ledger_failures if service.name == "ledger" else service.failures
    failed = np.zeros(count, dtype=bool)
    failed[stream.sample(np.setdiff1d(np.arange(count - 1), incident), failures - len(incident))] = True
    is_repair = np.concatenate([[False], failed[:-1]])
    lines = stream.skewed(count, service.lines)
    strategy = stream.choose(count, service.strategies)
    recovered_at = deployed_at + seconds(stream.skewed(count, (600, 1_800, 4_000, 9_000, 26_000)))
    (
        failed[incident],
        lines[incident],
        strategy[incident],
        recovered_at[incident],
    ) = True, CHECKOUT_LINES, "direct", INCIDENT[1]
    is_repair[incident] = False
    return {
        "service": repeat((service.name,), (count,)),
        "first_commit_at": deployed_at - seconds(lead_times),
        "deployed_at": deployed_at,
        "strategy": strategy,
        "lines_changed": lines,
        "unplanned": is_repair,
        "needed_intervention": failed,
        "recovered_at": np.where(failed, recovered_at, NEVER),
    }


def _dates(stream: Stream, service: Service) -> tuple[np.ndarray, np.ndarray]:
    """When a service was deployed, and the position of the deployment of pull request 482 if it is among them."""
    year = days("2025-01-02", "2025-12-23")
    possible_days = year[np.isin(weekday(year), service.weekdays)]
    incident_day = INCIDENT[0].astype("datetime64[D]")
    possible_days = possible_days[(possible_days != incident_day) & (busy(possible_days) > 500)]
    if service.name != "checkout":
        dates = np.sort(stream.sample(possible_days, service.deployments))
        position = np.zeros(0, dtype=np.int64)
    else:
        dates = np.sort(np.append(stream.sample(possible_days, service.deployments - 1), incident_day))
        position = np.flatnonzero(dates == incident_day)
    deployed_at = dates.astype("datetime64[s]") + seconds(stream.between(len(dates), 8 * HOUR, 15 * HOUR))
    deployed_at[position] = INCIDENT[0]
    return deployed_at, position


def _lead_times(stream: Stream, count: int, median: int) -> np.ndarray:
    """Lead times in seconds with exactly this median: as many shorter as longer, those in the middle equal to it."""
    half = (count - 1) // 2
    shorter = median * stream.skewed(half, (300, 600, 800, 900, 990)) // 1_000
    longer = median * stream.skewed(half, (1_010, 1_150, 1_400, 1_900, 3_200)) // 1_000
    lead_times = np.concatenate([shorter, longer, np.full(count - 2 * half, median)])
    return lead_times[stream.order(count)]


def _pull_requests(stream: Stream, table: Columns, incident: int) -> np.ma.MaskedArray:
    """Pull request numbers increase, and some are never deployed; number 482 is the one that dropped the key."""
    count = len(table["deployed_at"])
    gaps = np.ones(count, dtype=np.int64)
    skipped = stream.sample(np.arange(1, incident + 1), CHECKOUT_PR - incident - 5)
    gaps[skipped] += 1
    gaps[stream.sample(np.arange(incident + 1, count), 12)] += 1
    numbers = np.cumsum(gaps)
    numbers += CHECKOUT_PR - numbers[incident]
    return nullable(numbers, table["unplanned"] & stream.chance(count, 500))


INCIDENTS = (
    ("ledger", 2, "2025-01-22T09:40", 95, 180, "deployment"),
    ("checkout", 1, "2025-02-25T17:05", 4, 21, "capacity"),
    ("link-api", 3, "2025-04-08T11:30", 22, 70, "dependency"),
    ("ledger", 2, "2025-05-14T10:15", 300, 420, "deployment"),
    ("lending", 3, "2025-06-26T13:00", 15, 55, "capacity"),
    ("checkout", 1, "2025-07-28T18:20", 3, 26, "capacity"),
    ("scoring", 2, "2025-08-19T08:45", 210, 260, "data"),
    ("ledger", 2, "2025-09-17T09:50", 160, 330, "deployment"),
    ("mobile-backend", 3, "2025-10-13T07:10", 12, 48, None),
    ("checkout", 1, "2025-11-06T15:42", 2, None, "configuration"),
    ("checkout", 2, "2025-11-14T09:10", 3_402, 3_450, "deployment"),
    ("checkout", 1, "2025-11-25T18:04", 3, None, "capacity"),
    ("link-api", 3, "2025-12-09T16:25", 35, 140, "dependency"),
    ("ledger", 2, "2025-12-17T10:05", 75, 200, "deployment"),
)
"""Service, severity, start, minutes to detection and to mitigation, cause. None: the planted downtime of November."""


def incidents(planted: Planted) -> Columns:
    """The table incidents; the downtime of checkout in November is planted."""
    downtime = iter((planted.downtime_seconds * 6 // 10, planted.downtime_seconds - planted.downtime_seconds * 6 // 10))
    service, severity, start, detected, mitigated, cause = zip(*INCIDENTS, strict=True)
    started_at = np.array(start, dtype="datetime64[s]")
    duration = np.array([next(downtime) if minutes is None else 60 * minutes for minutes in mitigated])
    return {
        "incident_id": pick([f"INC-{number:02d}" for number in range(1, 15)], np.arange(14)),
        "service": np.array(service, dtype=object),
        "severity": np.array(severity),
        "started_at": started_at,
        "detected_at": started_at + np.array(detected).astype("timedelta64[m]"),
        "mitigated_at": started_at + seconds(duration),
        "cause": np.array(cause, dtype=object),
    }


TEAMS = (
    ("Lend", "Loans from application to last instalment", 11, "2025-03-03", 35, 38),
    ("Pay", "Accepting payments for merchants", 12, "2024-11-04", 48, 52),
    ("Link", "Open banking for partner apps", 8, "2025-05-05", 40, 30),
    ("Core", "Identity, ledger and categoriser", 9, None, 210, 26),
    ("Risk", "Scores and credit rules", 5, None, 22, 16),
    ("Mobile", "The apps for Android and iOS", 7, "2024-09-02", 9, 397),
    ("MerchantOps", "Tools for onboarding and helping merchants", 4, "2025-10-06", 12, 34),
    ("Data", "The data platform Lantern", 6, None, 30, 31),
    ("Runway", "The internal platform for building and deploying", 6, "2024-09-02", 5, 16),
)
"""Team, mission, engineers, on the golden path since, hours lost per month, tickets filed in 2025."""

UNMEASURED = ("MerchantOps", "Data")


def teams() -> Columns:
    """The table teams."""
    name, mission, engineers, since, _, _ = zip(*TEAMS, strict=True)
    return {
        "team": np.array(name, dtype=object),
        "mission": np.array(mission, dtype=object),
        "engineers": np.array(engineers),
        "golden_path_since": np.array([day_text or "NaT" for day_text in since], dtype="datetime64[D]"),
    }


def platform_usage(stream: Stream, planted: Planted) -> Columns:
    """The table platform_usage; the average of hours lost over the year is planted."""
    names = [team[0] for team in TEAMS]
    builds = np.array([team[2] for team in TEAMS]).repeat(12) * stream.between(12 * 9, 18, 30)
    hours = [planted.core_hours if team[0] == "Core" else team[4] for team in TEAMS]
    hours_lost = np.concatenate([apportion(12 * team_hours, stream.between(12, 75, 125)) for team_hours in hours])
    month = np.tile(np.arange("2025-01", "2026-01", dtype="datetime64[M]").astype("datetime64[D]"), 9)
    team = repeat(names, (12,) * 9)
    return {
        "team": team,
        "month": month,
        "builds": builds,
        "failed_builds": builds * stream.between(12 * 9, 20, 90) // 1_000,
        "hours_lost": nullable(hours_lost, np.isin(team, UNMEASURED) & (month < day("2025-04-01"))),
    }


def platform_tickets(stream: Stream, planted: Planted) -> Columns:
    """The table platform_tickets; the counts of Mobile and Core are planted."""
    mobile = planted.mobile_tickets
    weights = [team[5] for team in TEAMS if team[0] not in ("Mobile", "Core")]
    other_counts = iter(apportion(planted.tickets - mobile - planted.core_tickets, weights))
    counts = [
        {"Mobile": mobile, "Core": planted.core_tickets}.get(team[0]) or int(next(other_counts)) for team in TEAMS
    ]
    team = repeat([team_row[0] for team_row in TEAMS], counts)
    count = len(team)
    dates = days("2025-01-02", "2025-12-30")
    workdays = dates[weekday(dates) <= 5]
    opened_at = workdays[stream.below(count, len(workdays))].astype("datetime64[s]") + seconds(
        stream.between(count, 7 * HOUR, 17 * HOUR)
    )
    closed_at = opened_at + seconds(stream.skewed(count, (600, 7_200, 30_000, 180_000, 700_000, 3_000_000)))
    usual_topics = {"question": 45, "build": 25, "access": 18, "tests": 12}
    core_topics = {"database": 55, "deployment": 30, "build": 15}
    table = {
        "team": team,
        "opened_at": opened_at,
        "closed_at": np.where(closed_at <= np.datetime64("2025-12-31T23:59:59"), closed_at, NEVER),
        "topic": np.where(
            team == "Core", stream.choose(count, core_topics), stream.choose(count, usual_topics | {"deployment": 9})
        ),
        "priority": np.where(
            team == "Mobile",
            stream.choose(count, {"high": 60, "normal": 40}),
            stream.choose(count, {"low": 25, "normal": 60, "high": 15}),
        ),
    }
    return numbered(table, "ticket_id", opened_at)


BACKLOG = (
    ("B01", "Idempotency guard and refunds of double charges", 95, 5, 6, None, True, 9_000),
    ("B02", "Reminders before a consent lapses", 60, 2, 4, None, False, 1_500),
    ("B03", "Flutter library for Link", 70, 6, 8, None, False, None),
    ("B04", "Cash-flow score for thin files", 240, 9, 62, "B05", False, 7_500),
    ("B05", "Categoriser of income and expenses", 15, 4, 18, None, False, 0),
    ("B06", "Routing by issuer country", 110, 6, 22, None, False, None),
    ("B07", "Specific reasons for declined applications", 25, 3, 4, None, True, 2_500),
    ("B08", "New merchant dashboard", 90, 7, 30, None, False, None),
    ("B09", "Canary and daily deployments for the ledger", 55, 5, 10, None, False, None),
    ("B10", "Evidence pack for disputes", 65, 4, 20, None, False, 1_600),
    ("B11", "Payouts in crypto currency", 130, 12, 70, None, False, None),
    ("B12", "Sandbox for Link partners", 80, 5, 26, None, False, None),
    ("B13", "Repair of the PAR30 tile", 20, 1, 0, None, False, None),
    ("B14", "Filter for affiliate applications", 75, 3, 12, None, False, 3_600),
)


def backlog() -> Columns:
    """The table backlog."""
    item, title, value, weeks, budget, requires, mandatory, delay = zip(*BACKLOG, strict=True)
    return {
        "item_id": np.array(item, dtype=object),
        "title": np.array(title, dtype=object),
        "value_keur": np.array(value),
        "weeks": np.array(weeks),
        "budget_keur": np.array(budget),
        "requires": np.array(requires, dtype=object),
        "mandatory": np.array(mandatory),
        "delay_eur_per_week": nullable(
            np.array([cost or 0 for cost in delay]), np.array([cost is None for cost in delay])
        ),
    }
