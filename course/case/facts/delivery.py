"""Facts of delivery and of the platform: F15 and F16."""

from __future__ import annotations

from .fact import Fact

SERVICE = "from deployments where service in ({})"
LEAD_HOURS = "median(epoch(deployed_at - first_commit_at)) / 3600"
FAILURES = "100.0 * avg(needed_intervention::int)"
DELIVERY_FACTS = (
    Fact(
        "F15.ledger_failures",
        "{value} of the ledger's deployments failed",
        24,
        "%",
        0.5,
        f"select {FAILURES} {SERVICE.format(repr('ledger'))}",
        ("15.4", "14.1"),
        (22, 26),
    ),
    Fact(
        "F15.ledger_lead",
        "The ledger's median lead time is {value}",
        9,
        "days",
        0.05,
        f"select {LEAD_HOURS} / 24 {SERVICE.format(repr('ledger'))}",
        ("15.4",),
    ),
    Fact(
        "F15.checkout_failures",
        "{value} of checkout's deployments failed",
        6,
        "%",
        0.5,
        f"select {FAILURES} {SERVICE.format(repr('checkout'))}",
        ("15.4",),
    ),
    Fact(
        "F15.checkout_lead",
        "Checkout's median lead time is {value}",
        7,
        "hours",
        0.05,
        f"select {LEAD_HOURS} {SERVICE.format(repr('checkout'))}",
        ("15.4",),
    ),
    Fact(
        "F15.blended_failures",
        "Blended, {value} of the deployments of both failed",
        9,
        "%",
        0.5,
        f"select {FAILURES} {SERVICE.format(repr('ledger') + ', ' + repr('checkout'))}",
        ("15.4",),
        (8.5, 9.5),
    ),
    Fact(
        "F15.blended_lead",
        "Blended, the median lead time is {value}",
        8.0,
        "hours",
        0.1,
        f"select {LEAD_HOURS} {SERVICE.format(repr('ledger') + ', ' + repr('checkout'))}",
        ("15.4",),
        (7.4, 8.7),
    ),
    Fact(
        "F16.mobile_tickets",
        "Mobile files {value} of the platform tickets",
        62,
        "%",
        0.5,
        "select 100.0 * avg((team = 'Mobile')::int) from platform_tickets",
        ("15.1",),
        (60, 64),
    ),
    Fact(
        "F16.mobile_hours",
        "Mobile loses {value} a month",
        9,
        "hours",
        0.5,
        "select avg(hours_lost) from platform_usage where team = 'Mobile'",
        ("15.1", "15.5"),
    ),
    Fact(
        "F16.core_tickets",
        "Core, which runs the ledger, files {value} of the tickets",
        4,
        "%",
        0.5,
        "select 100.0 * avg((team = 'Core')::int) from platform_tickets",
        ("15.1",),
        (3.5, 4.5),
    ),
    Fact(
        "F16.core_hours",
        "Core loses {value} a month",
        210,
        "hours",
        0.5,
        "select avg(hours_lost) from platform_usage where team = 'Core'",
        ("11.2", "15.1"),
        (200, 220),
    ),
)
