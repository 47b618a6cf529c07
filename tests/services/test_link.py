"""The API keeps what its document promises: pages, limits, safe payments, consents after RB2, signed webhooks."""

from __future__ import annotations

import json
from datetime import timedelta

import openapi_spec_validator
import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from course.case import link
from course.services.link import webhooks
from course.services.link.application import DOCUMENT, application
from course.services.link.limits import Limits
from course.services.link.problem import Problem
from course.services.link.state import Partner, State

SPEC = json.loads(DOCUMENT.read_text(encoding="utf-8"))
DAY = timedelta(days=1)
PAYMENT = {"amount_cents": 3800, "reference": "Rent"}


def consent(number, granted, partner="P07", reconfirmed=None, revoked=None):
    return link.Consent(number, partner, 9842, "accounts", link.NOW - granted * DAY, reconfirmed, revoked)


CONSENTS = (
    consent(1, 30),
    consent(2, 95),
    consent(3, 95, reconfirmed=link.NOW - 10 * DAY),
    consent(4, 30, revoked=link.NOW - DAY),
    consent(5, 30, partner="P08"),
    consent(6, 200, reconfirmed=link.NOW - 50 * DAY),
)


@pytest.fixture
def state():
    partners = {code: Partner(code, "Wendimo", 60) for code in ("P07", "P08")}
    return State(partners, {one.consent_id: one for one in CONSENTS})


@pytest.fixture
def api(state):
    client = TestClient(application(state))
    form = "grant_type=client_credentials&client_id=P07&client_secret=sandbox"
    client.headers["Authorization"] = f"Bearer {client.post('/token', content=form).json()['access_token']}"
    return client


def pay(api, key='"rent"', **changes):
    return api.post("/payments", json={**PAYMENT, **changes}, headers={"Idempotency-Key": key} if key else {})


def resolved(schema):
    return {"$ref": schema["$ref"], "components": SPEC["components"]} if "$ref" in schema else schema


def test_the_document_is_valid():
    openapi_spec_validator.validate(SPEC)


def test_the_document_and_the_application_have_the_same_operations(state):
    routes = {
        (method, route.path.replace("{consent}", "{consent_id}"))
        for route in application(state).routes
        for method in route.methods - {"HEAD"}
        if route.path not in ("/openapi.json", "/switches")
    }
    documented = {
        (method.upper(), path)
        for path, operations in SPEC["paths"].items()
        for method in operations.keys() & {"get", "post", "delete"}
    }
    assert routes == documented


ANSWERS = [
    ("GET", "/consents", 200),
    ("GET", "/consents?customer_id=9842&limit=2", 200),
    ("GET", "/consents?limit=11", 400),
    ("GET", "/consents/1", 200),
    ("GET", "/consents/5", 404),
    ("GET", "/consents/9", 404),
    ("GET", "/consents/x", 404),
    ("DELETE", "/consents/1", 200),
    ("DELETE", "/consents/2", 200),
    ("POST", "/consents/1/reconfirmation", 200),
    ("POST", "/consents/2/reconfirmation", 409),
    ("POST", "/consents/4/reconfirmation", 409),
    ("GET", "/accounts?consent_id=1", 200),
    ("GET", "/accounts?consent_id=2", 403),
    ("GET", "/accounts?consent_id=3", 200),
    ("GET", "/accounts?consent_id=4", 403),
    ("GET", "/accounts?consent_id=5", 404),
    ("GET", "/accounts?consent_id=6", 403),
    ("GET", "/accounts?consent_id=1&cursor=guess", 400),
    ("GET", "/accounts", 400),
    ("GET", "/payments", 200),
    ("POST", "/payments", 400),
    ("GET", "/events", 200),
]


@pytest.mark.parametrize(("method", "target", "status"), ANSWERS, ids=[f"{a[0]} {a[1]}" for a in ANSWERS])
def test_every_answer_is_as_documented(api, method, target, status):
    answer = api.request(method, target)
    path = target.partition("?")[0]
    path = "/consents/{consent_id}" + path[11:] if path.startswith("/consents/") else path
    documented = SPEC["paths"][path][method.lower()]["responses"][str(status)]
    documented = (
        SPEC["components"]["responses"][documented["$ref"].rpartition("/")[2]] if "$ref" in documented else documented
    )
    ((media, content),) = documented["content"].items()

    assert answer.status_code == status
    assert answer.headers["content-type"] == media
    Draft202012Validator(resolved(content["schema"])).validate(answer.json())


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer lk_p07_9999", "Basic lk_p07_0001", "lk_p07_0001"])
def test_nothing_without_a_valid_token(api, header):
    answer = api.get("/consents", headers={"Authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


def test_a_token_has_an_end(api, state):
    token = next(iter(state.tokens))
    state.tokens[token] = ("P07", 0.0)
    assert api.get("/consents").status_code == 401


@pytest.mark.parametrize(
    "form", ["", "grant_type=password", "grant_type=client_credentials&client_id=P07&client_secret=x"]
)
def test_no_token_for_strangers(api, form):
    assert api.post("/token", content=form).status_code in (400, 401)


@pytest.mark.parametrize("limit", [1, 3, 10])
def test_pages_hold_every_account_once(api, limit):
    seen, cursor = [], ""
    while cursor is not None:
        page = api.get(f"/accounts?consent_id=1&limit={limit}" + (f"&cursor={cursor}" if cursor else "")).json()
        assert page["has_more"] == (page["next_cursor"] is not None)
        seen += [account["account_id"] for account in page["data"]]
        cursor = page["next_cursor"]
    assert seen == [account.account_id for account in link.accounts(CONSENTS[0])]


def test_the_limit_is_the_plans_and_says_how_long_to_wait(api):
    left = [api.get("/payments").headers["X-RateLimit-Remaining"] for _ in range(60)]
    refused = api.get("/payments")

    assert left == [str(number) for number in range(59, -1, -1)]
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60


def test_a_window_ends_after_a_minute():
    limits = Limits()
    assert [limits.count("P07", 2, 0.0), limits.count("P07", 2, 59.0)] == [1, 0]
    with pytest.raises(Problem) as refused:
        limits.count("P07", 2, 59.5)
    assert refused.value.headers == {"Retry-After": "1"}
    assert limits.count("P08", 2, 59.5) == limits.count("P07", 2, 60.0) == 1


def test_a_repeated_payment_is_the_same_payment(api):
    first, second = pay(api), pay(api)

    assert first.json() == second.json()
    assert (first.headers.get("Idempotent-Replayed"), second.headers["Idempotent-Replayed"]) == (None, "true")
    assert len(api.get("/payments").json()["data"]) == 1


def test_a_new_key_is_a_new_payment(api):
    assert pay(api).json() != pay(api, '"rent 2"').json()
    assert len(api.get("/payments").json()["data"]) == 2


@pytest.mark.parametrize(
    ("key", "changes", "status", "code"),
    [
        (None, {}, 400, "idempotency_key_missing"),
        ("rent", {}, 400, "idempotency_key_missing"),
        ('""', {}, 400, "idempotency_key_missing"),
        ('"used"', {"amount_cents": 3900}, 422, "idempotency_key_reused"),
        ('"new"', {"amount_cents": 0}, 422, "invalid_amount"),
        ('"new"', {"amount_cents": 38.5}, 422, "invalid_amount"),
        ('"new"', {"amount_cents": True}, 422, "invalid_amount"),
        ('"new"', {"reference": "x" * 36}, 422, "invalid_reference"),
    ],
)
def test_a_payment_that_cannot_be(api, key, changes, status, code):
    pay(api, '"used"')
    answer = pay(api, key, **changes)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert len(api.get("/payments").json()["data"]) == 1


def test_a_refused_payment_leaves_its_key_free(api):
    pay(api, amount_cents=0)
    assert pay(api).status_code == 201


def test_a_call_that_still_runs_is_not_done_twice(api, state):
    body = json.dumps(PAYMENT).encode()
    state.answers.begin("P07", "rent", body)
    answer = api.post("/payments", content=body, headers={"Idempotency-Key": '"rent"'})
    assert (answer.status_code, answer.json()["code"]) == (409, "request_in_progress")


def test_a_confirmation_gives_90_more_days_and_revoking_ends_everything(api):
    confirmed = api.post("/consents/1/reconfirmation").json()
    assert (confirmed["status"], confirmed["lapses_at"]) == ("reconfirmed", "2026-04-19T09:00:00Z")
    assert api.delete("/consents/1").json()["status"] == "revoked"
    assert api.get("/accounts?consent_id=1").json()["code"] == "consent_revoked"


@pytest.mark.parametrize(
    "url", [None, 7, "https://127.0.0.1/x", "http://example.org/x", "http://127.0.0.1.example.org/"]
)
def test_webhooks_stay_on_this_computer(api, url):
    assert api.post("/webhooks", json={"url": url}).status_code == 422


def test_events_go_to_the_partners_own_hooks(api, state, monkeypatch):
    sent = []
    monkeypatch.setattr(
        webhooks, "send", lambda hooks, event: sent.append((len(hooks), event["type"], event["version"]))
    )
    state.hooks.append({"partner": "P08", "url": "", "secret": ""})
    api.post("/webhooks", json={"url": "http://127.0.0.1:9/x"})
    pay(api)
    api.delete("/consents/1")

    assert sent == [(1, "payment.captured", 1), (1, "consent.revoked", 3)]
    assert [event["type"] for event in api.get("/events").json()["data"]] == ["payment.captured", "consent.revoked"]


def test_switches_are_set_and_reset(api):
    assert api.put("/switches", json={"low_limit": True, "unknown": 1}).json()["low_limit"] is True
    codes = [api.get("/payments").status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    assert not any(api.put("/switches", json={}).json().values())


def test_in_an_outage_nothing_is_done(api):
    api.put("/switches", json={"outage": True})
    assert pay(api).status_code == 503
    api.put("/switches", json={})
    assert api.get("/payments").json()["data"] == []


def test_an_unknown_call_is_a_problem_too(api):
    assert api.get("/nothing").json()["code"] == api.put("/payments").json()["code"] == "unknown_call"
