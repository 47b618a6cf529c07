"""The calls that the console offers, and how one leads to the next."""

from __future__ import annotations

from course.services.link.client import Call, Exchange

PARTNER, CUSTOMER = "P07", 9842
CONSENT, LAPSED = 6790, 3427
TOKEN = "{{token}}"
"""Stands in a header for the latest access token."""

ACCESS = {"Authorization": f"Bearer {TOKEN}"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PAYMENT = {**ACCESS, "Content-Type": "application/json", "Idempotency-Key": '"rent-2026-01"'}
OFFERED = {
    "Get an access token": Call(
        "POST", "/token", FORM, f"grant_type=client_credentials&client_id={PARTNER}&client_secret=sandbox"
    ),
    f"List the consents of customer {CUSTOMER}": Call("GET", f"/consents?customer_id={CUSTOMER}", ACCESS),
    "List the accounts under a consent": Call("GET", f"/accounts?consent_id={CONSENT}", ACCESS),
    "Start a payment": Call("POST", "/payments", PAYMENT, '{"amount_cents": 3800, "reference": "Rent January"}'),
    "List my payments": Call("GET", "/payments", ACCESS),
    "Confirm a consent again": Call("POST", f"/consents/{CONSENT}/reconfirmation", ACCESS),
    "Revoke a consent": Call("DELETE", f"/consents/{CONSENT}", ACCESS),
    "List the events that were sent": Call("GET", "/events", ACCESS),
}


def with_token(call: Call, token: str) -> Call:
    """The call with the latest token where its headers name it."""
    headers = {name: value.replace(TOKEN, token) for name, value in call.headers.items()} if token else call.headers
    return Call(call.method, call.target, headers, call.body)


def next_page(exchange: Exchange) -> str:
    """The target of the page after this one; empty if there is none.

    >>> next_page(Exchange(Call("GET", "/payments?cursor=a"), 200, body='{"has_more": true, "next_cursor": "b"}'))
    '/payments?cursor=b'
    """
    values = exchange.values
    if not (exchange.status == 200 and values.get("has_more") and values.get("next_cursor")):
        return ""
    path, _, query = exchange.call.target.partition("?")
    parts = [part for part in query.split("&") if part and not part.startswith("cursor=")]
    return f"{path}?{'&'.join([*parts, 'cursor=' + values['next_cursor']])}"
