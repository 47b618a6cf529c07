"""The API of Mandaro Link as an ASGI application: what each path does. openapi.json describes it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields
from pathlib import Path
from urllib.parse import parse_qs

import duckdb
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from course.case import link
from course.services.link import representation, webhooks
from course.services.link.idempotency import read_key
from course.services.link.problem import Problem
from course.services.link.state import LOW_LIMIT, SECRET, TOKEN_SECONDS, Partner, State, Switches

SILENCE_SECONDS = 30
DOCUMENT = Path(__file__).with_name("openapi.json")
PARTNERS = "SELECT partner_id, name, rate_limit_rpm FROM partners"
Handler = Callable[[Request, Partner], Awaitable[Response]]


def make(database: str) -> Starlette:
    """The application over a database of the case, with nothing but its partners and consents in memory."""
    with duckdb.connect(database, read_only=True) as connection:
        partners = {row[0]: Partner(*row) for row in connection.execute(PARTNERS).fetchall()}
        consents = link.read_consents(connection.execute(link.CONSENTS).fetchall())
    return application(State(partners, {consent.consent_id: consent for consent in consents}))


def application(state: State) -> Starlette:
    """The application over a state."""
    api = Api(state)
    guarded = {
        ("GET", "/consents"): api.list_consents,
        ("GET", "/consents/{consent}"): api.read_consent,
        ("DELETE", "/consents/{consent}"): api.revoke,
        ("POST", "/consents/{consent}/reconfirmation"): api.reconfirm,
        ("GET", "/accounts"): api.list_accounts,
        ("GET", "/payments"): api.list_payments,
        ("POST", "/payments"): api.pay,
        ("GET", "/events"): api.list_events,
        ("POST", "/webhooks"): api.register,
    }
    routes = [Route(path, api.guard(handler), methods=[method]) for (method, path), handler in guarded.items()]
    routes += [
        Route("/token", api.token, methods=["POST"]),
        Route("/openapi.json", api.document),
        Route("/switches", api.switches, methods=["GET", "PUT"]),
    ]
    return Starlette(routes=routes, exception_handlers={Problem: _problem_response, HTTPException: _unknown_call})


class Api:
    """One method for each operation of openapi.json."""

    def __init__(self, state: State):
        self.state = state

    def guard(self, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        """A handler behind the token, the rate limit and the slowness that is switched on."""

        async def guarded(request: Request) -> Response:
            await asyncio.sleep(self.state.switches.latency_ms / 1000)
            scheme, _, token = request.headers.get("authorization", "").partition(" ")
            partner = self.state.partner_of(token if scheme.lower() == "bearer" else "")
            limit = LOW_LIMIT if self.state.switches.low_limit else partner.limit
            if self.state.switches.outage:
                raise Problem(503, "unavailable", "The bank does not answer at the moment. Try again later.")
            remaining = self.state.limits.count(partner.partner_id, limit, asyncio.get_running_loop().time())
            answer = await handler(request, partner)
            answer.headers["X-RateLimit-Remaining"] = str(remaining)
            return answer

        return guarded

    async def token(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode(errors="replace")).items()}
        if form.get("grant_type") != "client_credentials":
            raise Problem(400, "unsupported_grant_type", "grant_type is client_credentials.")
        if form.get("client_id") not in self.state.partners or form.get("client_secret") != SECRET:
            raise Problem(401, "invalid_client", "client_id or client_secret is wrong.")
        token = self.state.issue(form["client_id"])
        return _json({"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS})

    async def list_consents(self, request: Request, partner: Partner) -> Response:
        customer = request.query_params.get("customer_id", "")
        own_consents = (consent for consent in self.state.consents.values() if consent.partner_id == partner.partner_id)
        page_items = [
            representation.consent_json(consent, self.state.now)
            for consent in own_consents
            if customer in ("", str(consent.customer_id))
        ]
        return _json(representation.page(page_items, "consent_id", request.query_params))

    async def read_consent(self, request: Request, partner: Partner) -> Response:
        return _json(
            representation.consent_json(self.state.consent(partner, request.path_params["consent"]), self.state.now)
        )

    async def revoke(self, request: Request, partner: Partner) -> Response:
        consent = self.state.consent(partner, request.path_params["consent"])
        changed = self.state.change(consent, revoked_at=consent.revoked_at or self.state.now)
        self._send_event(partner, "consent.revoked", 3, {"consent_id": changed.consent_id})
        return _json(representation.consent_json(changed, self.state.now))

    async def reconfirm(self, request: Request, partner: Partner) -> Response:
        consent = self.state.consent(partner, request.path_params["consent"])
        if not consent.readable(self.state.now):
            status = consent.status(self.state.now)
            raise Problem(409, f"consent_{status}", f"The consent is {status}. The customer has to grant a new one.")
        changed = self.state.change(consent, confirmed_again_at=self.state.now)
        self._send_event(partner, "consent.reconfirmed", 2, {"consent_id": changed.consent_id})
        return _json(representation.consent_json(changed, self.state.now))

    async def list_accounts(self, request: Request, partner: Partner) -> Response:
        consent_id = request.query_params.get("consent_id")
        if consent_id is None:
            raise Problem(400, "consent_id_missing", "Say under which consent: /accounts?consent_id=…")
        accounts = link.accounts(self.state.readable(partner, consent_id))
        return _json(
            representation.page(
                [representation.account_json(account) for account in accounts], "account_id", request.query_params
            )
        )

    async def list_payments(self, request: Request, partner: Partner) -> Response:
        own_payments = [payment["shown"] for payment in self.state.payments if payment["partner"] == partner.partner_id]
        return _json(representation.page(own_payments, "payment_id", request.query_params))

    async def pay(self, request: Request, partner: Partner) -> Response:
        key, body = read_key(request.headers.get("idempotency-key")), await request.body()
        if (first_answer := self.state.answers.begin(partner.partner_id, key, body)) is not None:
            return _json(first_answer, 201, {"Idempotent-Replayed": "true"})
        try:
            payment = self._capture(partner, body)
        except Problem:
            self.state.answers.forget(partner.partner_id, key)
            raise
        self.state.answers.keep(partner.partner_id, key, payment)
        if self.state.switches.timeout_after_capture:
            await asyncio.sleep(SILENCE_SECONDS)
        return _json(payment, 201)

    def _capture(self, partner: Partner, body: bytes) -> dict:
        amount, reference = _read_payment(body)
        number = f"pay_{len(self.state.payments) + 1:04d}"
        payment = {"payment_id": number, "amount_cents": amount, "reference": reference, "status": "captured"}
        self.state.payments.append({"partner": partner.partner_id, "shown": payment})
        self._send_event(partner, "payment.captured", 1, payment)
        return payment

    async def list_events(self, request: Request, partner: Partner) -> Response:
        own_events = [event for event in self.state.events if event["partner"] == partner.partner_id]
        events = [{name: value for name, value in event.items() if name != "partner"} for event in own_events]
        return _json(representation.page(events, "id", request.query_params))

    async def register(self, request: Request, partner: Partner) -> Response:
        url = webhooks.check_address(_read_json(await request.body()).get("url"))
        hook = {"url": url, "secret": f"whsec_{partner.partner_id.lower()}_{len(self.state.hooks) + 1}"}
        self.state.hooks.append({"partner": partner.partner_id, **hook})
        return _json(hook, 201)

    async def document(self, request: Request) -> Response:
        return Response(DOCUMENT.read_bytes(), media_type="application/json")

    async def switches(self, request: Request) -> Response:
        """What the demo lets go wrong; no part of the API, so it needs no token and is not in its document."""
        if request.method == "PUT":
            values = _read_json(await request.body())
            settings = {switch.name: values[switch.name] for switch in fields(Switches) if switch.name in values}
            self.state.switches = Switches(**settings)
        return _json(asdict(self.state.switches))

    def _send_event(self, partner: Partner, kind: str, version: int, about: dict) -> None:
        event = self.state.note_event(partner, kind, version, about)
        webhooks.send([hook for hook in self.state.hooks if hook["partner"] == partner.partner_id], event)


def _read_payment(body: bytes) -> tuple[int, str]:
    values = _read_json(body)
    amount, reference = values.get("amount_cents"), values.get("reference", "")
    if not isinstance(amount, int) or isinstance(amount, bool) or amount <= 0:
        raise Problem(422, "invalid_amount", "amount_cents is a whole number above 0: €38.00 is 3800.")
    if not isinstance(reference, str) or len(reference) > 35:
        raise Problem(422, "invalid_reference", "reference is a text of at most 35 characters.")
    return amount, reference


def _read_json(body: bytes) -> dict:
    try:
        values = json.loads(body)
    except ValueError as error:
        raise Problem(400, "invalid_json", "The body is not JSON.") from error
    if not isinstance(values, dict):
        raise Problem(400, "invalid_json", "The body is a JSON object, such as {}.")
    return values


def _json(values: dict, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Indented, so that what goes over the wire can be read."""
    text = json.dumps(values, indent=2, ensure_ascii=False)
    return Response(text, status, headers, "application/json")


def _problem_response(request: Request, problem: Problem) -> Response:
    text = json.dumps(problem.body, indent=2, ensure_ascii=False)
    return Response(text, problem.status, problem.headers, "application/problem+json")


def _unknown_call(request: Request, error: HTTPException) -> Response:
    return _problem_response(
        request,
        Problem(error.status_code, "unknown_call", f"{request.method} {request.url.path} is no call of this API."),
    )
