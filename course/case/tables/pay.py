"""Mandaro Pay: merchants, payments, the attempts to collect them, settlement, disputes and the ledger."""

from __future__ import annotations

from ..schema import Column, Table
from .company import COUNTRIES

ACQUIRERS = ("A", "B")
ISSUER_COUNTRIES = ("HA", "KE2", "JU", "VO", "WA", "ZI")
RAILS = ("card", "transfer")
CATEGORY_CODES = ("5411", "5812", "5814", "5651", "5732", "5912", "5942", "5999", "7230", "7922", "4121", "8299")

MERCHANTS = Table(
    name="merchants",
    grain="one shop that accepts payments through Mandaro Pay",
    key=("merchant_id",),
    owner="MerchantOps",
    columns=(
        Column("merchant_id", "VARCHAR", "Code of the merchant, M0001 to M0320."),
        Column("name", "VARCHAR", "Name of the shop; not unique."),
        Column(
            "mcc",
            "VARCHAR",
            "Merchant category code of four digits, as the card schemes use it: 5411 is groceries, 5812 restaurants.",
            null_when="MerchantOps has not classified the shop yet",
            values=CATEGORY_CODES,
        ),
        Column(
            "country",
            "VARCHAR",
            "Country of the shop; its local day is UTC+1 in HA and UTC+3 in KE2.",
            values=COUNTRIES,
        ),
        Column("tier", "VARCHAR", "Size of the contract.", values=("small", "medium", "large")),
        Column("onboarded_at", "TIMESTAMP", "When the merchant could take its first payment.", unit="UTC"),
        Column(
            "is_internal",
            "BOOLEAN",
            "True for Mandaro's own test shop, M0007. It pays itself around the clock, is "
            "always approved, and belongs in no figure.",
        ),
    ),
    irregular=("Some merchants were onboarded and have never taken a payment.", "M0007 is internal (is_internal)."),
)

PAYMENTS = Table(
    name="payments",
    grain="one purchase that a payer wanted to pay, however many attempts it took",
    key=("payment_id",),
    owner="Pay",
    columns=(
        Column("payment_id", "INTEGER", "Number of the payment, in order of creation."),
        Column("merchant_id", "VARCHAR", "The shop.", references="merchants.merchant_id"),
        Column(
            "customer_id",
            "INTEGER",
            "The Mandaro customer who paid.",
            references="customers.customer_id",
            null_when="somebody without a Mandaro account paid as a guest",
        ),
        Column("created_at", "TIMESTAMP", "When the payer pressed Pay.", unit="UTC"),
        Column("amount_cents", "INTEGER", "Price of the purchase.", unit="cents"),
        Column("rail", "VARCHAR", "card, or transfer from a bank account.", values=RAILS),
        Column(
            "status",
            "VARCHAR",
            "failed if no attempt was approved, paid if one was, refunded if the money went back later.",
            values=("paid", "refunded", "failed"),
        ),
    ),
    irregular=(
        "More than half of the payments are guest payments: customer_id is NULL.",
        "Payments of the internal merchant M0007 stand among the real ones and are never settled.",
    ),
)

PAYMENT_ATTEMPTS = Table(
    name="payment_attempts",
    grain="one request to an acquirer to collect a payment",
    key=("attempt_id",),
    owner="Pay",
    columns=(
        Column("attempt_id", "INTEGER", "Number of the attempt, in order of sending."),
        Column("payment_id", "INTEGER", "The payment.", references="payments.payment_id"),
        Column("attempt_no", "INTEGER", "1 for the payment's first attempt, then 2 and 3."),
        Column(
            "acquirer",
            "VARCHAR",
            "The acquirer that was asked; all attempts of a payment go to the same one.",
            values=ACQUIRERS,
        ),
        Column(
            "issuer_country",
            "VARCHAR",
            "Country of the bank that issued the card or holds the account.",
            values=ISSUER_COUNTRIES,
        ),
        Column(
            "result",
            "VARCHAR",
            "The answer; timeout means that none came in time, so the outcome was unknown.",
            values=("approved", "declined", "timeout"),
        ),
        Column(
            "decline_code",
            "VARCHAR",
            "Why it was declined: 05 do not honour, 14 invalid number, 51 not enough "
            "money, 54 expired, 91 issuer or its network cannot be reached.",
            null_when="result is not declined",
            values=("05", "14", "51", "54", "91"),
        ),
        Column("latency_ms", "INTEGER", "How long the answer took, or how long it was waited for.", unit="ms"),
        Column(
            "idempotency_key",
            "VARCHAR",
            "Key that tells the acquirer which attempts are one and the same charge. "
            "A retry after a timeout repeats the key; a new try after a decline gets a new one.",
            null_when="the call was sent without a key",
        ),
        Column("created_at", "TIMESTAMP", "When the request was sent.", unit="UTC"),
    ),
    irregular=("About one payment in nine needed more than one attempt.",),
)

SETTLEMENTS = Table(
    name="settlements",
    grain="one captured charge that is settled: the banks have paid the acquirer, which owes it to us",
    key=("payment_id", "captured_at"),
    owner="Pay",
    columns=(
        Column("payment_id", "INTEGER", "The payment.", references="payments.payment_id"),
        Column("acquirer", "VARCHAR", "The acquirer that has the money and owes it to us.", values=ACQUIRERS),
        Column("captured_at", "TIMESTAMP", "When the charge was made final.", unit="UTC"),
        Column(
            "settled_at",
            "TIMESTAMP",
            "When the banks paid the acquirer, on the day after capture; one moment for a whole batch. The acquirer pays us later, and that is not in the tables.",
            unit="UTC",
        ),
        Column("gross_cents", "INTEGER", "Amount that was charged.", unit="cents"),
        Column("fee_cents", "INTEGER", "What the acquirer keeps of it.", unit="cents"),
        Column("net_cents", "INTEGER", "What the acquirer then pays us: gross_cents minus fee_cents.", unit="cents"),
        Column(
            "batch_id",
            "VARCHAR",
            "The charges that one acquirer settles on one day and pays in one sum: A-1103 is acquirer A's of 3 November.",
        ),
    ),
    irregular=(
        "`payment_id` alone is no key: one payment can have several rows.",
        "Charges captured on 31 December 2025 settle in January and have no row yet.",
        "Payments of the internal merchant have none.",
    ),
)

DISPUTES = Table(
    name="disputes",
    grain="one payment that the payer disputed with the bank",
    key=("dispute_id",),
    owner="Pay",
    columns=(
        Column("dispute_id", "INTEGER", "Number of the dispute, in order of opening."),
        Column("payment_id", "INTEGER", "The payment; at most one dispute each.", references="payments.payment_id"),
        Column("opened_at", "TIMESTAMP", "When the bank opened it, always after settlement.", unit="UTC"),
        Column("reason", "VARCHAR", "What the payer said.", values=("fraud", "duplicate", "not_received", "other")),
        Column(
            "outcome",
            "VARCHAR",
            "Who won, seen from the merchant.",
            null_when="the dispute is still open",
            values=("won", "lost"),
        ),
        Column("amount_cents", "INTEGER", "Amount in dispute: the payment's.", unit="cents"),
    ),
)

LEDGER_ENTRIES = Table(
    name="ledger_entries",
    grain="one line of a posting: a debit or a credit",
    key=("entry_id",),
    owner="Core",
    columns=(
        Column("entry_id", "INTEGER", "Number of the entry, in order of posting."),
        Column(
            "txn_id",
            "INTEGER",
            "The payment that is posted; all its entries carry it, and their debits equal their credits.",
            references="payments.payment_id",
        ),
        Column(
            "posted_at",
            "TIMESTAMP",
            "When it was posted: a charge within an hour after settlement, a refund days later.",
            unit="UTC",
        ),
        Column(
            "account",
            "VARCHAR",
            "acquirer_a and acquirer_b: what acquirers owe us; merchants: what we owe shops.",
            values=("acquirer_a", "acquirer_b", "merchants"),
        ),
        Column("debit_cents", "INTEGER", "Debit; 0 on the lines that credit.", unit="cents"),
        Column("credit_cents", "INTEGER", "Credit; 0 on the lines that debit.", unit="cents"),
        Column(
            "reverses_entry_id",
            "INTEGER",
            "The entry that this one takes back. Entries are never edited.",
            references="ledger_entries.entry_id",
            null_when="it takes nothing back",
        ),
    ),
    irregular=(
        "The table starts on 10 November 2025 with the charges settled from then on, at their gross amount; the "
        "acquirers' fees are booked elsewhere.",
        "A refund is a pair of entries that reverse the charge's two.",
    ),
)

PAY = (MERCHANTS, PAYMENTS, PAYMENT_ATTEMPTS, SETTLEMENTS, DISPUTES, LEDGER_ENTRIES)
