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
    """How a service is deployed in a year; the lead time is the planted median, in hours."""

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
    """The deployments of all services in one order of time, and the pull requests that they carry."""
    table = stack(*(_deployments(stream.fork(service.name), planted, service) for service in SERVICES))
    table = numbered(table, "deploy_id", table["deployed_at"])
    incident = np.flatnonzero((table["deployed_at"] == INCIDENT[0]) & (table["service"] == "checkout"))[0]
    return table | {"pr_number": _pull_requests(stream.fork("pulls"), table, int(incident))}


def _deployments(stream: Stream, planted: Planted, service: Service) -> Columns:
    count = service.deployments
    deployed, place = _dates(stream, service)
    lead = _lead_times(stream, count, service.lead_hours * HOUR)
    failures = planted.ledger_failures if service.name == "ledger" else service.failures
    failed = np.zeros(count, dtype=bool)
    failed[stream.sample(np.setdiff1d(np.arange(count - 1), place), failures - len(place))] = True
    repair = np.concatenate([[False], failed[:-1]])
    lines = stream.skewed(count, service.lines)
    strategy = stream.choose(count, service.strategies)
    recovered = deployed + seconds(stream.skewed(count, (600, 1_800, 4_000, 9_000, 26_000)))
    failed[place], lines[place], strategy[place], recovered[place] = True, CHECKOUT_LINES, "direct", INCIDENT[1]
    repair[place] = False
    return {
        "service": repeat((service.name,), (count,)),
        "first_commit_at": deployed - seconds(lead),
        "deployed_at": deployed,
        "strategy": strategy,
        "lines_changed": lines,
        "unplanned": repair,
        "needed_intervention": failed,
        "recovered_at": np.where(failed, recovered, NEVER),
    }


def _dates(stream: Stream, service: Service) -> tuple[np.ndarray, np.ndarray]:
    """When a service was deployed, and the position of the deployment of pull request 482, if it is one of them."""
    year = days("2025-01-02", "2025-12-23")
    able = year[np.isin(weekday(year), service.weekdays)]
    special = INCIDENT[0].astype("datetime64[D]")
    able = able[(able != special) & (busy(able) > 500)]
    if service.name != "checkout":
        dates = np.sort(stream.sample(able, service.deployments))
        place = np.zeros(0, dtype=np.int64)
    else:
        dates = np.sort(np.append(stream.sample(able, service.deployments - 1), special))
        place = np.flatnonzero(dates == special)
    deployed = dates.astype("datetime64[s]") + seconds(stream.between(len(dates), 8 * HOUR, 15 * HOUR))
    deployed[place] = INCIDENT[0]
    return deployed, place


def _lead_times(stream: Stream, count: int, median: int) -> np.ndarray:
    """Lead times in seconds with exactly this median: as many shorter as longer, the middle ones equal to it."""
    half = (count - 1) // 2
    shorter = median * stream.skewed(half, (300, 600, 800, 900, 990)) // 1_000
    longer = median * stream.skewed(half, (1_010, 1_150, 1_400, 1_900, 3_200)) // 1_000
    lead = np.concatenate([shorter, longer, np.full(count - 2 * half, median)])
    return lead[stream.order(count)]


def _pull_requests(stream: Stream, table: Columns, incident: int) -> np.ma.MaskedArray:
    """Pull requests count up, some are never deployed; number 482 is the one that dropped the key."""
    count = len(table["deployed_at"])
    gaps = np.ones(count, dtype=np.int64)
    skipped = stream.sample(np.arange(1, incident + 1), CHECKOUT_PR - incident - 5)
    gaps[skipped] += 1
    gaps[stream.sample(np.arange(incident + 1, count), 12)] += 1
    number = np.cumsum(gaps)
    number += CHECKOUT_PR - number[incident]
    return nullable(number, table["unplanned"] & stream.chance(count, 500))


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
    service, severity, start, found, mended, cause = zip(*INCIDENTS, strict=True)
    started = np.array(start, dtype="datetime64[s]")
    lasted = np.array([next(downtime) if minutes is None else 60 * minutes for minutes in mended])
    return {
        "incident_id": pick([f"INC-{number:02d}" for number in range(1, 15)], np.arange(14)),
        "service": np.array(service, dtype=object),
        "severity": np.array(severity),
        "started_at": started,
        "detected_at": started + np.array(found).astype("timedelta64[m]"),
        "mitigated_at": started + seconds(lasted),
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
"""Team, mission, engineers, on the golden path since, hours lost a month, tickets filed in 2025."""

UNMEASURED = ("MerchantOps", "Data")


def teams() -> Columns:
    """The table teams."""
    name, mission, engineers, since, _, _ = zip(*TEAMS, strict=True)
    return {
        "team": np.array(name, dtype=object),
        "mission": np.array(mission, dtype=object),
        "engineers": np.array(engineers),
        "golden_path_since": np.array([each or "NaT" for each in since], dtype="datetime64[D]"),
    }


def platform_usage(stream: Stream, planted: Planted) -> Columns:
    """The table platform_usage; hours lost are planted on average over the year."""
    names = [team[0] for team in TEAMS]
    builds = np.array([team[2] for team in TEAMS]).repeat(12) * stream.between(12 * 9, 18, 30)
    hours = [planted.core_hours if team[0] == "Core" else team[4] for team in TEAMS]
    lost = np.concatenate([apportion(12 * each, stream.between(12, 75, 125)) for each in hours])
    month = np.tile(np.arange("2025-01", "2026-01", dtype="datetime64[M]").astype("datetime64[D]"), 9)
    team = repeat(names, (12,) * 9)
    return {
        "team": team,
        "month": month,
        "builds": builds,
        "failed_builds": builds * stream.between(12 * 9, 20, 90) // 1_000,
        "hours_lost": nullable(lost, np.isin(team, UNMEASURED) & (month < day("2025-04-01"))),
    }


def platform_tickets(stream: Stream, planted: Planted) -> Columns:
    """The table platform_tickets; the counts of Mobile and Core are planted."""
    mobile = planted.mobile_tickets
    rest = [team[5] for team in TEAMS if team[0] not in ("Mobile", "Core")]
    spread = iter(apportion(planted.tickets - mobile - planted.core_tickets, rest))
    counts = [{"Mobile": mobile, "Core": planted.core_tickets}.get(team[0]) or int(next(spread)) for team in TEAMS]
    team = repeat([each[0] for each in TEAMS], counts)
    count = len(team)
    dates = days("2025-01-02", "2025-12-30")
    able = dates[weekday(dates) <= 5]
    opened = able[stream.below(count, len(able))].astype("datetime64[s]") + seconds(
        stream.between(count, 7 * HOUR, 17 * HOUR)
    )
    closed = opened + seconds(stream.skewed(count, (600, 7_200, 30_000, 180_000, 700_000, 3_000_000)))
    easy = {"question": 45, "build": 25, "access": 18, "tests": 12}
    hard = {"database": 55, "deployment": 30, "build": 15}
    table = {
        "team": team,
        "opened_at": opened,
        "closed_at": np.where(closed <= np.datetime64("2025-12-31T23:59:59"), closed, NEVER),
        "topic": np.where(team == "Core", stream.choose(count, hard), stream.choose(count, easy | {"deployment": 9})),
        "priority": np.where(
            team == "Mobile",
            stream.choose(count, {"high": 60, "normal": 40}),
            stream.choose(count, {"low": 25, "normal": 60, "high": 15}),
        ),
    }
    return numbered(table, "ticket_id", opened)


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
            np.array([each or 0 for each in delay]), np.array([each is None for each in delay])
        ),
    }
