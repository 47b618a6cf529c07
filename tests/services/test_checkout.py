"""The small checkout, really running: which fault gives which status, what the books say, and that nothing is left."""

from __future__ import annotations

from dataclasses import replace

import psutil
import pytest

from course.services.checkout.front import FRONT, after_front_steps, front_steps, refused_journey
from course.services.checkout.journey import Journey, Step, from_json
from course.services.checkout.session import PARTS, RUSH, STATES, WORKERS, Live, Recorded

FAULTS = {
    "well": (201, "charged", True, ()),
    "cache slow": (201, "charged", True, ("cache",)),
    "cache gone": (201, "charged", True, ("cache",)),
    "database slow": (201, "charged", True, ()),
    "database gone": (503, "not charged", False, ("database",)),
    "acquirer slow": (504, "unknown", True, ("acquirer",)),
    "acquirer gone": (502, "not charged", None, ("acquirer",)),
}


@pytest.fixture(scope="module")
def live():
    session = Live()
    yield session
    session.stop()


def told(journey: Journey) -> tuple:
    return journey.status, journey.shop_knowledge, journey.charged, journey.failed


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["well", "cache gone", "database gone", "acquirer slow", "acquirer gone"])
def test_a_fault_gives_its_status_and_the_books_know_more(live, fault):
    live.restart()
    if fault != "well":
        live.set(*fault.split())

    # On a busy machine, a sound part may once answer too late.
    assert any(told(live.send()) == FAULTS[fault] for _ in range(3))


@pytest.mark.slow
def test_a_rush_waits_for_workers(live):
    live.restart()
    journeys = live.rush()

    assert [journey.status for journey in journeys] == [201] * RUSH
    assert sum(journey.wait_ms > 100 for journey in journeys) >= RUSH - WORKERS


@pytest.mark.slow
def test_a_worker_that_ends_leaves_no_answer_and_a_charged_card(live):
    live.restart()
    journey = live.kill_worker()

    assert (journey.status, journey.shop_knowledge, journey.charged) == (None, "unknown", True)
    assert live.worker_count == WORKERS - 1
    assert live.send().status == 201


@pytest.mark.slow
def test_it_says_where_it_runs_and_leaves_nothing(live):
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    other = Live()
    assert other.checkout.address in other.description
    other.stop()

    assert {child.pid for child in psutil.Process().children(recursive=True)} <= before | set(live.workers)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_recording_tells_the_same(fault):
    session = Recorded()
    if fault != "well":
        session.set(*fault.split())

    assert told(session.send()) == FAULTS[fault]


def test_the_recording_is_complete():
    session = Recorded()

    assert set(session.faults) == {
        "well",
        "worker slow",
        *(f"{part} {state}" for part in PARTS for state in STATES[1:]),
    }
    assert len(session.rush()) == RUSH
    assert session.kill_worker().status is None


STEPS = (Step("worker", 0.1), Step("cache", 2.0), Step("database", 3.0), Step("acquirer", 300.0))


@pytest.mark.parametrize(
    ("journey", "known", "noticed"),
    [
        (Journey(201, 310.0, STEPS), "charged", "Nobody."),
        (Journey(201, 1310.0, STEPS), "charged", "Payers, who wait."),
        (Journey(201, 410.0, (Step("cache", 100.0, "silent"), *STEPS[2:])), "charged", "Nobody outside."),
        (Journey(422, 2.0), "not charged", "The shop"),
        (Journey(502, 9.0, (*STEPS[:3], Step("acquirer", 0.2, "refused"))), "not charged", "The payer at once"),
        (Journey(504, 1003.0, (*STEPS[:3], Step("acquirer", 1000.0, "silent"))), "unknown", "The payer at once"),
        (Journey(None, 40.0), "unknown", "This payer alone."),
    ],
)
def test_what_can_be_known_and_who_notices(journey, known, noticed):
    assert journey.shop_knowledge == known
    assert journey.first_to_notice.startswith(noticed)
    assert from_json(replace(journey).as_json()) == journey


@pytest.mark.parametrize("part", FRONT)
def test_what_stands_before_checkout_can_be_gone_and_nothing_arrives(part):
    stopped = refused_journey(front_steps({**dict.fromkeys(FRONT, "well"), part: "gone"}))

    assert (stopped.status, stopped.shop_knowledge, stopped.charged) == (None, "not charged", False)
    assert stopped.turned_away == part and "Checkout's alarm is silent" in stopped.first_to_notice


@pytest.mark.parametrize("part", FRONT)
def test_what_stands_before_checkout_can_be_slow_and_payers_wait(part):
    well = Recorded().send()
    met = front_steps({**dict.fromkeys(FRONT, "well"), part: "slow"})
    slow = after_front_steps(met, well)

    assert refused_journey(met) is None and slow.status == well.status
    assert slow.ms > well.ms + 300 and slow.steps[0].name == part


def test_the_first_part_that_is_gone_ends_it():
    steps = front_steps({"DNS": "slow", "TLS": "gone", "balancer": "gone"})

    assert [step.name for step in steps] == ["DNS", "TLS"]


def test_a_slow_worker_keeps_payers_waiting_and_no_alarm_counts_it():
    session = Recorded()
    session.slow_workers(True)
    journey = session.send()

    assert journey.status == 201 and journey.ms > 800
    assert "work" in [step.name for step in journey.steps] and journey.first_to_notice.startswith("Payers, who wait")
