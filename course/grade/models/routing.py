"""Routing of card payments: which acquirer is asked first for each country of issue, and when the other one is asked.

Approval and what acquirers keep are those of December's real shops, prices those of January (module 3). A second
request to the other acquirer is approved as often as a first one there, if the first did not reach the bank (code 91).
A bank that has answered no says no again, whoever asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from course.case.database import practice_database
from course.grade.models import Run
from course.grade.models.rails import CARD_PRICE
from course.grade.query.sandbox import run

COUNTRIES = ("HA", "KE2", "JU", "VO", "WA", "ZI")
MINIMUM = 13_500
"""Approved charges of a month that acquirer A's new contract asks for."""

REQUEST = 4  # cents for a second request, whatever comes of it
FAILOVER = "failover"
NEVER, UNREACHABLE, DECLINED, ANYTHING = (
    "never", "after code 91: the bank cannot be reached", "after any decline", "after any decline or timeout",
)  # fmt: skip
ROUTES = """
WITH tried AS (
  SELECT t.issuer_country, t.acquirer, t.result, t.decline_code, p.amount_cents
  FROM payment_attempts AS t
  JOIN payments AS p USING (payment_id)
  JOIN merchants AS m USING (merchant_id)
  WHERE p.rail = 'card' AND NOT m.is_internal AND p.created_at >= '2025-12-01' AND t.created_at >= '2025-12-01'
), issued AS (
  SELECT DISTINCT payment_id, issuer_country FROM payment_attempts
), kept AS (
  SELECT i.issuer_country, s.acquirer, sum(s.fee_cents) / sum(s.gross_cents) AS fee
  FROM settlements AS s
  JOIN issued AS i USING (payment_id)
  JOIN payments AS p USING (payment_id)
  WHERE p.rail = 'card'
  GROUP BY i.issuer_country, s.acquirer
), country AS (
  SELECT issuer_country, count(*) AS attempts, avg(amount_cents) AS amount
  FROM tried
  GROUP BY issuer_country
)
SELECT
  t.issuer_country, t.acquirer, any_value(c.attempts) AS attempts, count(*) AS own_attempts, any_value(c.amount) AS amount, any_value(k.fee) AS fee,
  avg((t.result = 'approved')::INTEGER) AS approved,
  avg((coalesce(t.decline_code, '') = '91')::INTEGER) AS unreachable,
  avg((t.result = 'timeout')::INTEGER) AS timeouts
FROM tried AS t
JOIN country AS c USING (issuer_country)
JOIN kept AS k USING (issuer_country, acquirer)
GROUP BY t.issuer_country, t.acquirer
"""


@dataclass(frozen=True)
class Route:
    """A country at an acquirer. ``attempts`` are all of the country's in December, ``own`` those that this acquirer had;
    the three after them are shares of attempts.

    ``margin`` is what Mandaro keeps of an approved charge, in cents with one decimal, as it is shown: the shop's price less the acquirer's fee.
    """

    attempts: int
    own: int
    approved: float
    unreachable: float
    timeouts: float
    margin: float


@dataclass(frozen=True)
class Outcome:
    """What a plan brings in December: euro, and approved charges by acquirer."""

    margin: float
    charges: Mapping[str, float]
    attempts: int

    @property
    def approval(self) -> float:
        """Approved charges as a share of the attempts that payers made."""
        return sum(self.charges.values()) / self.attempts


def other(acquirer: str) -> str:
    return "B" if acquirer == "A" else "A"


@cache
def routes() -> dict[tuple[str, str], Route]:
    """December's routes by country and acquirer, from the practice data. Raises what the sandbox raises."""
    fixed, share = CARD_PRICE
    rows = run(practice_database(), ROUTES).rows
    return {
        (country, acquirer): Route(
            attempts, own, approved, unreachable, timeouts, round(fixed + amount * (share / 10_000 - fee), 1)
        )
        for country, acquirer, attempts, own, amount, fee, approved, unreachable, timeouts in rows
    }


def today() -> Outcome:
    """December as it was routed."""
    charges = {"A": 0.0, "B": 0.0}
    cents = 0.0
    for (_, acquirer), route in routes().items():
        charges[acquirer] += route.own * route.approved
        cents += route.own * route.approved * route.margin
    return Outcome(cents / 100, charges, _attempts())


def outcome(plan: Mapping[str, str]) -> Outcome:
    """What comes of {country: acquirer, …, "failover": when}."""
    cents, charges = 0.0, {"A": 0.0, "B": 0.0}
    for country in COUNTRIES:
        for acquirer, approved, extra, margin in requests(country, plan[country], plan[FAILOVER]):
            charges[acquirer] += approved
            cents += approved * margin - extra * REQUEST
    return Outcome(cents / 100, charges, _attempts())


def margin(plan: dict) -> Run:
    """The net margin of December in euro, and why a plan is impossible."""
    result = outcome(plan)
    return Run(result.margin, tuple(_problems(plan, result)), _summary(result))


def approval(country: str, acquirer: str, failover: str) -> float:
    """The share of a country's attempts that is approved, in percent, with the other acquirer behind this one."""
    both = requests(country, acquirer, failover)
    return 100 * sum(approved for _, approved, _, _ in both) / routes()[country, acquirer].attempts


def second_try_of_every_no(country: str, acquirer: str) -> float:
    """The same in percent, as if every attempt without approval were tried again with success like a first one."""
    first, second = routes()[country, acquirer], routes()[country, other(acquirer)]
    return 100 * (first.approved + (1 - first.approved) * second.approved)


def reached(country: str, acquirer: str) -> float:
    """The same in percent, as if every attempt that did not reach the bank were approved at the other acquirer."""
    return 100 * (routes()[country, acquirer].approved + routes()[country, acquirer].unreachable)


def _attempts() -> int:
    return sum(routes()[country, "A"].attempts for country in COUNTRIES)


def requests(country: str, acquirer: str, failover: str) -> list[tuple[str, float, float, float]]:
    """First and second requests: acquirer, how many are approved, how many cost extra, margin of an approved one."""
    first, second = routes()[country, acquirer], routes()[country, other(acquirer)]
    again = {
        NEVER: 0.0,
        UNREACHABLE: first.unreachable,
        DECLINED: 1 - first.approved - first.timeouts,
        ANYTHING: 1 - first.approved,
    }[failover]
    helped = first.unreachable * second.approved if again else 0.0
    return [
        (acquirer, first.attempts * first.approved, 0.0, first.margin),
        (other(acquirer), first.attempts * helped, first.attempts * again, second.margin),
    ]


def _problems(plan: Mapping[str, str], result: Outcome):
    if plan[FAILOVER] == ANYTHING:
        yield (
            "a timeout is no answer: the first acquirer may have charged the card. It knows the key of that request, and the "
            "second one does not, so the payer can be charged twice"
        )
    if result.charges["A"] < MINIMUM:
        yield (
            f"acquirer A gets {result.charges['A']:,.0f} approved charges and its contract asks for {MINIMUM:,}; "
            f"B gets {result.charges['B']:,.0f}, and {result.approval:.1%} of all attempts are approved"
        )


def _summary(result: Outcome) -> str:
    return (
        f"this routing keeps €{result.margin:,.0f} a month and gets {result.approval:.1%} of the attempts approved; "
        "another one that fulfils the contract keeps more"
    )
