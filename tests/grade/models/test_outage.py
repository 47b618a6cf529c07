"""Failures in a sketch: safe choices break nothing, each unsafe one breaks what belongs to it, and order does not matter."""

from __future__ import annotations

import time
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.grade.models.architecture import MOST_CALLS, PARTS, Scene, options, problem
from course.grade.models.outage import MOST_KINDS, OUTAGE, Rule, failures, report
from tests.grade.models.scenes import (
    EVENTS,
    EVENTS_RULES,
    KEPT_LOG,
    LOAN,
    LOAN_RULES,
    OUTBOX,
    QUEUED,
    QUEUES,
    SYNCHRONOUS,
    sketch,
    tried,
)

DESIGNS = {
    "synchronous with a look-up": (LOAN, LOAN_RULES, SYNCHRONOUS),
    "queues all through": (LOAN, LOAN_RULES, QUEUED),
    "an outbox, and a payout that posts": (LOAN, LOAN_RULES, OUTBOX),
    "a kept log": (EVENTS, EVENTS_RULES, KEPT_LOG),
    "a queue each, and a list for the past": (EVENTS, EVENTS_RULES, QUEUES),
}


def changed(rows, at, **parts):
    """The rows with some parts of one row changed."""
    return [
        [parts.get(part, value) for part, value in zip(PARTS, row, strict=True)] if number == at else row
        for number, row in enumerate(rows, 1)
    ]


def titles(found):
    return {rule.title for rule in found.broken}


@pytest.mark.parametrize("name", DESIGNS)
def test_designs_that_differ_hold(name):
    scene, rules, rows = DESIGNS[name]
    found = tried(scene, rules, rows)

    assert problem(Scene.of(scene), sketch(rows)) == ""
    assert found.calm == frozenset() and found.breaches == ()
    assert found.runs > 40
    assert max(found.worst.values()) == OUTAGE  # nothing waits longer than what it needs is down


@settings(max_examples=60, deadline=None)
@given(
    first=st.sampled_from([("waits", "pending"), ("queue", "stubborn")]),
    silences=st.lists(st.sampled_from(["again", "look-up", "pending"]), min_size=3, max_size=3),
    stores=st.lists(st.sampled_from(["not", "before:payouts", "after:payouts", "before:applications"]), min_size=3, max_size=3),
    pay=st.sampled_from(["waits", "queue"]),
    asks_with=st.sampled_from(["key", "none"]),
)  # fmt: skip
def test_a_sketch_of_safe_choices_breaks_nothing(first, silences, stores, pay, asks_with):
    rows = [
        ["app", "lend", "apply", first[0], "key", first[1], "not"],
        ["lend", "score", "score", "waits", asks_with, silences[0], "before:applications"],
        ["lend", "payout", "pay", pay, "key", silences[1] if pay == "waits" else "stubborn", stores[0]],
        ["lend", "notify", "tell", "queue", asks_with, "stubborn", stores[1]],
        ["lend", "ledger", "post", "waits", "key", silences[2], stores[2]],
    ]

    assert tried(LOAN, LOAN_RULES, rows).breaches == ()


@pytest.mark.parametrize(
    ("design", "at", "parts", "broken", "story"),
    [
        (SYNCHRONOUS, 1, {"key": "none"}, {"Paid once", "Posted once"}, "App asks again without a key. Ade Oni is paid €500 twice."),
        (SYNCHRONOUS, 1, {"silence": "again"}, {"Told"}, "Lend is down for three hours when row 1 gets there."),
        (SYNCHRONOUS, 1, {"silence": "wait"}, {"Paid", "Told"}, "App waits for an answer that never comes. Ade Oni is never paid."),
        (SYNCHRONOUS, 1, {"way": "forgets", "silence": "nothing"}, {"Paid", "Told"}, "The call of row 1 gets lost on its way to Lend."),
        (SYNCHRONOUS, 2, {"store": "not"}, {"Paid", "Told"}, "Lend starts again and knows of nothing: it had written nothing down yet."),
        (SYNCHRONOUS, 2, {"store": "after:applications"}, {"Paid", "Told"}, "it had written nothing down yet"),
        (SYNCHRONOUS, 3, {"key": "none"}, {"Paid once"}, "Lend looks it up, finds nothing yet, and asks again without a key. Ade Oni is paid €500 twice."),
        (SYNCHRONOUS, 3, {"key": "none", "silence": "again"}, {"Paid once"}, "Payout stops after it has paid out and before it answers (row 3). Lend asks again without a key. Ade Oni is paid €500 twice."),
        (SYNCHRONOUS, 3, {"silence": "fail"}, {"Paid", "Posted", "Told", "Told the truth"}, "Lend takes the silence as a failure and gives up."),
        (SYNCHRONOUS, 3, {"silence": "wait"}, {"Paid", "Posted", "Told"}, "Lend waits for an answer that never comes."),
        (SYNCHRONOUS, 3, {"way": "forgets", "silence": "nothing"}, {"Paid"}, "The call of row 3 gets lost"),
        (SYNCHRONOUS, 4, {"way": "forgets", "silence": "nothing"}, {"Told"}, "gets lost on its way to Notify. Ade Oni has closed the app."),
        (SYNCHRONOUS, 5, {"key": "none"}, {"Posted once"}, "The ledger has the payout twice."),
        (QUEUED, 1, {"key": "none"}, {"Paid once", "Posted once"}, "It comes a second time, and has no key, so Lend takes it for a new one."),
        (QUEUED, 3, {"key": "none"}, {"Paid once"}, "before it confirms (row 3)"),
        (QUEUED, 4, {"way": "waits", "silence": "again"}, {"Told"}, "Ledger is down for three hours"),
        (OUTBOX, 3, {"way": "waits", "silence": "again"}, {"Told"}, "Ade Oni learns only after 3 hours what came of it."),
        (OUTBOX, 4, {"silence": "fail"}, {"Posted"}, "The ledger never learns of the payout."),
    ],
)  # fmt: skip
def test_one_unsafe_choice_breaks_what_belongs_to_it(design, at, parts, broken, story):
    found = tried(LOAN, LOAN_RULES, changed(design, at, **parts))

    assert titles(found) == broken
    assert story in " ".join(breach.story for breach in found.breaches)


@pytest.mark.parametrize(
    ("at", "parts", "broken", "story"),
    [
        (2, {"store": "not"}, {"All three hear"}, "it had written nothing down yet. Lantern never hears of it."),
        (2, {"way": "waits", "silence": "again"}, {"All three hear", "One bad message holds up nobody"}, "asks again and again, and does nothing else"),
        (3, {"silence": "stubborn"}, {"One bad message holds up nobody"}, "Every later event for Lantern waits behind this one."),
        (3, {"silence": "drop"}, {"All three hear"}, "it is dropped, and nobody learns of it. Lantern never hears of it."),
        (4, {"key": "none"}, {"Nobody acts twice"}, "Risk acts on it twice."),
        (4, {"way": "queue"}, {"Risk knows the past"}, "Nothing has to fail: Risk knows nothing that ended before it joined."),
    ],
)  # fmt: skip
def test_events_break_in_their_own_ways(at, parts, broken, story):
    found = tried(EVENTS, EVENTS_RULES, changed(KEPT_LOG, at, **parts))

    assert titles(found) == broken
    assert story in " ".join(breach.story for breach in found.breaches)


def test_what_is_done_behind_a_box_that_is_down_waits_for_it():
    rows = [SYNCHRONOUS[0], SYNCHRONOUS[1], SYNCHRONOUS[2], SYNCHRONOUS[4], SYNCHRONOUS[3]]

    found = tried(LOAN, LOAN_RULES, rows)

    assert (
        titles(found) == {"Told"} and "Ledger is down for three hours when row 4 gets there." in found.breaches[0].story
    )


def test_a_look_up_goes_on_once_it_finds_that_it_is_done():
    """Payout posts by itself, and waits for a ledger that is down; Lend need not."""
    posts = ["payout", "ledger", "post", "waits", "key", "again", "not"]

    assert tried(LOAN, LOAN_RULES, [*SYNCHRONOUS[:4], posts]).breaches == ()
    asks_again = changed([*SYNCHRONOUS[:4], posts], 3, silence="again")
    assert titles(tried(LOAN, LOAN_RULES, asks_again)) == {"Told"}


def test_whoever_closes_the_app_is_told_elsewhere():
    found = tried(LOAN, LOAN_RULES, [row for row in SYNCHRONOUS if row[2] != "tell"])

    assert [breach.story for breach in found.breaches] == [
        "Ade Oni closes the app once the button is pressed. No row asks Notify to tell the applicant. Ade Oni never learns what came of it."
    ]


def test_the_order_of_rows_matters_only_within_a_box():
    rows = [*OUTBOX, ["payout", "notify", "tell", "queue", "none", "stubborn", "not"]]
    own = {box: [row for row in rows if row[0] == box] for box in ("app", "lend", "payout")}
    expected, tried_orders = tried(LOAN, LOAN_RULES, rows), 0
    for order in permutations(rows):
        is_kept = all([row for row in order if row[0] == box] == own[box] for box in own)
        if not is_kept or problem(Scene.of(LOAN), sketch(order)):
            continue
        again = tried(LOAN, LOAN_RULES, order)
        tried_orders += 1
        assert (titles(again), again.worst, again.runs) == (titles(expected), expected.worst, expected.runs)
    assert tried_orders == 3


def test_what_nobody_asks_for_is_said_and_keeps_no_promise():
    """Nothing is paid twice and nobody is told an untruth, but only because nothing is paid."""
    found = tried(LOAN, LOAN_RULES, SYNCHRONOUS[:2])

    assert titles(found) == {rule["title"] for rule in LOAN_RULES}
    assert found.breaches[0].story == "Nothing has to fail: no row asks Payout to pay out. No row asks Ledger to post the payout. Ade Oni is never paid."  # fmt: skip


def test_each_promise_is_judged_for_itself():
    found = tried(LOAN, LOAN_RULES, SYNCHRONOUS[:4])

    assert titles(found) == {"Posted", "Posted once"}
    assert found.breaches[0].story == "Nothing has to fail: no row asks Ledger to post the payout. The ledger never learns of the payout."  # fmt: skip


@pytest.mark.parametrize(
    ("order", "broken", "story"),
    [
        ((0, 2, 1, 3, 4), {"Paid", "Paid once", "Posted", "Told the truth"}, "row 2 comes too early. To pay out takes the answer to “score the file”, and nobody has it by then."),
        ((0, 1, 3, 2, 4), {"Told"}, "row 3 comes too early. By then nobody has asked Payout to pay out."),
        ((0, 1, 4, 2, 3), {"Posted", "Posted once", "Paid", "Told"}, "row 3 comes too early. By then nobody has asked Payout to pay out."),
    ],
)  # fmt: skip
def test_what_comes_too_early_does_not_count(order, broken, story):
    found = tried(LOAN, LOAN_RULES, [SYNCHRONOUS[at] for at in order])

    assert titles(found) == broken
    assert found.breaches[0].story == f"Nothing has to fail: {story}"


@pytest.mark.parametrize(
    ("rows", "story"),
    [
        ([*SYNCHRONOUS[:3], *SYNCHRONOUS[2:]], "rows 3 and 4 both ask Payout to pay out, and a key belongs to one row. Ade Oni is paid €500 twice."),
        ([*SYNCHRONOUS, ["payout", "ledger", "post", "queue", "none", "stubborn", "not"]], "rows 5 and 6 both ask Ledger to post the payout, and a key belongs to one row. The ledger has the payout twice."),
        ([SYNCHRONOUS[0], *SYNCHRONOUS], "rows 1 and 2 both ask Lend to apply for the loan, and a key belongs to one row. Ade Oni is paid €500 twice. The ledger has the payout twice."),
    ],
)  # fmt: skip
def test_rows_that_ask_for_the_same_are_named(rows, story):
    assert tried(LOAN, LOAN_RULES, rows).breaches[0].story == f"Nothing has to fail: {story}"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (changed(SYNCHRONOUS, 3, callee="score"), "Row 3 asks Score to pay out. Score cannot do that and has nothing to answer; Payout can."),
        (changed(SYNCHRONOUS, 2, callee="lend"), "Row 2 goes from Lend to Lend."),
        (changed(SYNCHRONOUS, 2, caller="payout"), "Row 2 begins at Payout, and no row above it calls Payout. Nobody starts this row."),
        (changed(OUTBOX, 4, store="before:payouts"), "Lend (row 3) and Payout (row 4) both write into `payouts`."),
        (changed(SYNCHRONOUS, 2, way="queue", silence="stubborn"), "Row 2 asks Score a question and does not wait."),
        ([*SYNCHRONOUS, ["payout", "lend", "apply", "waits", "key", "again", "not"]], "round and round, without end"),
    ],
)  # fmt: skip
def test_what_cannot_be_run_is_said_as_such(rows, says):
    assert says in problem(Scene.of(LOAN), sketch(rows))


def test_a_queue_offers_to_give_up_only_where_a_message_can_be_refused():
    assert list(options(Scene.of(LOAN), {"way": "queue"})["silence"]) == ["stubborn"]
    assert list(options(Scene.of(EVENTS), {"way": "log"})["silence"]) == ["stubborn", "aside", "drop"]


@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_every_sketch_is_run_within_the_bound(data):
    scene = Scene.of(LOAN)
    rows = []
    for _ in range(data.draw(st.integers(1, MOST_CALLS))):
        row: dict[str, str] = {}
        for part in PARTS:
            row[part] = data.draw(st.sampled_from(list(options(scene, row)[part])))
        rows.append(list(row.values()))
    drawn = sketch(rows)
    if problem(scene, drawn):
        return

    began = time.perf_counter()
    found = report(scene, drawn, tuple(map(Rule.of, LOAN_RULES)))

    assert found.runs <= 1 + 1 + 2 * MOST_KINDS * MOST_CALLS
    assert len(list(failures(scene, drawn))) <= 1 + 2 * MOST_KINDS * MOST_CALLS
    assert time.perf_counter() - began < 2
