"""The console without a browser: what is asked, what is shown, and the recorded session where no server can be had."""

from __future__ import annotations

import pytest

from course.services.link.calls import OFFERED
from course.services.link.client import read_session
from course.services.link.receiver import Delivery
from course.services.run import ServiceError
from course.views.demos.console import Console, fields
from course.views.demos.console import line as lines

NUMBERS = iter(range(1, 1000))


def ask(console, do="send", **values):
    desk = console.controls["Request"]
    desk.asked = {"do": do, "number": next(NUMBERS), **values}
    return desk


def send(console, name, **changes):
    return ask(console, **{**fields(OFFERED[name]), **changes})


TOKEN, CONSENTS, ACCOUNTS, PAYMENT = list(OFFERED)[:4]


@pytest.fixture
def replayed(monkeypatch):
    def refuse():
        raise ServiceError("No free port can be had on this computer.")

    monkeypatch.setattr(lines, "service", None)
    monkeypatch.setattr(lines, "serve", refuse)
    return Console()


@pytest.fixture(scope="module")
def live():
    yield Console()
    if lines.service:
        lines.service.stop()
        lines.service = None


def test_nothing_starts_before_the_first_call(monkeypatch):
    monkeypatch.setattr(lines, "service", None)
    monkeypatch.setattr(lines, "serve", lambda: pytest.fail("a server was started"))
    assert Console().controls["Request"].state == lines.WAITING


def test_page_by_page_to_the_last_one(live):
    desk = send(live, TOKEN)
    assert "runs on http://127.0.0.1:" in desk.state and not desk.recorded
    desk = send(live, ACCOUNTS)
    assert desk.tally == (
        "Fetched from /accounts: 1 page, 10 items; their balance_cents add up to 495,269. has_more is true."
    )
    while desk.next:
        desk = send(live, ACCOUNTS, target=desk.next)
    assert desk.tally == (
        "Fetched from /accounts: 3 pages, 26 items; their balance_cents add up to 1,107,716. has_more is false."
    )
    assert "Authorization: Bearer lk_p07_" in desk.log[0]["request"]
    assert desk.log[0]["curl"].startswith("curl 'http://127.0.0.1:")
    assert [entry["number"] for entry in desk.log] == list(range(len(desk.log), 0, -1))


def test_switches_and_webhooks_reach_the_api(live):
    send(live, TOKEN)
    ask(live, "switch", switches={"latency_ms": 500, "low_limit": False, "timeout_after_capture": False})
    assert send(live, CONSENTS).log[0]["milliseconds"] >= 500
    ask(live, "switch", switches={"low_limit": True})
    assert [send(live, CONSENTS).log[0]["outcome"] for _ in range(4)][-1] == "429 Too Many Requests"
    ask(live, "switch", switches={})
    assert ask(live, "listen").log[0]["outcome"] == "201 Created"


@pytest.mark.parametrize(("genuine", "said"), [(True, "signature fits"), (False, "signature does not fit")])
def test_a_webhook_is_logged_with_its_signature(replayed, genuine, said):
    desk = replayed.controls["Request"]
    replayed.receive(Delivery("evt_1", "payment.captured", "{}", "t=1,v1=a", genuine))
    assert (desk.log[0]["outcome"], desk.log[0]["ok"]) == (said, genuine)


def test_without_a_server_the_recorded_session_answers_and_says_so(replayed):
    send(replayed, TOKEN)
    desk = send(replayed, ACCOUNTS)
    while desk.next:
        desk = send(replayed, ACCOUNTS, target=desk.next)
    assert desk.recorded and desk.state.startswith(
        "No free port can be had on this computer. So this is a recorded session"
    )
    assert "3 pages, 26 items" in desk.tally


def test_a_call_that_was_not_recorded_is_a_sentence(replayed):
    desk = send(replayed, ACCOUNTS, target="/elsewhere")
    assert desk.answered == 1 and desk.log == []
    assert desk.tally == "The recorded session holds no such call. Take one from the list of calls."


def test_a_service_that_ended_is_started_anew(live):
    send(live, TOKEN)
    lines.service.stop()
    assert send(live, TOKEN).log[0]["outcome"] == "200 OK"


def test_starting_again_clears_the_log_and_lets_nothing_go_wrong(live):
    send(live, TOKEN)
    ask(live, "switch", switches={"outage": True})
    live.controls["Start again"].click()
    desk = live.controls["Request"]

    assert (desk.log, desk.tally, desk.cleared) == ([], "", 1)
    assert send(live, TOKEN).log[0]["outcome"] == "200 OK"
    assert send(live, CONSENTS).log[0]["outcome"] == "200 OK"


def test_the_twin_shows_every_call():
    assert Console().twin.count("<details>") == len(read_session())
