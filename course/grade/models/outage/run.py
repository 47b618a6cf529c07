"""Runs a sketch while one thing fails, and keeps a trace of what the boxes do, write down and tell the person.

A box answers once all its own calls are done; a call through a queue is done once the queue has it. Times are in minutes.
No sketch goes round in circles, and a call is tried twice at most, so every run ends.
"""

from __future__ import annotations

from math import inf

from course.grade.models.architecture import (
    ASIDE,
    BEFORE,
    DROP,
    FAIL,
    LOOK_UP,
    NOT,
    PENDING,
    STUBBORN,
    WAIT,
    WAITS,
    Call,
    Scene,
    Sketch,
)  # fmt: skip
from course.grade.models.outage.failures import (
    CLOSES,
    DOWN,
    LATE_CALL,
    LOST,
    REFUSED,
    STOP_BEFORE,
    STOP_SENT,
    STOP_WRITTEN,
    TWICE,
    UNANSWERED,
    Failure,
)  # fmt: skip
from course.grade.models.outage.outcome import DOES, RECEIPT, RESULT, SENDS, TOLD_NO, WRITES, Done, Event, Outcome, Work

LIMIT = 1 / 6  # a box waits ten seconds for an answer
APP_LIMIT = 1 / 2  # an app waits thirty
RESTART, LATE, OUTAGE = 1, 2, 180
MOST_TRIES = 2
OK, FAILED, SILENT = "ok", "failed", "silent"


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
        self.marks: dict[
            tuple, tuple[int, bool]
        ] = {}  # by box and work, the place of the last written row, and whether it is done
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

    def rows(self, box: str, work: Work) -> list[int]:
        """The rows that a box does for a piece of work. One that begins by itself only asks then, and else does the rest."""
        rows = [row for row, call in enumerate(self.sketch) if call.caller == box]
        if box == self.scene.app or box not in self.scene.starters:
            return rows
        begins = work == (box,)
        return [row for row in rows if self.scene.acts[self.sketch[row].act].question == begins]

    def note(self, what: str, row: int, at: float, work: Work = ()) -> None:
        self.outcome.trace.append(Event(what, row, at, work))

    def say(self, text: str) -> None:
        """Notes how the sketch reacts, once it has something to react to."""
        if (self.outcome.has_struck or self.failure.kind in ("", CLOSES)) and text not in self.outcome.reactions:
            self.outcome.reactions.append(text)

    def name(self, row: int) -> tuple[str, str]:
        return self.scene.boxes[self.sketch[row].caller], self.scene.boxes[self.sketch[row].callee]

    def strikes(self, kind: str, row: int) -> bool:
        """Whether the failure happens here and now. It happens once."""
        if self.outcome.has_struck or (self.failure.kind, self.failure.row) != (kind, row):
            return False
        self.outcome.has_struck = True
        return True

    def is_refused(self, row: int) -> bool:
        self.outcome.has_struck = self.outcome.has_struck or (self.failure.kind, self.failure.row) == (REFUSED, row)
        return (self.failure.kind, self.failure.row) == (REFUSED, row)

    def run(self, box: str, work: Work, at: float, first: int = 0, is_unsure: bool = False) -> tuple[str, float]:
        """A box does its calls, from the first or from where it stopped; ends with its answer and when that comes."""
        rows = self.rows(box, work)
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

    def restart(self, box: str, work: Work, at: float) -> tuple[str, float]:
        """A box that stopped goes on from what it has written down. Whoever waited for it hears nothing either way."""
        name = self.scene.boxes[box]
        if (box, work) not in self.marks:
            self.say(f"{name} starts again and knows of nothing: it had written nothing down yet.")
            return SILENT, inf
        place, is_done = self.marks[box, work]
        rows = self.rows(box, work)
        if place + is_done < len(rows):
            row = rows[place + is_done]
            is_safe = self.sketch[row].is_keyed or self.scene.acts[self.sketch[row].act].harmless
            keyed = "" if is_safe or row != self.failure.row else ", without a key"
            self.say(f"{name} starts again with what it has written down, and goes on at row {row + 1}{keyed}.")
        state, end = self.run(box, work, at + RESTART, place + is_done, not is_done)
        if state == OK:
            self.finished[work] = end
        return SILENT, inf

    def perform(self, row: int, place: int, work: Work, at: float, is_unsure: bool) -> tuple[str, float]:
        call = self.sketch[row]
        if self.strikes(STOP_BEFORE, row):
            raise _StopError(at)
        if call.written == BEFORE:
            self.marks[call.caller, work] = (place, False)
            self.note(WRITES, row, at, work)
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
                self.note(WRITES, row, at, work)
        return state, at

    def send(self, row: int, work: Work, at: float) -> tuple[str, float]:
        call = self.sketch[row]
        if call.way == WAITS:
            return self.ask(row, work, at)
        if call.caller == self.scene.app and call.is_queued and self.failure.is_open:
            self.note(RECEIPT, row, at)
        if call.is_queued:
            self.depth_in_queues += 1
            self.hand_over(row, work, at)
            self.depth_in_queues -= 1
        else:
            self.throw(row, work, at)
        return OK, at

    def throw(self, row: int, work: Work, at: float) -> None:
        """A call is sent and forgotten."""
        self.note(SENDS, row, at, work)
        if self.is_refused(row):
            self.say("Nobody notices.")
        elif not self.strikes(LOST, row) and at >= self.back_at.get(self.sketch[row].callee, 0):
            is_double = self.strikes(TWICE, row)
            self.deliver(row, work, at)
            if is_double:
                self.note(SENDS, row, at, work)
                self.say(f"It has {'its key both times' if self.sketch[row].is_keyed else self.no_key(row)}.")
                self.deliver(row, work, at)

    def no_key(self, row: int) -> str:
        return f"no key, so {self.name(row)[1]} takes it for a new one"

    def hand_over(self, row: int, work: Work, at: float) -> None:
        """A queue or log hands a message over until it is confirmed."""
        call = self.sketch[row]
        if self.strikes(DOWN, row):
            self.back_at[call.callee] = at + OUTAGE
        at = max(at, self.back_at.get(call.callee, 0))
        self.note(SENDS, row, at, work)
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
            self.say(f"It comes a second time, {'with its key' if call.is_keyed else f'and has {self.no_key(row)}'}.")
            self.note(SENDS, row, at + RESTART, work)
            self.deliver(row, work, at + RESTART)

    def ask(self, row: int, work: Work, at: float) -> tuple[str, float]:
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

    def ask_for_person(self, row: int, work: Work, at: float) -> tuple[str, float]:
        """The same for the app, with what the person sees. Whoever has closed it sees nothing, and asks once."""
        call = self.sketch[row]
        if not self.failure.is_open:
            self.note(SENDS, row, at, work)
            self.deliver(row, work, at)
            return OK, at
        for attempt in range(MOST_TRIES):
            state, heard = self.attempt(row, work, at)
            if state == FAILED or self.is_heard(call, state, heard - at, APP_LIMIT):
                self.note(TOLD_NO if state == FAILED else RESULT, row, heard)
                return state, heard
            if self.pending_at <= at + APP_LIMIT:  # a box further on has said that it takes longer
                self.note(RECEIPT, row, self.pending_at)
                return OK, self.pending_at
            if (given_up := self.give_up(row, work, at + APP_LIMIT)) is not None:
                if call.silence in (FAIL, LOOK_UP):
                    self.note(TOLD_NO if call.silence == FAIL else RECEIPT, row, at + APP_LIMIT)
                return given_up
            if call.silence == PENDING:
                self.note(RECEIPT, row, at + APP_LIMIT)
            at = self.next_try(row, attempt, at + APP_LIMIT)
        if state == OK and heard < inf:
            self.note(RESULT, row, heard)
        return OK, heard if state == OK else inf

    def is_heard(self, call: Call, state: str, after: float, limit: float) -> bool:
        """Whether an answer comes while somebody waits for it."""
        return state == OK and (after <= limit or call.silence == WAIT and after < inf)

    def give_up(self, row: int, work: Work, at: float) -> tuple[str, float] | None:
        """What comes of silence where the caller does not ask again; None where it does."""
        silence, (caller, _) = self.sketch[row].silence, self.name(row)
        if silence == WAIT:
            self.outcome.stuck = row if self.outcome.stuck < 0 else self.outcome.stuck
            self.say(f"{caller} waits for an answer that never comes.")
            return OK, inf
        if silence == FAIL:
            self.outcome.given_up = row if self.outcome.given_up < 0 else self.outcome.given_up
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

    def attempt(self, row: int, work: Work, at: float) -> tuple[str, float]:
        """One try of a call that somebody waits for."""
        call = self.sketch[row]
        self.note(SENDS, row, at, work)
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

    def is_done(self, row: int, work: Work) -> bool:
        """Whether a look-up finds what this call asked for."""
        return any(ident[:2] == (row, work) for ident in self.begun)

    def deliver(self, row: int, work: Work, at: float) -> tuple[str, float]:
        """A call arrives: the box does what it is asked for, unless it knows the key, and then its own calls."""
        call, act = self.sketch[row], self.scene.acts[self.sketch[row].act]
        self.count += 1
        ident = (row, work) if call.is_keyed else (row, work, self.count)
        if ident in self.finished:
            return OK, max(at, self.finished[ident])
        if ident not in self.begun:
            self.begun.add(ident)
            self.note(DOES, row, at, work)
            if not (counts := all(map(self.is_there, act.needs))):
                self.outcome.too_early.append(row)
            works = self.outcome.works[act.id, call.callee]
            if not act.harmless or all(counts > done.counts or at < done.at for done in works):
                works.append(Done(at, ident, counts))
        if act.quiet or not self.rows(call.callee, ident):
            self.finished[ident] = at
            return OK, at
        state, end = self.run(call.callee, ident, at)
        if state == OK:
            self.finished[ident] = end
        return state, end

    def is_there(self, need: str) -> bool:
        """Whether a question was answered; whether anything else is done, or surely will be, because a queue has it."""
        return need in self.answered or not self.scene.acts[need].question and self.outcome.acted(need)
