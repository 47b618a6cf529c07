"""Facts of Mandaro Link, of experiment EXP-031 and of delivery: F11 to F13, F15 and F16."""

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
UNITS = """
with unit as (
    select u.variant, u.converted, c.device_os = 'android' and u.os_major < 10 as old
    from exp_units u join customers c using (customer_id) where u.exp_id = 'EXP-031'
), arm as (
    select count(*) filter (variant = 'control') as n_c, count(*) filter (variant = 'treatment') as n_t,
           count(*) filter (variant = 'control' and converted) as x_c,
           count(*) filter (variant = 'treatment' and converted) as x_t
    from unit {where}
), rate as (
    select *, x_t / n_t - x_c / n_c as lift, (x_c + x_t) / (n_c + n_t) as pooled, (n_c + n_t) / 2 as half from arm
)
"""
EVERYBODY, VALID = UNITS.format(where=""), UNITS.format(where="where not old")
Z = "abs(lift) / sqrt(pooled * (1 - pooled) * (1 / n_c + 1 / n_t))"
SPLIT_Z = "sqrt(((n_c - half) ** 2 + (n_t - half) ** 2) / half)"
SERVICE = "from deployments where service in ({})"
LEAD_HOURS = "median(epoch(deployed_at - first_commit_at)) / 3600"
FAILURES = "100.0 * avg(needed_intervention::int)"


def two_sided(z: str) -> str:
    """The two-sided p-value of a normal ``z``, as SQL: DuckDB has no error function.

    Laplace's continued fraction for the tail, x + 1/(x + 2/(x + 3/…)), 30 steps deep: four digits or more from z = 0.8 on.
    """
    fraction = "x"
    for step in range(30, 0, -1):
        fraction = f"(x + {step} / {fraction})"
    return f"(with tail as (select {z} as x from rate) select 2 * exp(-x * x / 2) / sqrt(2 * pi()) / {fraction} from tail)"


LINK_FACTS = (
    Fact("F11.at_risk", "{value} consents had the time to lapse", 2_613, "consents", 0, f"{AT_RISK} select count(*) from consent",
         ("7.2",)),
    Fact("F11.lapse", "{value} of the consents lapse at day 90", 31, "%", 0.05,
         f"{AT_RISK} select 100.0 * avg(lapsed::int) from consent", ("7.2", "9.4", "14.1"), (29.9, 32.1)),
    Fact("F11.reminded", "With a reminder, {value} lapse", 12, "%", 0.1,
         f"{AT_RISK} select 100.0 * avg(lapsed::int) from consent where reminder_sent_at is not null", ("7.2", "14.1"),
         (11, 13)),
    Fact("F11.naive", "Divided by all consents, young ones too, it looks like {value}", 9.0, "%", 0.05,
         f"{AT_RISK} select 100.0 * count(*) filter (lapsed) / (select count(*) from consents) from consent", ("7.2",),
         (8.6, 9.4)),
    Fact("F12.refreshes", "{value} refreshes in December", 1_340_000, "refreshes", 0,
         f"select sum(ok_changed + ok_unchanged) {CALLS}", ("4.5", "13.3"), (1_300_000, 1_380_000)),
    Fact("F12.partner", "The partner that polls every minute is {value}", "P07", "", 0,
         "select arg_max(partner_id, refused) from (select partner_id, sum(e429) as refused from api_hourly group by 1)",
         ("4.5",)),
    Fact("F12.polled", "{value} of them are answers 'unchanged' to P07", 240_000, "refreshes", 0,
         f"select sum(ok_unchanged) {CALLS} and partner_id = 'P07'", ("4.5", "13.3"), (234_000, 246_000)),
    Fact("F12.clean", "Without these there are {value} refreshes a month", 1_100_000, "refreshes", 0,
         f"select sum(ok_changed + ok_unchanged) - sum(ok_unchanged) filter (partner_id = 'P07') {CALLS}",
         ("4.5", "13.2", "13.3"), (1_085_000, 1_115_000)),
)
EXPERIMENT_FACTS = (
    Fact("F13.control", "{value} customers were in the control group", 10_260, "customers", 0,
         f"{EVERYBODY} select n_c from rate", ("10.4",), (10_200, 10_320)),
    Fact("F13.treatment", "{value} customers were in the treatment group", 9_440, "customers", 0,
         f"{EVERYBODY} select n_t from rate", ("10.4",), (9_380, 9_500)),
    Fact("F13.raw", "Compared as they are, the treatment converts better by {value}", 1.92, "pp", 0.005,
         f"{EVERYBODY} select 100 * lift from rate", ("10.4",), (1.75, 2.1)),
    Fact("F13.raw_p", "with p = {value}", 0.003, "", 0.0005, f"{EVERYBODY} select {two_sided(Z)}", ("10.4",), (0.001, 0.008)),
    Fact("F13.srm_p", "A split that uneven has p = {value}", 5e-9, "", 5e-10, f"{EVERYBODY} select {two_sided(SPLIT_Z)}",
         ("10.4",), (0, 1e-6)),
    Fact("F13.valid_control", "{value} customers with current systems were in the control group", 8_010, "customers", 0,
         f"{VALID} select n_c from rate", ("10.4",), (7_980, 8_040)),
    Fact("F13.valid_treatment", "{value} customers with current systems were in the treatment group", 7_990, "customers", 0,
         f"{VALID} select n_t from rate", ("10.4",), (7_960, 8_020)),
    Fact("F13.valid", "Among customers with current systems the treatment converts better by {value}", 0.6, "pp", 0.05,
         f"{VALID} select 100 * lift from rate", ("10.4",), (0.55, 0.65)),
    Fact("F13.valid_p", "with p = {value}: no evidence", 0.41, "", 0.005, f"{VALID} select {two_sided(Z)}", ("10.4",),
         (0.39, 0.44)),
)
DELIVERY_FACTS = (
    Fact("F15.ledger_failures", "{value} of the ledger's deployments failed", 24, "%", 0.5,
         f"select {FAILURES} {SERVICE.format(repr('ledger'))}", ("15.4", "14.1"), (22, 26)),
    Fact("F15.ledger_lead", "The ledger's median lead time is {value}", 9, "days", 0.05,
         f"select {LEAD_HOURS} / 24 {SERVICE.format(repr('ledger'))}", ("15.4",)),
    Fact("F15.checkout_failures", "{value} of checkout's deployments failed", 6, "%", 0.5,
         f"select {FAILURES} {SERVICE.format(repr('checkout'))}", ("15.4",)),
    Fact("F15.checkout_lead", "Checkout's median lead time is {value}", 7, "hours", 0.05,
         f"select {LEAD_HOURS} {SERVICE.format(repr('checkout'))}", ("15.4",)),
    Fact("F15.blended_failures", "Blended, {value} of the deployments of both failed", 9, "%", 0.5,
         f"select {FAILURES} {SERVICE.format(repr('ledger') + ', ' + repr('checkout'))}", ("15.4",), (8.5, 9.5)),
    Fact("F15.blended_lead", "Blended, the median lead time is {value}", 8.0, "hours", 0.1,
         f"select {LEAD_HOURS} {SERVICE.format(repr('ledger') + ', ' + repr('checkout'))}", ("15.4",), (7.4, 8.7)),
    Fact("F16.mobile_tickets", "Mobile files {value} of the platform tickets", 62, "%", 0.5,
         "select 100.0 * avg((team = 'Mobile')::int) from platform_tickets", ("15.1",), (60, 64)),
    Fact("F16.mobile_hours", "Mobile loses {value} a month", 9, "hours", 0.5,
         "select avg(hours_lost) from platform_usage where team = 'Mobile'", ("15.1",)),
    Fact("F16.core_tickets", "Core, which runs the ledger, files {value} of the tickets", 4, "%", 0.5,
         "select 100.0 * avg((team = 'Core')::int) from platform_tickets", ("15.1",), (3.5, 4.5)),
    Fact("F16.core_hours", "Core loses {value} a month", 210, "hours", 0.5,
         "select avg(hours_lost) from platform_usage where team = 'Core'", ("15.1",), (200, 220)),
)
OTHER_FACTS = (*LINK_FACTS, *EXPERIMENT_FACTS, *DELIVERY_FACTS)
