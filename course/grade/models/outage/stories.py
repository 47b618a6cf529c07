"""Tells what came of a run: what fails, how the sketch reacts, what that breaks, and where to look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from course.grade.models.architecture import (
    FORGETS,
    LOG,
    QUEUE,
    WAIT,
    WAITS,
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
from course.grade.models.outage.outcome import Outcome
from course.grade.models.outage.rules import HEARS, ONCE, PAST, TRUE, Break, Rule
from course.grade.models.outage.run import LATE

MOST_REACTIONS = 4
CARRIERS = {QUEUE: "The queue", LOG: "The log"}


def story(scene: Scene, sketch: Sketch, outcome: Outcome, breaks: Iterable[Break]) -> str:
    """What fails, how the sketch reacts, and what comes of it."""
    breaks = list(breaks)
    causes = list(dict.fromkeys(each.cause for each in breaks if each.cause))
    is_calm = not outcome.failure.kind
    causes = [cause if is_calm and not at else cause[0].upper() + cause[1:] for at, cause in enumerate(causes)]
    says = dict.fromkeys(each.says for each in breaks if each.says)
    parts = [_said(scene, sketch, outcome.failure), *outcome.reactions[:MOST_REACTIONS], *causes, *says]
    return " ".join(part for part in parts if part)


def _said(scene: Scene, sketch: Sketch, failure: Failure) -> str:
    """What fails, in a sentence or two."""
    if not failure.kind:
        return "Nothing has to fail:"
    if failure.kind == CLOSES:
        unsent = [str(at) for at, call in enumerate(sketch, 1) if call.caller == scene.app][1:]
        rest = f" Row {unsent[0]} is never sent." if unsent else ""
        rest = f" Rows {', '.join(unsent[:-1])} and {unsent[-1]} are never sent." if unsent[1:] else rest
        return f"{scene.person} closes the app once the button is pressed.{rest}"
    call, number = sketch[failure.row], failure.row + 1
    caller, callee, done = scene.boxes[call.caller], scene.boxes[call.callee], scene.acts[call.act].done
    carrier = CARRIERS.get(call.way, "")
    own = any(row.caller == call.callee and not scene.acts[row.act].question for row in sketch)
    finished = "has done all its own rows" if own and not scene.acts[call.act].quiet else done
    slow = f"only after {LATE} minutes" if call.silence == WAIT else f"only when {caller} has stopped waiting"
    refusal = "and gives no answer" if call.way == WAITS else "and refuses it"
    said = {
        LOST: f"The call of row {number} gets lost on its way to {callee}.",
        UNANSWERED: f"{callee} stops after it {finished} and before it {'confirms' if carrier else 'answers'} (row {number}).",
        TWICE: f"{carrier} hands row {number} over twice." if carrier else f"Row {number} arrives twice.",
        LATE_CALL: f"Row {number} is slow: {callee} acts on it {slow}.",
        DOWN: f"{callee} is down for three hours when row {number} gets there.",
        REFUSED: f"{callee} cannot read the message of row {number}, {refusal}.",
        STOP_BEFORE: f"{caller} stops just before row {number}.",
        STOP_WRITTEN: f"{caller} stops when row {number} is written down and not yet sent.",
        STOP_SENT: f"{caller} stops right after row {number}, before it has noted that it was {'sent' if call.way != WAITS else 'answered'}.",
    }[failure.kind]
    return said if failure.is_open else f"{said} {scene.person} has closed the app."


def advice(scene: Scene, sketch: Sketch, outcome: Outcome, rule: Rule, broken: Break) -> str:
    """Where to look, or what to ask; empty where the story says it."""
    return next(filter(None, _advice(scene, sketch, outcome, rule, broken)), "")


def _advice(scene: Scene, sketch: Sketch, outcome: Outcome, rule: Rule, broken: Break) -> Iterator[str]:
    if broken.cause:
        return
    if rule.goal == ONCE and broken.row >= 0:
        callee = scene.boxes[sketch[broken.row].callee]
        yield f"Row {broken.row + 1} can come twice. How would {callee} know that it is the same piece of work?"
    if outcome.stuck >= 0:
        yield f"How long may {_caller(scene, sketch, outcome.stuck)} wait at row {outcome.stuck + 1}, and what comes then?"
    if outcome.given_up >= 0 or rule.goal == TRUE:
        row = outcome.given_up
        yield (
            f"What does {_caller(scene, sketch, row)} not know when row {row + 1} brings no answer?" if row >= 0 else ""
        )
    if rule.goal == PAST:
        yield f"Where could {scene.named(rule.to)} find what happened before it joined?"
    if outcome.blocked >= 0:
        yield f"Where else could the message of row {outcome.blocked + 1} go, so that what stands behind it goes on?"
    if outcome.failure.row >= 0:
        yield from _about_failure(scene, sketch, outcome, broken)
    first, *unsent = [at for at, call in enumerate(sketch, 1) if call.caller == scene.app] or [0]
    if outcome.failure.kind == CLOSES and unsent:
        yield f"Who could send row {unsent[0]} when {scene.boxes[scene.app]} is closed?"
    if (
        rule.goal == HEARS
        and outcome.failure.is_open
        and first
        and (broken.row < 0 or outcome.failure.row == first - 1)
    ):
        yield f"What does {scene.person} see once row {first} is sent, and has no answer yet?"


def _about_failure(scene: Scene, sketch: Sketch, outcome: Outcome, broken: Break) -> Iterator[str]:
    kind, row = outcome.failure.kind, outcome.failure.row
    call, caller = sketch[row], _caller(scene, sketch, row)
    if kind in (DOWN, REFUSED) and broken.row >= 0 and sketch[broken.row].caller == call.callee:
        reached, down = scene.boxes[sketch[broken.row].callee], scene.boxes[call.callee]
        yield f"Row {broken.row + 1} begins at {down}. Which box could call {reached} when {down} cannot?"
    if kind == DOWN and broken.row >= 0:
        yield _behind(scene, sketch, row, broken.row)
    if kind in (STOP_SENT, STOP_WRITTEN, STOP_BEFORE):
        yield f"If {caller} stops at row {row + 1}, where is it written that there is more to do?"
    if kind == REFUSED:
        yield f"Who learns that the message of row {row + 1} was not read?"
    if call.way == FORGETS:
        yield f"Who asks again if row {row + 1} does not arrive?"


def _caller(scene: Scene, sketch: Sketch, row: int) -> str:
    return scene.boxes[sketch[row].caller]


def _behind(scene: Scene, sketch: Sketch, row: int, waiting: int) -> str:
    """That a row waits for a box that it does not need: behind a row that waits, or whose callee does."""
    chain = [row]
    while sketch[chain[-1]].caller != sketch[waiting].caller:
        above = next((at for at, call in enumerate(sketch) if call.callee == sketch[chain[-1]].caller and call.way == WAITS), -1)  # fmt: skip
        if above in (-1, *chain):
            return ""
        chain.append(above)
    if chain[-1] >= waiting or any(sketch[at].way != WAITS for at in chain):
        return ""
    call, down = sketch[waiting], scene.boxes[sketch[row].callee]
    waits = [f"{scene.boxes[sketch[at].caller]} waits for {scene.boxes[sketch[at].callee]}" for at in reversed(chain)]
    needs = f"Row {waiting + 1} ({scene.acts[call.act].ask}) stands behind this, although it needs no {down}"
    moved = f"Hand row {row + 1} to a queue, or put row {waiting + 1} above row {chain[-1] + 1}."
    return f"{needs}: {', and '.join(waits)}. {moved}"
