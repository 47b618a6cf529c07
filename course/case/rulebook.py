"""The Course Rulebook: the fictional rules by which the case is judged. It decides grades and is not legal advice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A rule of the Rulebook; ``counterpart`` describes its real-world equivalent, as known on ``as_of``."""

    id: str
    title: str
    text: str
    counterpart: str
    as_of: str


RULES = (
    Rule(
        "RB1",
        "Dispute ratio",
        "The dispute ratio of a month is the number of disputes opened in it, divided by the number of charges settled "
        "in the month before. A ratio of 0.65% or more is a breach that calls for an early warning, if there are 100 "
        "disputes or more.",
        "Mastercard divides a month's chargebacks by the transactions of the month before, too. Visa's monitoring "
        "programme (VAMP) began on 1 April 2025 and is enforced since 1 October 2025; it counts fraud reports and "
        "disputes, with a threshold of about 2.2% that many regions lower to 1.5% on 1 April 2026.",
        "2026-11-23",
    ),
    Rule(
        "RB2",
        "Consent to read accounts",
        "A customer must confirm a consent again within 90 days of granting it. After it lapses or is revoked nothing "
        "is fetched any more. Raw data are deleted at most 90 days after their purpose has ended.",
        "In the United Kingdom customers confirm with the provider every 90 days (FCA PS21/19, in force since 26 March "
        "2022). In the European Union strong authentication is renewed after 180 days (Regulation 2022/2360, since 25 "
        "July 2023).",
        "2026-11-23",
    ),
    Rule(
        "RB3",
        "Reasons for a declined application",
        "An applicant who is declined gets one to four principal reasons that are specific. That the score was too low is none.",
        "In the European Union people whose application a machine has judged can ask for an explanation and a human "
        "review: Article 22 of the GDPR with the SCHUFA ruling (C-634/21, 7 December 2023), and Consumer Credit "
        "Directive 2023/2225, which applies from 20 November 2026. In the United States Regulation B asks for specific "
        "principal reasons and calls a missed qualifying score insufficient.",
        "2026-11-30",
    ),
    Rule(
        "RB4",
        "Portfolio at risk (PAR30)",
        "PAR30 is the outstanding balance of active loans that are more than 30 days late or restructured, divided by "
        "the outstanding balance of all active loans.",
        "Lenders weight the portfolio at risk by balance. Counting loans, leaving out rescheduled ones and forgetting "
        "write-offs are the usual mistakes.",
        "2026-11-23",
    ),
    Rule(
        "RB5",
        "The ledger",
        "Ledger entries are never edited and never deleted. A wrong or outdated one is reversed by another entry.",
        "Double-entry bookkeeping in software follows the same rule: immutable entries, whole numbers of cents, debits "
        "equal to credits.",
        "2026-11-23",
    ),
    Rule(
        "RB6",
        "Appetite for credit risk",
        "At most 4.5% of the loans that a cut-off lets through may go bad.",
        "Lenders set such a limit themselves. Profit alone would put the cut-off where one more loan neither earns nor "
        "loses.",
        "2026-11-23",
    ),
    Rule(
        "RB7",
        "Error budgets",
        "When a service has used up its error budget, only repairs of the highest priority (P0) and security fixes "
        "are released until it is back within it. One incident that uses more than 20% of a budget gets a post-mortem "
        "with at least one P0 action.",
        "The example policy in Google's Site Reliability Workbook sets the same two consequences, for a budget of four "
        "weeks.",
        "2026-11-23",
    ),
)
