"""Every story is true: what it says was done, written down and told is what the trace of its run says."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.grade.models.architecture import PARTS, Scene, Sketch, options, problem, silences
from course.grade.models.outage import Rule, play, report
from course.grade.models.outage.outcome import DOES, RECEIPT, RESULT, SENDS, TOLD_NO, WRITES, Outcome
from tests.grade.models.scenes import (
    EVENTS,
    EVENTS_RULES,
    KEPT_LOG,
    LOAN,
    LOAN_RULES,
    OUTBOX,
    QUEUED,
    SYNCHRONOUS,
    sketch,
)

TIMES = {"twice": 2, "three times": 3}
LOAN_TRUTH = [
    (r"Ade Oni is never paid", lambda run, _: run.count("pay") == 0),
    (r"Ade Oni is paid €500 (\S+(?: times)?)\.", lambda run, found: run.count("pay") == times_of(found[1])),
    (r"Ade Oni waits (.+?) for the money", lambda run, found: run.is_after("pay", found[1])),
    (r"The ledger never learns", lambda run, _: run.count("pay") > 0 and run.count("post") == 0),
    (r"The ledger learns of it after (.+?)\.", lambda run, found: run.is_after("post", found[1])),
    (r"The ledger has the payout (\S+(?: times)?)\.", lambda run, found: run.count("post") == times_of(found[1])),
    (r"Ade Oni sees nothing happen", lambda run, _: not run.seen(RECEIPT, RESULT, TOLD_NO, tell="tell")),
    (r"Ade Oni never learns", lambda run, _: not run.seen(RESULT, TOLD_NO, tell="tell")),
    (r"Ade Oni sees nothing for (.+?)\.", lambda run, found: run.is_at(run.seen(RECEIPT, RESULT, TOLD_NO, tell="tell"), found[1])),
    (r"Ade Oni learns only after (.+?) what", lambda run, found: run.is_at(run.seen(RESULT, TOLD_NO, tell="tell"), found[1])),
    (r"is told that it failed, and is paid", lambda run, _: run.seen(TOLD_NO) and run.count("pay") > 0),
]  # fmt: skip
EVENTS_TRUTH = [
    (r"(\w+) never hears of it", lambda run, found: run.count("ended", found[1]) == 0),
    (r"(\w+) hears of it after (.+?)\.", lambda run, found: run.is_after("ended", found[2], found[1])),
    (r"(\w+) acts on it (\S+(?: times)?)\.", lambda run, found: run.count("ended", found[1]) == times_of(found[2])),
    (r"Every later event for (\w+) waits", lambda run, found: not run.did(run.outcome.failure.row)),
    (r"Ilse hears nothing", lambda run, _: not run.seen(RECEIPT, RESULT, TOLD_NO)),
    (r"Ilse waits (.+?)\.", lambda run, found: run.is_at(run.seen(RECEIPT, RESULT, TOLD_NO), found[1])),
    (r"Risk knows nothing", lambda run, _: run.count("list") == 0),
]  # fmt: skip

WHY_TWICE = r"without a key|no key|both ask"


def times_of(words: str) -> int:
    return TIMES.get(words) or int(words.split()[0])


def minutes(words: str) -> tuple[float, float]:
    """The span that rounded words stand for."""
    number, unit = int(words.split()[0]), words.split()[1]
    return ((number - 0.5) * 60, (number + 0.5) * 60) if unit.startswith("hour") else (number - 0.9, number + 0.5)


class Run:
    """What the trace of a run says, counted anew: by rows, not by what the model made of them."""

    def __init__(self, scene: Scene, rows: Sketch, outcome: Outcome):
        self.scene, self.rows, self.outcome = scene, rows, outcome

    def times(self, act: str, name: str = "") -> list[float]:
        boxes = {box for box, title in self.scene.boxes.items() if name in ("", title)}
        return sorted(
            event.at
            for event in self.outcome.trace
            if event.what == DOES and self.rows[event.row].act == act and self.rows[event.row].callee in boxes
        )

    def count(self, act: str, name: str = "") -> int:
        return len(self.times(act, name))

    def seen(self, *whats: str, tell: str = "") -> list[float]:
        seen = [event.at for event in self.outcome.trace if event.what in whats]
        early = {*self.outcome.too_early} if RECEIPT not in whats else set()
        told = [
            e.at for e in self.outcome.trace if e.what == DOES and self.rows[e.row].act == tell and e.row not in early
        ]
        return sorted([*seen, *told])

    def is_after(self, act: str, words: str, name: str = "") -> bool:
        return self.is_at(self.times(act, name), words)

    def is_at(self, times: list[float], words: str) -> bool:
        least, most = minutes(words)
        return bool(times) and least <= times[0] <= most

    def sent(self, row: int) -> list:
        return [event for event in self.outcome.trace if event.what == SENDS and event.row == row]

    def did(self, row: int) -> bool:
        return any(event.what == DOES and event.row == row for event in self.outcome.trace)

    def wrote(self, name: str) -> bool:
        return any(e.what == WRITES and self.scene.boxes[self.rows[e.row].caller] == name for e in self.outcome.trace)


def untrue(scene: Scene, rows: Sketch, rules: tuple[Rule, ...], truths: list) -> list[str]:
    """The claims of a sketch's stories that the trace of their runs does not bear out."""
    found = []
    for told in report(scene, rows, rules).breaches:
        outcome = play(scene, rows, told.failure)
        run = Run(scene, rows, outcome)
        for pattern, holds in [*truths, *how_it_went(outcome)]:
            for match in re.finditer(pattern, told.story):
                if not holds(run, match):
                    found.append(f"{match[0]} | {told.story}")
        if re.search(
            r"twice|three times", told.story.replace("over twice", "").replace("arrives twice", "")
        ) and not re.search(WHY_TWICE, told.story):
            found.append(f"nothing says why | {told.story}")
        if told.failure.kind and not outcome.has_struck and told.failure.kind != "closes":
            found.append(f"it never happens | {told.story}")
    return found


def how_it_went(outcome: Outcome) -> list:
    """What is claimed of the course of a run."""
    row = outcome.failure.row
    name = r"([A-Z]\w+)"

    def resent(run: Run, key: bool) -> bool:
        counts = Counter((event.row, event.work) for event in run.outcome.trace if event.what == SENDS)
        return any(count > 1 and run.rows[at].is_keyed == key for (at, _), count in counts.items())

    return [
        (rf"{name} starts again and knows of nothing: it had written nothing", lambda run, found: not run.wrote(found[1]) or not wrote_before(run, row)),
        (rf"{name} starts again with what it has written down", lambda run, found: run.wrote(found[1])),
        (r"goes on at row (\d+)", lambda run, found: len(run.sent(int(found[1]) - 1)) > 0 or run.rows[int(found[1]) - 1].silence == "look-up"),
        (r"Row (\d+) is sent a second time, without a key", lambda run, found: len(run.sent(int(found[1]) - 1)) > 1 and not run.rows[int(found[1]) - 1].is_keyed),
        (r"asks again without a key", lambda run, _: resent(run, False)),
        (r"asks again with the same key", lambda run, _: resent(run, True)),
        (r"It comes a second time, with its key", lambda run, _: resent(run, True)),
        (r"It comes a second time, and has no key", lambda run, _: resent(run, False)),
        (r"acts on it only when .+ has stopped waiting", lambda run, _: run.rows[row].silence != "wait"),
        (r"after it has done all its own rows", lambda run, _: all(run.sent(at) for at, call in enumerate(run.rows) if call.caller == run.rows[row].callee and not run.scene.acts[call.act].question)),
        (r"[Nn]o row asks (\w+) to ([^.]+)\.", lambda run, found: not any(run.scene.boxes[call.callee] == found[1] and run.scene.acts[call.act].ask == found[2] for call in run.rows)),
        (r"[Rr]ows (\d+) and (\d+) both ask (\w+) to", lambda run, found: len({(run.rows[int(found[at]) - 1].act, run.scene.boxes[run.rows[int(found[at]) - 1].callee]) for at in (1, 2)}) == 1 and run.scene.boxes[run.rows[int(found[1]) - 1].callee] == found[3]),
    ]  # fmt: skip


def wrote_before(run: Run, row: int) -> bool:
    """Whether the caller of a row wrote something down for this piece of work before it stopped."""
    caller = run.rows[row].caller
    stopped = [e for e in run.outcome.trace if e.what == SENDS and e.row == row]
    before = run.outcome.trace[: run.outcome.trace.index(stopped[0])] if stopped else run.outcome.trace
    return any(e.what == WRITES and run.rows[e.row].caller == caller for e in before)


@st.composite
def sketches(draw, scene: Scene, designs: list) -> Sketch:
    """A design with some choices, rows and callers changed."""
    rows = [dict(zip(PARTS, row, strict=True)) for row in draw(st.sampled_from(designs))]
    for row in rows:
        for part in ("way", "key", "silence", "store"):
            if draw(st.integers(0, 3)) == 0:
                row[part] = draw(st.sampled_from(list(options(scene, row)[part])))
        if row["silence"] not in silences(scene, row["way"]):
            row["silence"] = draw(st.sampled_from(list(silences(scene, row["way"]))))
        if draw(st.integers(0, 5)) == 0:
            row["caller"] = draw(st.sampled_from(list(scene.callers)))
    if draw(st.integers(0, 2)) == 0:
        rows.insert(draw(st.integers(0, len(rows))), dict(draw(st.sampled_from(rows))))
    if draw(st.integers(0, 2)) == 0:
        rows.pop(draw(st.integers(1, len(rows) - 1)))
    if draw(st.integers(0, 2)) == 0:
        rows = [rows[0], *draw(st.permutations(rows[1:]))]
    return sketch([list(row.values()) for row in rows])


LOAN_SCENE, EVENTS_SCENE = Scene.of(LOAN), Scene.of(EVENTS)
RISKS_LIST = ["risk", "link", "list", "waits", "none", "again", "not"]


@pytest.mark.parametrize(
    ("scene", "rules", "truths", "designs"),
    [
        (LOAN_SCENE, LOAN_RULES, LOAN_TRUTH, [SYNCHRONOUS, QUEUED, OUTBOX]),
        (EVENTS_SCENE, EVENTS_RULES, EVENTS_TRUTH, [KEPT_LOG, [*KEPT_LOG, RISKS_LIST]]),
    ],
    ids=["loan", "events"],
)
def test_every_story_is_true_of_its_run(scene, rules, truths, designs):
    asked = tuple(map(Rule.of, rules))

    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(drawn=sketches(scene, designs))
    def holds(drawn):
        if not problem(scene, drawn):
            assert untrue(scene, drawn, asked, truths) == []

    holds()
