"""Facts of Mandaro Link: F11 and F12."""

from __future__ import annotations

from .fact import Fact

AT_RISK = """
with consent as (
    select *, reconfirmed_at is null or reconfirmed_at > granted_at + interval 90 day as lapsed
    from consents
    where granted_at + interval 90 day <= timestamp '2026-01-01'
      and (revoked_at is null or revoked_at > granted_at + interval 90 day)
)
"""
CALLS = "from api_hourly where endpoint <> 'payments'"
LINK_FACTS = (
    Fact(
        "F11.at_risk",
        "{value} consents had the time to lapse",
        2_613,
        "consents",
        0,
        f"{AT_RISK} select count(*) from consent",
        ("7.2",),
    ),
    Fact(
        "F11.lapse",
        "{value} of the consents lapse at day 90",
        31,
        "%",
        0.05,
        f"{AT_RISK} select 100.0 * avg(lapsed::int) from consent",
        ("7.2", "9.1", "9.4", "14.1", "16.3"),
        (29.9, 32.1),
    ),
    Fact(
        "F11.reminded",
        "With a reminder, {value} lapse",
        12,
        "%",
        0.1,
        f"{AT_RISK} select 100.0 * avg(lapsed::int) from consent where reminder_sent_at is not null",
        ("7.2", "14.1"),
        (11, 13),
    ),
    Fact(
        "F11.naive",
        "Divided by all consents, young ones too, it looks like {value}",
        9.0,
        "%",
        0.05,
        f"{AT_RISK} select 100.0 * count(*) filter (lapsed) / (select count(*) from consents) from consent",
        ("7.2", "9.1"),
        (8.6, 9.4),
    ),
    Fact(
        "F12.refreshes",
        "{value} refreshes in December",
        1_340_000,
        "refreshes",
        0,
        f"select sum(ok_changed + ok_unchanged) {CALLS}",
        ("4.5", "13.3"),
        (1_300_000, 1_380_000),
    ),
    Fact(
        "F12.partner",
        "The partner that polls every minute is {value}",
        "P07",
        "",
        0,
        "select arg_max(partner_id, refused) from (select partner_id, sum(e429) as refused from api_hourly group by 1)",
        ("4.5",),
    ),
    Fact(
        "F12.polled",
        "{value} of them are answers 'unchanged' to P07",
        240_000,
        "refreshes",
        0,
        f"select sum(ok_unchanged) {CALLS} and partner_id = 'P07'",
        ("4.5", "11.2", "13.3"),
        (234_000, 246_000),
    ),
    Fact(
        "F12.clean",
        "Without these there are {value} refreshes a month",
        1_100_000,
        "refreshes",
        0,
        f"select sum(ok_changed + ok_unchanged) - sum(ok_unchanged) filter (partner_id = 'P07') {CALLS}",
        ("4.5", "13.2", "13.3", "13.4"),
        (1_085_000, 1_115_000),
        ("13.2",),
    ),
)
