"""The measures that a tile of the board's page can show: what is counted, out of what, and how it can be split.

Some of them mislead on purpose, as those in any tool do: whoever composes a page has to choose.
"""

from __future__ import annotations

from dataclasses import dataclass

from course.dashboards.describe import Period

MONTH, QUARTER, WEEK, DAY, WHOLE = "month", "quarter", "week", "day", "whole"
ALONG = {
    MONTH: "month by month",
    QUARTER: "quarter by quarter",
    WEEK: "week by week",
    DAY: "day by day",
    WHOLE: "the period as a whole",
}
PERIODS = {
    period.label: period
    for period in (
        Period.months("Oct–Dec 2025", "2025-10", "2025-12"),
        Period.months("Jul–Dec 2025", "2025-07", "2025-12"),
        Period.months("Jan–Dec 2025", "2025-01", "2025-12"),
        Period.months("November 2025", "2025-11"),
        Period.months("December 2025", "2025-12"),
        Period("1 Nov – 15 Dec 2025", "2025-11-01", "2025-12-15"),
    )
}


@dataclass(frozen=True)
class Split:
    """A way to break a measure down: by a column, after leaving out what a condition does not let through.

    ``fixed`` says what the condition leaves, by column. Two columns are split together where ``column`` has a plus sign.
    """

    label: str
    column: str
    fixed: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(filter(None, self.column.split("+")))

    @property
    def where(self) -> str:
        return " and ".join(f"{column} = '{value}'" for column, value in self.fixed) or "true"


@dataclass(frozen=True)
class Measure:
    """A measure. ``scope`` is the query of its cases, with a column ``day`` and those that it can be split by; ``value``
    and ``cases`` are expressions over them. ``until`` is the last day that it can be said of, where the data go on.
    ``misleads`` says why nobody should publish it, where no query shows that.
    """

    label: str
    about: str
    scope: str
    value: str
    source: str
    unit: str = "%"
    denominator: str = ""
    cases: str = "count(*)"
    of: str = ""
    decimals: int = 1
    along: tuple[str, ...] = (MONTH, QUARTER, WHOLE)
    splits: tuple[str, ...] = ("",)
    until: str = ""
    misleads: str = ""


SPLITS = {
    "": Split("no breakdown", ""),
    "acquirer": Split("by acquirer", "acquirer"),
    "country": Split("by country of the payer’s bank", "country"),
    "country_a": Split("by country, acquirer A only", "country", (("acquirer", "A"),)),
    "country_b": Split("by country, acquirer B only", "country", (("acquirer", "B"),)),
    "acquirer_ha": Split("by acquirer, banks in HA only", "acquirer", (("country", "HA"),)),
    "acquirer_ke2": Split("by acquirer, banks in KE2 only", "acquirer", (("country", "KE2"),)),
    "acquirer+country": Split("by acquirer and country", "acquirer+country"),
    "reason": Split("by reason", "reason"),
    "channel": Split("by channel", "channel"),
}
PAY = tuple(name for name in SPLITS if name not in ("reason", "channel"))
FINE = (MONTH, WEEK, DAY, WHOLE)
ATTEMPTS = """
select t.acquirer, t.issuer_country as country, t.result = 'approved' as approved, t.created_at::date as day
from payment_attempts t join payments p using (payment_id) join merchants m using (merchant_id)
where p.rail = 'card'{0}
"""
PAYMENTS = """
select arg_min(t.acquirer, t.attempt_no) as acquirer, arg_min(t.issuer_country, t.attempt_no) as country,
  bool_or(t.result = 'approved') as approved, count(*) filter (t.result = 'approved') as approvals,
  min(t.created_at)::date as day
from payment_attempts t join payments p using (payment_id) join merchants m using (merchant_id)
where p.rail = 'card' and not m.is_internal group by p.payment_id
"""
DISPUTES = """
with settled as (select date_trunc('month', settled_at)::date as month, count(*) as charges from settlements group by 1),
opened as (select date_trunc('month', opened_at)::date as month, count(*) as disputes from disputes group by 1)
select opened.month as day, disputes, charges from opened join settled on settled.month = opened.month{0}
"""
LOANS = """
select l.loan_id, any_value(replace(a.channel, '_', ' ')) as channel, any_value(l.disbursed_at)::date as day, any_value(l.status) as status,
  max((coalesce(i.paid_at::date, date '2025-12-31') > i.due_date + 30{0})::int) as fell
from loans l join applications a using (application_id) join instalments i using (loan_id) group by l.loan_id
"""
AT_TWO = f"select * from ({LOANS.format(' and i.n = 1')}) where day < '2025-11-01'"
CLEAN = "payment_attempts, payments, merchants, without the internal shop M0007"
SHARE = "100.0 * count(*) filter (approved) / nullif(count(*), 0)"
FELL = "100.0 * avg(fell)"
BOOKED = "loans, applications, instalments"
CALLS = "select ts::date as day, requests, ok_changed, e5xx, partner_id from api_daily"

MEASURES = {
    "card_approval": Measure("Card attempts approved", "Pay", ATTEMPTS.format(" and not m.is_internal"), SHARE, CLEAN,
        denominator="of all card attempts", of="attempts", along=FINE, splits=PAY),
    "payments_through": Measure("Card payments that got through", "Pay", PAYMENTS, SHARE, CLEAN,
        denominator="of all card payments, each counted once with its first acquirer", of="payments", along=FINE, splits=PAY),
    "approvals_per_payment": Measure("Approved attempts per card payment", "Pay", PAYMENTS, "100.0 * sum(approvals) / count(*)", CLEAN,
        denominator="approved attempts of all card payments", of="payments", along=FINE, splits=PAY,
        misleads="a payment that is approved twice counts twice, so this is no share, and it rises when people are charged twice"),
    "approval_all_shops": Measure("Card attempts approved, every shop number", "Pay", ATTEMPTS.format(""), SHARE,
        "payment_attempts, payments, merchants", denominator="of all card attempts", of="attempts", along=FINE, splits=PAY),
    "not_approved": Measure("Card attempts not approved", "Pay", ATTEMPTS.format(" and not m.is_internal"),
        "count(*) filter (not approved)", CLEAN, unit="attempts", of="attempts", decimals=0, along=FINE, splits=PAY),
    "payments": Measure("Card payments asked for", "Pay", PAYMENTS, "count(*)", CLEAN, unit="payments", of="payments", decimals=0,
        along=FINE, splits=PAY),
    "dispute_ratio": Measure("Dispute ratio as in RB1", "Pay", DISPUTES.format(" - interval 1 month"), "100.0 * sum(disputes) / sum(charges)",
        "disputes, settlements", denominator="of the charges settled in the month before", cases="sum(disputes)::bigint", of="disputes",
        decimals=3, along=(MONTH,)),
    "dispute_same_month": Measure("Disputes of the month ÷ its charges", "Pay", DISPUTES.format(""), "100.0 * sum(disputes) / sum(charges)",
        "disputes, settlements", denominator="of the charges settled in the same month", cases="sum(disputes)::bigint", of="disputes",
        decimals=3, along=(MONTH,), misleads="a dispute is opened weeks after its charge, and RB1 divides by the charges of the month before"),
    "disputes": Measure("Disputes opened", "Pay", "select opened_at::date as day, replace(reason, '_', ' ') as reason from disputes", "count(*)",
        "disputes", unit="disputes", of="disputes", decimals=0, along=(MONTH, WEEK, WHOLE), splits=("", "reason")),
    "default_at_two": Measure("Loans in default at two months on book", "Lend", AT_TWO, FELL, BOOKED,
        denominator="of the loans paid out in the time shown", of="loans", splits=("", "channel"), until="2025-10-31"),
    "default_to_date": Measure("Loans in default by 31 December", "Lend", LOANS.format(""), FELL, BOOKED,
        denominator="of the loans paid out in the time shown", of="loans", splits=("", "channel")),
    "default_on_books": Measure("Loans still on the books that were in default", "Lend",
        f"select * from ({AT_TWO}) where status <> 'written_off'", FELL, BOOKED,
        denominator="of the loans still on the books", of="loans", splits=("", "channel"), until="2025-10-31"),
    "loan_approval": Measure("Loan applications approved", "Lend", "select replace(a.channel, '_', ' ') as channel, a.decision = 'approved' as approved, "
        "a.applied_at::date as day from applications a join customers c using (customer_id) where not c.is_test", SHARE,
        "applications, customers, without test accounts", denominator="of all applications", of="applications", splits=("", "channel")),
    "loans": Measure("Loans paid out", "Lend", LOANS.format(""), "count(*)", BOOKED, unit="loans", of="loans", decimals=0,
        splits=("", "channel")),
    "calls": Measure("Calls of partner apps", "Link", CALLS, "sum(requests)::bigint", "api_daily", unit="calls", cases="sum(requests)::bigint",
        of="calls", decimals=0, along=(MONTH, QUARTER, WEEK, WHOLE)),
    "calls_new": Measure("Calls that bring something new", "Link", CALLS, "100.0 * sum(ok_changed) / sum(requests)", "api_daily",
        denominator="of all calls", cases="sum(requests)::bigint", of="calls", along=(MONTH, QUARTER, WEEK, WHOLE)),
}  # fmt: skip
"""By their ids. ``DASHBOARDS`` say the same of the same cases; a test compares both with the register of facts."""
