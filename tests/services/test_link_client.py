"""Calls over the wire: a live service, its webhooks, and the recorded session that stands in for it."""

from __future__ import annotations

import re
from dataclasses import replace
from queue import Queue

import pytest

from course.services.link import record as recording
from course.services.link.calls import ACCESS, OFFERED, next_page, with_token
from course.services.link.client import Call, Live, NotRecorded, Recorded, read_session
from course.services.link.receiver import Receiver
from course.services.link.serve import serve, switch

RECORD = "Run `python -m course.services.link.record`."


def lasting(exchange):
    """Without the seconds of a wait, which depend on the machine."""
    if exchange.status != 429:
        return exchange
    return replace(exchange, body="", headers={**exchange.headers, "retry-after": "", "content-length": ""})


@pytest.mark.slow
def test_the_recorded_session_is_what_the_api_answers_today():
    assert [*map(lasting, recording.record())] == [*map(lasting, read_session())], RECORD


def test_the_recording_answers_the_calls_that_are_offered_in_turn():
    link = Recorded(read_session())
    pay = with_token(OFFERED["Start a payment"], "lk")
    first = link.send(with_token(OFFERED["List the accounts under a consent"], "lk"))
    second = link.send(Call("GET", next_page(first), ACCESS))

    assert [link.send(pay).status for _ in range(3)] == [0, 201, 0]
    assert (len(first.values["data"]), len(second.values["data"])) == (10, 10)
    with pytest.raises(NotRecorded, match="holds no such call"):
        link.send(Call("GET", "/nothing"))


def test_a_call_stands_there_as_it_goes_over_the_wire():
    call = Call("POST", "/payments", {"Authorization": "Bearer lk"}, '{"a": 1}')
    assert call.text == 'POST /payments HTTP/1.1\nAuthorization: Bearer lk\n\n{"a": 1}'
    assert call.curl("http://127.0.0.1:1") == (
        "curl -X POST http://127.0.0.1:1/payments -H 'Authorization: Bearer lk' --data '{\"a\": 1}'"
    )


@pytest.mark.slow
def test_a_captured_payment_without_an_answer_is_sent_again_and_told_by_a_signed_webhook():
    arrived: Queue = Queue()
    with serve() as service:
        link, receiver = Live(service.address, patience=1.0), Receiver(arrived.put)
        token = link.send(OFFERED["Get an access token"]).values["access_token"]
        hook = Call("POST", "/webhooks", {"Authorization": f"Bearer {token}"}, f'{{"url": "{receiver.url}"}}')
        receiver.secret = link.send(hook).values["secret"]
        switch(service, timeout_after_capture=True)
        pay = with_token(OFFERED["Start a payment"], token)
        silent = link.send(pay)
        switch(service)
        again = link.send(pay)
        delivery = arrived.get(timeout=60)
        receiver.stop()

    assert (silent.status, again.status) == (0, 201)
    assert silent.text == "No answer within 1 seconds. The client does not know whether the call did its work."
    assert again.headers["idempotent-replayed"] == "true"
    assert delivery.genuine and delivery.kind == "payment.captured"
    assert not receiver.read(re.sub("3800", "9800", delivery.body).encode(), delivery.signature).genuine
    with pytest.raises(ConnectionError):
        link.send(pay)
