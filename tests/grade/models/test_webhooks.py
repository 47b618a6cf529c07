"""The handler of webhooks: which rules survive every shuffle, and what each wrong one loses."""

from __future__ import annotations

from itertools import product

import pytest

from course.grade.models import webhooks
from course.grade.models.webhooks import (
    ALL,
    ANSWER_FIRST,
    ARRIVAL,
    BY_EVENT,
    BY_KIND,
    HAPPENED,
    NEWER,
    RAW,
    REWRITTEN,
    RIGHT,
    STORE_FIRST,
    TRUST,
    WORK_FIRST,
    Rules,
    Shuffle,
    handler,
    shuffles,
    state,
)

CONTROLS = (
    (TRUST, REWRITTEN, RAW),
    (ALL, BY_KIND, BY_EVENT),
    (ARRIVAL, NEWER),
    (WORK_FIRST, ANSWER_FIRST, STORE_FIRST),
)
BEST = (RAW, BY_EVENT, NEWER, STORE_FIRST)


def run(*choices: str):
    return handler(dict(zip(("verify", "repeated", "order", "answer"), choices, strict=True)))


def test_only_the_order_that_stores_first_survives_every_shuffle():
    assert [choices for choices in product(*CONTROLS) if run(*choices).value == 1] == [BEST]


@pytest.mark.parametrize(
    ("place", "choice", "ends"),
    [
        (0, TRUST, "“cancelled” with €20"),
        (0, REWRITTEN, "“settled” with €10"),
        (1, ALL, "“settled” with €30"),
        (1, BY_KIND, "“settled” with €10"),
        (2, ARRIVAL, "“authorised” with €20"),
        (3, WORK_FIRST, "“settled” with €0"),
        (3, ANSWER_FIRST, "“settled” with €10"),
    ],
)
def test_each_single_wrong_rule_is_shown_a_shuffle_that_breaks_it(place, choice, ends):
    found = run(*BEST[:place], choice, *BEST[place + 1 :])

    assert found.value < 0.75
    assert f"At the end the payment is {ends} refunded; right is “settled” with €20" in found.explanation
    assert "This one breaks it: " in found.explanation and " → " in found.explanation


def test_the_best_rules_say_that_nothing_was_lost():
    assert run(*BEST) == webhooks.Run(1.0, (), "all 500 shuffles end right")


def test_every_shuffle_brings_each_event_at_least_once_and_a_forged_one():
    assert len(set(shuffles())) > 490
    assert all({*HAPPENED, webhooks.FORGED} == set(each.arriving) and len(each.arriving) > 7 for each in shuffles())


def test_answering_before_storing_loses_what_the_crash_hits():
    crash_at_the_end = Shuffle(HAPPENED, len(HAPPENED) - 1)

    assert state(Rules(*BEST), crash_at_the_end) == RIGHT
    assert state(Rules(RAW, BY_EVENT, NEWER, ANSWER_FIRST), crash_at_the_end) == ("captured", 2_000)
    assert "answered, crash, lost" in run(RAW, BY_EVENT, NEWER, ANSWER_FIRST).explanation


def test_a_crash_before_the_answer_brings_the_event_again():
    refund_hit = Shuffle(HAPPENED, 3)

    assert state(Rules(*BEST), refund_hit) == RIGHT
    assert state(Rules(RAW, ALL, NEWER, STORE_FIRST), refund_hit) == ("settled", 3_000)


def test_every_shuffle_has_a_crash_at_something_genuine():
    assert len(shuffles()) == webhooks.SHUFFLES
    assert [each for each in shuffles() if each.arriving[each.crash].forged] == []
    assert len({each.crash for each in shuffles()}) > 5
