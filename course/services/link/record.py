"""Records the session that is shown where no server can run: ``python -m course.services.link.record``."""

from __future__ import annotations

from course.services.link.calls import ACCESS, LAPSED, OFFERED, next_page, with_token
from course.services.link.client import SESSION, Call, Exchange, Live, session_text
from course.services.link.serve import serve, switch

CHANGING = ("host", "date")
TOKEN, CONSENTS, ACCOUNTS, PAYMENT, PAYMENTS, CONFIRM, REVOKE, EVENTS = OFFERED.values()
WITHOUT_KEY = Call("POST", "/payments", {**ACCESS, "Content-Type": "application/json"}, PAYMENT.body)


def record() -> tuple[Exchange, ...]:
    """The lesson's calls on a service of their own: a token, all pages, a payment sent twice, a limit, an end."""
    with serve() as service:
        link, exchanges, token = Live(service.address), [], ""

        def send(call: Call) -> Exchange:
            exchanges.append(_reproducible(link.send(with_token(call, token))))
            return exchanges[-1]

        send(Call("GET", ACCOUNTS.target))
        token = send(TOKEN).values["access_token"]
        send(CONSENTS)
        send(Call("GET", f"/accounts?consent_id={LAPSED}", ACCESS))
        page = send(ACCOUNTS)
        while target := next_page(page):
            page = send(Call("GET", target, ACCESS))
        switch(service, timeout_after_capture=True)
        send(PAYMENT)
        switch(service)
        for call in (PAYMENT, PAYMENTS, WITHOUT_KEY, EVENTS):
            send(call)
        switch(service, low_limit=True)
        send(PAYMENTS)
        switch(service)
        for call in (CONFIRM, REVOKE, ACCOUNTS):
            send(call)
    return tuple(exchanges)


def _reproducible(exchange: Exchange) -> Exchange:
    """An exchange without what differs from one run to the next."""
    call = exchange.call
    return Exchange(
        Call(call.method, call.target, _stable_headers(call.headers), call.body),
        exchange.status,
        exchange.reason,
        _stable_headers(exchange.headers),
        exchange.body,
        problem=exchange.problem,
    )


def _stable_headers(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in CHANGING}


if __name__ == "__main__":
    SESSION.write_text(session_text(record()), encoding="utf-8", newline="\n")
