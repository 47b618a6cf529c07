"""Customers and the calendar."""

from __future__ import annotations

from ..schema import Column, Table

COUNTRIES = ("HA", "KE2")
CHANNELS = ("organic", "paid_social", "affiliate", "partner_app")

CUSTOMERS = Table(
    name="customers",
    grain="one person who opened a Mandaro account",
    key=("customer_id",),
    owner="Core",
    columns=(
        Column("customer_id", "INTEGER", "Number of the customer, in the order in which accounts were opened."),
        Column("created_at", "TIMESTAMP", "When the account was opened.", unit="UTC"),
        Column("country", "VARCHAR", "Country in which the customer lives.", values=COUNTRIES),
        Column(
            "channel",
            "VARCHAR",
            "How the customer came to Mandaro when opening the account; a later loan "
            "application can come through another channel.",
            values=CHANNELS,
        ),
        Column(
            "device_os", "VARCHAR", "Operating system on which the account is used.", values=("android", "ios", "web")
        ),
        Column(
            "os_major", "INTEGER", "Main version of that operating system, such as 14.", null_when="device_os is web"
        ),
        Column(
            "kyc_status",
            "VARCHAR",
            "Whether the identity check (KYC, know your customer) is done.",
            values=("pending", "verified", "rejected"),
        ),
        Column(
            "kyc_level",
            "VARCHAR",
            "How thorough the finished check was: basic allows payments, full allows loans above €500.",
            null_when="kyc_status is not verified",
            values=("basic", "full"),
        ),
        Column("birth_year", "INTEGER", "Year of birth.", unit="year"),
        Column(
            "monthly_income_cents",
            "INTEGER",
            "Income after tax that the customer stated.",
            unit="cents a month",
            null_when="the customer did not state it",
        ),
        Column(
            "is_test",
            "BOOLEAN",
            "True for accounts that colleagues use for trying things out; leave them out of every figure.",
        ),
    ),
    irregular=(
        "Test accounts (is_test) stand among the real ones.",
        "Many customers never applied for a loan and never paid with Mandaro Pay.",
    ),
)

CALENDAR = Table(
    name="calendar",
    grain="one day of the year 2025",
    key=("day",),
    owner="Data",
    columns=(
        Column("day", "DATE", "The day."),
        Column("weekday", "INTEGER", "Day of the week: 1 is Monday, 7 is Sunday."),
        Column("is_payday", "BOOLEAN", "True from the 25th to the 28th, when most salaries arrive."),
        Column(
            "holiday",
            "VARCHAR",
            "Name of the public holiday, the same in both countries.",
            null_when="the day is no holiday",
        ),
    ),
)

COMPANY = (CUSTOMERS, CALENDAR)
