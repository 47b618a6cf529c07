"""Runs failures through a sketch, one at a time, and compares what happens with what a requirement allows.

Every call is lost once, answered too late once, done without an answer once, handed over twice once, and met by a box
that is down for three hours; every caller stops before a call, once it has written it down, and right after it. Each is run
with the person looking at the screen, and gone. To whoever asks, a box that stops before it has begun is the same as a
call that got lost, so that has no run of its own.

The bound: ``architecture.MOST_CALLS`` calls with at most ``MOST_KINDS`` failures, each with and without the person, are
at most 192 runs. No sketch goes round in circles, and a call is tried twice at most, so every run ends. Times are in minutes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf

from course.grade.count import quantity
from course.grade.models.architecture import (
    ASIDE,
    BEFORE,
    DROP,
    FAIL,
    FORGETS,
    LOG,
    LOOK_UP,
    NOT,
    PENDING,
    QUEUE,
    STUBBORN,
    WAIT,
    WAITS,
    Call,
    Scene,
    Sketch,
)  # fmt: skip

LIMIT = 1 / 6  # a box waits ten seconds for an answer
APP_LIMIT = 1 / 2  # an app waits thirty
RESTART, LATE, OUTAGE = 1, 2, 180
MOST_TRIES = 2
MOST_KINDS = 8
OK, FAILED, SILENT = "ok", "failed", "silent"

CLOSES, UNANSWERED, TWICE, LOST, LATE_CALL, DOWN, REFUSED = "closes", "unanswered", "twice", "lost", "late", "down", "refused"  # fmt: skip
STOP_SENT, STOP_WRITTEN, STOP_BEFORE = "stops after", "stops when written", "stops before"
KINDS = (CLOSES, UNANSWERED, TWICE, LOST, STOP_SENT, STOP_WRITTEN, STOP_BEFORE, LATE_CALL, DOWN, REFUSED)
"""What can fail, the clearest story first."""
BY_WAY = {
    WAITS: (LOST, UNANSWERED, LATE_CALL, DOWN),
    QUEUE: (UNANSWERED, TWICE, DOWN),
    LOG: (UNANSWERED, TWICE, DOWN),
    FORGETS: (LOST, TWICE),
}

DONE, ONCE, HEARS, TRUE, FREE, PAST = "done", "once", "hears", "true", "free", "past"
GOALS = (DONE, ONCE, HEARS, TRUE, FREE, PAST)


@dataclass(frozen=True)
class Rule:
    """One thing that the requirement asks for. ``title`` names it, ``says`` is what happens where it is broken.

    ``done``: ``act`` is done at each of ``to`` within so many minutes, and three hours later if a box of ``behind`` is down;
    ``late`` says it with {time}; where an act is ``given``, only if that is done. ``once``: never twice, ``says`` with {times}. ``hears``: the person knows that
    something goes on within ``receipt`` minutes, and what came of it (by the act, or an answer) ``within`` some, if that
    is above 0. ``true``: nobody is told of a failure although ``act`` is done. ``free``: one message that cannot be read
    does not hold up others. ``past``: the box ``to`` can have what happened before it joined, from a kept log or by ``act``.
    """

    goal: str
    title: str
    says: str
    act: str = ""
    to: tuple[str, ...] = ()
    within: float = 0
    receipt: float = 0
    behind: tuple[str, ...] = ()
    late: str = ""
    given: str = ""

    @classmethod
    def of(cls, parts: Mapping) -> Rule:
        """
        >>> Rule.of({"goal": "once", "title": "Paid once", "says": "Paid {times}.", "act": "pay"}).goal
        'once'
        """
        return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in parts.items()})


@dataclass(frozen=True)
class Failure:
    """What fails once, at which row (counted from 0), and whether the person looks at the screen."""

    kind: str = ""
    row: int = -1
    is_open: bool = True


@dataclass
class Outcome:
    """What came of a run: when each act was done at each box, what the person heard, and how the sketch reacted."""

    failure: Failure
    done: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    receipts: list[float] = field(default_factory=list)
    results: list[float] = field(default_factory=list)
    told_failed: list[float] = field(default_factory=list)
    too_early: list[int] = field(default_factory=list)
    aside: set[int] = field(default_factory=set)
    blocked: int = -1
    reactions: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Breach:
    """The rules that a failure breaks, told as a story: what fails, what the sketch does, what comes of it."""

    rules: tuple[Rule, ...]
    failure: Failure
    story: str


@dataclass(frozen=True)
class Report:
    """What came of all failures: stories in which each broken rule is told once, how many runs there were and how many
    break each rule, and the latest moment at which each act is done for the first time.
    """

    breaches: tuple[Breach, ...]
    runs: int
    works: bool
    worst: Mapping[str, float]
    breaking: Mapping[Rule, int]

    @property
    def broken(self) -> set[Rule]:
        """Every rule that some run breaks."""
        return {rule for breach in self.breaches for rule in breach.rules}


def failures(scene: Scene, sketch: Sketch) -> Iterator[Failure]:
    """All that is tried on a sketch, the clearest stories first."""
    found = [failure for row in range(len(sketch)) for failure in _failures_of(scene, sketch, row)]
    found.append(Failure(CLOSES, is_open=False))
    yield from sorted(found, key=lambda failure: (KINDS.index(failure.kind), not failure.is_open, failure.row))


def _failures_of(scene: Scene, sketch: Sketch, row: int) -> Iterator[Failure]:
    call = sketch[row]
    kinds = list(BY_WAY[call.way])
    if scene.acts[call.act].refuses:
        kinds.append(REFUSED)
    if call.caller not in scene.starters:
        is_first = all(other.caller != call.caller for other in sketch[:row])
        kinds += [STOP_SENT, *([] if is_first else [STOP_BEFORE]), *([STOP_WRITTEN] if call.written == BEFORE else [])]
    for kind in kinds:
        yield Failure(kind, row)
        if call.caller != scene.app or call.is_queued:  # nobody leaves before a request has gone out
            yield Failure(kind, row, is_open=False)


@lru_cache(maxsize=512)
def _report(key: _Key) -> Report:
    scene, sketch, rules = key.scene, key.sketch, key.rules
    calm = play(scene, sketch, Failure())
    if calm.too_early:
        return Report((Breach(rules, calm.failure, _too_early(scene, sketch, calm)),), 1, False, {}, {})
    broken = _broken(rules, sketch, calm)
    if any(rule.goal in (DONE, ONCE) for rule in broken):
        return Report((_breach(scene, sketch, calm, broken),), 1, False, {}, {})
    outcomes = [calm, *(play(scene, sketch, failure) for failure in failures(scene, sketch))]
    seen = set(broken)
    breaches = [_breach(scene, sketch, calm, broken)] if broken else []
    wrong = [(outcome, texts) for outcome in outcomes if (texts := _broken(rules, sketch, outcome))]
    for rule in rules:  # one that a story has told already needs no other
        telling = [pair for pair in wrong if rule in pair[1] and rule not in seen]
        if telling:
            outcome, texts = max(telling, key=lambda pair: len(pair[1].keys() - seen))
            new = {other: text for other, text in texts.items() if other not in seen}
            breaches.append(_breach(scene, sketch, outcome, new))
            seen.update(new)
    worst = {act: _worst(act, outcomes) for act in {act for outcome in outcomes for act, _ in outcome.done}}
    breaking = {rule: sum(rule in texts for _, texts in wrong) for rule in seen}
    return Report(tuple(breaches), len(outcomes), True, worst, breaking)


def _broken(rules: tuple[Rule, ...], sketch: Sketch, outcome: Outcome) -> dict[Rule, str]:
    """The rules that a run breaks, with what comes of it."""
    return {rule: text for rule in rules if (text := breach(rule, sketch, outcome))}


def _breach(scene: Scene, sketch: Sketch, outcome: Outcome, broken: dict[Rule, str]) -> Breach:
    return Breach(tuple(broken), outcome.failure, _story(scene, sketch, outcome, " ".join(broken.values())))


def _worst(act: str, outcomes: list[Outcome]) -> float:
    """The latest moment at which an act is done for the first time."""
    return max((times[0] for each in outcomes for (name, _), times in each.done.items() if name == act and times), default=0)  # fmt: skip


@dataclass(frozen=True)
class _Key:
    """What a report depends on. Scenes hold dicts, so their text stands for them."""

    text: str
    scene: Scene = field(compare=False)
    sketch: Sketch = field(compare=False)
    rules: tuple[Rule, ...] = field(compare=False)


def report(scene: Scene, sketch: Sketch, rules: tuple[Rule, ...]) -> Report:
    """What failures do to a sketch whose form is right. One that does not even work when nothing fails is not tried further."""
    return _report(_Key(repr((scene, sketch, rules)), scene, sketch, rules))


def breach(rule: Rule, sketch: Sketch, outcome: Outcome) -> str:
    """How a run breaks a rule, in a sentence; empty if it does not."""
    return {DONE: _not_done, ONCE: _repeated, HEARS: _unheard, TRUE: _false, FREE: _blocked, PAST: _no_past}[rule.goal](
        rule, sketch, outcome
    )


def _not_done(rule: Rule, sketch: Sketch, outcome: Outcome) -> str:
    if rule.given and not any(times for (act, _), times in outcome.done.items() if act == rule.given):
        return ""
    for to in rule.to:
        if _is_excused(rule.act, to, sketch, outcome):
            continue
        times = outcome.done.get((rule.act, to), [])
        if not times or times[0] == inf:
            return rule.says.replace("{to}", f"{{{to}}}")
        if times[0] > rule.within + _outage((*rule.behind, to), sketch, outcome):
            return rule.late.replace("{to}", f"{{{to}}}").replace("{time}", _time(times[0]))
    return ""


def _is_excused(act: str, to: str, sketch: Sketch, outcome: Outcome) -> bool:
    """Whether a message that cannot be read was set aside for a person, or holds up others, which is a rule of its own."""
    row = outcome.failure.row
    is_unread = outcome.failure.kind == REFUSED and (sketch[row].act, sketch[row].callee) == (act, to)
    return is_unread and (row in outcome.aside or outcome.blocked == row)


def _outage(boxes: tuple[str, ...], sketch: Sketch, outcome: Outcome) -> float:
    is_down = outcome.failure.kind == DOWN and sketch[outcome.failure.row].callee in boxes
    return OUTAGE if is_down else 0


def _repeated(rule: Rule, sketch: Sketch, outcome: Outcome) -> str:
    for to in rule.to:
        count = len(outcome.done.get((rule.act, to), []))
        if count > 1:
            times = {2: "twice", 3: "three times"}.get(count, f"{count} times")
            return rule.says.replace("{to}", f"{{{to}}}").replace("{times}", times)
    return ""


def _unheard(rule: Rule, sketch: Sketch, outcome: Outcome) -> str:
    told = [time for (act, _), times in outcome.done.items() if act == rule.act for time in times]
    results = [*told, *outcome.results, *outcome.told_failed]
    allowed = rule.within + _outage(rule.behind, sketch, outcome)
    first, last = min([*results, *outcome.receipts], default=inf), min(results, default=inf)
    if outcome.failure.is_open and first > rule.receipt:
        return rule.says if first == inf else rule.late.replace("{time}", _time(first))
    if rule.within and last > allowed:
        return rule.says if last == inf else rule.late.replace("{time}", _time(last))
    return ""


def _false(rule: Rule, sketch: Sketch, outcome: Outcome) -> str:
    is_done = any(outcome.done.get((rule.act, to)) for to in rule.to)
    return rule.says if outcome.told_failed and is_done else ""


def _blocked(rule: Rule, sketch: Sketch, outcome: Outcome) -> str:
    return rule.says.replace("{to}", f"{{{sketch[outcome.blocked].callee}}}") if outcome.blocked >= 0 else ""


def _no_past(rule: Rule, sketch: Sketch, outcome: Outcome) -> str:
    is_kept = any(call.callee in rule.to and call.way == LOG for call in sketch)
    return "" if is_kept or any(times for (act, _), times in outcome.done.items() if act == rule.act) else rule.says


def play(scene: Scene, sketch: Sketch, failure: Failure) -> Outcome:
    """What comes of a sketch when this fails."""
    return _World(scene, sketch, failure).play()


class _StopError(Exception):
    """A box stops in the middle of its calls."""

    def __init__(self, at: float):
        super().__init__()
        self.at = at


class _World:
    """One run. A piece of work is known by its trigger: with a key each try is the same work, without one each is new."""

    def __init__(self, scene: Scene, sketch: Sketch, failure: Failure):
        self.scene, self.sketch, self.failure = scene, sketch, failure
        self.outcome = Outcome(failure)
        self.rows = {box: [row for row, call in enumerate(sketch) if call.caller == box] for box in scene.boxes}
        self.has_struck = False
        self.marks: dict[tuple, tuple[int, bool]] = {}  # the place of the last written row, and whether it is done
        self.finished: dict[tuple, float] = {}
        self.begun: set[tuple] = set()
        self.back_at: dict[str, float] = {}
        self.slow: list[tuple[int, tuple, float]] = []
        self.answered: set[str] = set()
        self.pending_at = inf
        self.depth_in_queues = 0
        self.count = 0

    def play(self) -> Outcome:
        for box in self.scene.starters:
            self.run(box, (box,), 0)
        for row, work, at in self.slow:
            self.deliver(row, work, at)
        return self.outcome

    def say(self, text: str) -> None:
        """Notes how the sketch reacts, once it has something to react to."""
        if (self.has_struck or self.failure.kind in ("", CLOSES)) and text not in self.outcome.reactions:
            self.outcome.reactions.append(text)

    def name(self, row: int) -> tuple[str, str]:
        return self.scene.boxes[self.sketch[row].caller], self.scene.boxes[self.sketch[row].callee]

    def strikes(self, kind: str, row: int) -> bool:
        """Whether the failure happens here and now. It happens once."""
        if self.has_struck or (self.failure.kind, self.failure.row) != (kind, row):
            return False
        self.has_struck = True
        return True

    def is_refused(self, row: int) -> bool:
        self.has_struck = self.has_struck or (self.failure.kind, self.failure.row) == (REFUSED, row)
        return (self.failure.kind, self.failure.row) == (REFUSED, row)

    def run(self, box: str, work: tuple, at: float, first: int = 0, is_unsure: bool = False) -> tuple[str, float]:
        """A box does its calls, from the first or from where it stopped; ends with its answer and when that comes."""
        rows = self.rows[box]
        for place in range(first, len(rows)):
            try:
                state, at = self.perform(rows[place], place, work, at, is_unsure and place == first)
            except _StopError as stop:
                return self.restart(box, work, stop.at)
            if state == FAILED or at == inf:
                return state, at
            if box == self.scene.app and not self.failure.is_open:
                break
        return OK, at

    def restart(self, box: str, work: tuple, at: float) -> tuple[str, float]:
        """A box that stopped goes on from what it has written down. Whoever waited for it hears nothing either way."""
        name = self.scene.boxes[box]
        if (box, work) not in self.marks:
            self.say(f"{name} starts again and knows of nothing: none of it was written down.")
            return SILENT, inf
        place, is_done = self.marks[box, work]
        if place + is_done < len(self.rows[box]):
            row = self.rows[box][place + is_done]
            is_safe = self.sketch[row].is_keyed or self.scene.acts[self.sketch[row].act].harmless
            keyed = "" if is_safe or row != self.failure.row else ", without a key"
            self.say(f"{name} starts again with what it has written down, and goes on at row {row + 1}{keyed}.")
        state, end = self.run(box, work, at + RESTART, place + is_done, not is_done)
        if state == OK:
            self.finished[work] = end
        return SILENT, inf

    def perform(self, row: int, place: int, work: tuple, at: float, is_unsure: bool) -> tuple[str, float]:
        call = self.sketch[row]
        if self.strikes(STOP_BEFORE, row):
            raise _StopError(at)
        if call.written == BEFORE:
            self.marks[call.caller, work] = (place, False)
            if self.strikes(STOP_WRITTEN, row):
                raise _StopError(at)
        if is_unsure and call.way == WAITS and call.silence == LOOK_UP and self.is_done(row, work):
            state = OK  # it looks before it sends
        else:
            state, at = self.send(row, work, at)
        if state == OK and at < inf:
            if self.strikes(STOP_SENT, row):
                raise _StopError(at)
            self.answered.add(call.act)
            if call.written != NOT:
                self.marks[call.caller, work] = (place, True)
        return state, at

    def send(self, row: int, work: tuple, at: float) -> tuple[str, float]:
        call = self.sketch[row]
        if call.way == WAITS:
            return self.ask(row, work, at)
        if call.caller == self.scene.app and call.is_queued and self.failure.is_open:
            self.outcome.receipts.append(at)
        if call.is_queued:
            self.depth_in_queues += 1
            self.hand_over(row, work, at)
            self.depth_in_queues -= 1
        elif not self.strikes(LOST, row) and at >= self.back_at.get(call.callee, 0):
            is_double = self.strikes(TWICE, row)
            for _ in range(2 if is_double else 1):
                self.deliver(row, work, at)
        return OK, at

    def hand_over(self, row: int, work: tuple, at: float) -> None:
        """A queue or log hands a message over until it is confirmed."""
        call, (_, callee) = self.sketch[row], self.name(row)
        if self.strikes(DOWN, row):
            self.back_at[call.callee] = at + OUTAGE
        at = max(at, self.back_at.get(call.callee, 0))
        if self.is_refused(row):
            if call.silence == STUBBORN:
                self.outcome.blocked = row
                self.say("It is handed over again and again, and everything behind it waits.")
            elif call.silence == ASIDE:
                self.outcome.aside.add(row)
            elif call.silence == DROP:
                self.say("After three tries it is dropped, and nobody learns of it.")
            return
        is_repeated = self.strikes(TWICE, row) or self.strikes(UNANSWERED, row)
        state, _ = self.deliver(row, work, at)
        if is_repeated or state == SILENT:
            keyed = "with its key" if call.is_keyed else f"and without a key {callee} takes it for a new one"
            self.say(f"It comes a second time, {keyed}.")
            self.deliver(row, work, at + RESTART)

    def ask(self, row: int, work: tuple, at: float) -> tuple[str, float]:
        """A caller waits for an answer, and does what the sketch says when none comes."""
        call = self.sketch[row]
        if call.caller == self.scene.app:
            return self.ask_for_person(row, work, at)
        for attempt in range(MOST_TRIES):
            state, heard = self.attempt(row, work, at)
            if state == FAILED or self.is_heard(call, state, heard - at, LIMIT):
                return state, heard
            if (given_up := self.give_up(row, work, at + LIMIT)) is not None:
                return given_up
            if call.silence == PENDING and not self.depth_in_queues:
                self.pending_at = min(self.pending_at, at + LIMIT)
            at = self.next_try(row, attempt, at + LIMIT)
        if self.is_refused(row):
            self.outcome.blocked = row
            self.say(f"{self.name(row)[0]} asks again and again, and does nothing else.")
        return OK, heard if state == OK else inf

    def ask_for_person(self, row: int, work: tuple, at: float) -> tuple[str, float]:
        """The same for the app, with what the person sees. Whoever has closed it sees nothing, and asks once."""
        call, outcome = self.sketch[row], self.outcome
        if not self.failure.is_open:
            self.deliver(row, work, at)
            return OK, at
        for attempt in range(MOST_TRIES):
            state, heard = self.attempt(row, work, at)
            if state == FAILED or self.is_heard(call, state, heard - at, APP_LIMIT):
                (outcome.told_failed if state == FAILED else outcome.results).append(heard)
                return state, heard
            if self.pending_at <= at + APP_LIMIT:  # a box further on has said that it takes longer
                outcome.receipts.append(self.pending_at)
                return OK, self.pending_at
            if (given_up := self.give_up(row, work, at + APP_LIMIT)) is not None:
                seen = {FAIL: outcome.told_failed, LOOK_UP: outcome.receipts}.get(call.silence)
                if seen is not None:
                    seen.append(at + APP_LIMIT)
                return given_up
            if call.silence == PENDING:
                outcome.receipts.append(at + APP_LIMIT)
            at = self.next_try(row, attempt, at + APP_LIMIT)
        if state == OK and heard < inf:
            outcome.results.append(heard)
        return OK, heard if state == OK else inf

    def is_heard(self, call: Call, state: str, after: float, limit: float) -> bool:
        """Whether an answer comes while somebody waits for it."""
        return state == OK and (after <= limit or call.silence == WAIT and after < inf)

    def give_up(self, row: int, work: tuple, at: float) -> tuple[str, float] | None:
        """What comes of silence where the caller does not ask again; None where it does."""
        silence, (caller, _) = self.sketch[row].silence, self.name(row)
        if silence == WAIT:
            self.say(f"{caller} waits for an answer that never comes.")
            return OK, inf
        if silence == FAIL:
            self.say(f"{caller} takes the silence as a failure and gives up.")
            return FAILED, at
        if silence == LOOK_UP and self.is_done(row, work):
            self.say(f"{caller} looks it up, finds it done, and goes on.")
            return OK, at
        return None

    def next_try(self, row: int, attempt: int, at: float) -> float:
        """When the caller asks again: at once, or when the box is back."""
        if attempt + 1 < MOST_TRIES:
            self.say_again(row)
        return max(at, self.back_at.get(self.sketch[row].callee, 0))

    def say_again(self, row: int) -> None:
        call, (caller, _) = self.sketch[row], self.name(row)
        if self.scene.acts[call.act].harmless:
            return
        looks = "looks it up, finds nothing yet, and " if call.silence == LOOK_UP else ""
        self.say(f"{caller} {looks}asks again {'with the same key' if call.is_keyed else 'without a key'}.")

    def attempt(self, row: int, work: tuple, at: float) -> tuple[str, float]:
        """One try of a call that somebody waits for."""
        call = self.sketch[row]
        if self.strikes(DOWN, row):
            self.back_at[call.callee] = at + OUTAGE
        if self.strikes(LOST, row) or at < self.back_at.get(call.callee, 0) or self.is_refused(row):
            return SILENT, inf
        if self.strikes(LATE_CALL, row):
            if call.silence == WAIT:
                return self.deliver(row, work, at + LATE)
            self.slow.append((row, work, at + LATE))
            return SILENT, inf
        is_unanswered = self.strikes(UNANSWERED, row)
        result = self.deliver(row, work, at)
        return (SILENT, inf) if is_unanswered else result

    def is_done(self, row: int, work: tuple) -> bool:
        """Whether a look-up finds what this call asked for."""
        return any(ident[:2] == (row, work) for ident in self.begun)

    def deliver(self, row: int, work: tuple, at: float) -> tuple[str, float]:
        """A call arrives: the box does what it is asked for, unless it knows the key, and then its own calls."""
        call, act = self.sketch[row], self.scene.acts[self.sketch[row].act]
        self.count += 1
        ident = (row, work) if call.is_keyed else (row, work, self.count)
        if ident in self.finished:
            return OK, max(at, self.finished[ident])
        if ident not in self.begun:
            self.begun.add(ident)
            if not self._is_allowed(act.needs):
                self.outcome.too_early.append(row)
            if not act.harmless or not self.outcome.done[act.id, call.callee]:
                self.outcome.done[act.id, call.callee].append(at)
        if act.quiet or not self.rows[call.callee]:
            self.finished[ident] = at
            return OK, at
        state, end = self.run(call.callee, ident, at)
        if state == OK:
            self.finished[ident] = end
        return state, end

    def _is_allowed(self, needs: tuple[str, ...]) -> bool:
        return all(need in self.answered for need in needs)


def _story(scene: Scene, sketch: Sketch, outcome: Outcome, consequence: str) -> str:
    """What fails, how the sketch reacts, and what comes of it."""
    for box, name in scene.boxes.items():
        consequence = consequence.replace("{" + box + "}", name)
    parts = [_said(scene, sketch, outcome.failure), *outcome.reactions[:2], consequence]
    return " ".join(part for part in parts if part)


def _too_early(scene: Scene, sketch: Sketch, outcome: Outcome) -> str:
    row = outcome.too_early[0]
    act = scene.acts[sketch[row].act]
    need = next(scene.acts[need] for need in act.needs)
    return f"Nothing has to fail: row {row + 1} is too early: to {act.ask} takes the answer to “{need.ask}”, which no row above it brings."


def _said(scene: Scene, sketch: Sketch, failure: Failure) -> str:
    """What fails, in a sentence or two."""
    if not failure.kind:
        return "Nothing has to fail:"
    if failure.kind == CLOSES:
        return f"{scene.person} closes the app once the button is pressed."
    call, number = sketch[failure.row], failure.row + 1
    caller, callee, done = scene.boxes[call.caller], scene.boxes[call.callee], scene.acts[call.act].done
    carrier = {QUEUE: "The queue", LOG: "The log"}.get(call.way, "")
    said = {
        LOST: f"The call of row {number} gets lost on its way to {callee}.",
        UNANSWERED: f"{callee} stops after it {done} and before it {'confirms' if carrier else 'answers'} (row {number}).",
        TWICE: f"{carrier} hands row {number} over twice." if carrier else f"Row {number} arrives twice.",
        LATE_CALL: f"Row {number} is slow: {callee} acts on it only when {caller} has stopped waiting.",
        DOWN: f"{callee} is down for three hours when row {number} gets there.",
        REFUSED: f"{callee} cannot read the message of row {number}, and refuses it each time.",
        STOP_BEFORE: f"{caller} stops just before row {number}.",
        STOP_WRITTEN: f"{caller} stops when row {number} is written down and not yet sent.",
        STOP_SENT: f"{caller} stops right after row {number}, before it has noted that it was {'sent' if call.way != WAITS else 'answered'}.",
    }[failure.kind]
    return said if failure.is_open else f"{said} {scene.person} has closed the app."


def _time(minutes: float) -> str:
    """
    >>> _time(0.5), _time(2), _time(181)
    ('1 minute', '2 minutes', '3 hours')
    """
    return quantity(round(minutes / 60), "hour") if minutes >= 90 else quantity(max(1, round(minutes)), "minute")
