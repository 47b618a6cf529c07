"""Tells what came of a run: what fails, how the sketch reacts, what that breaks, and where to look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from course.grade.models.architecture import (
    FAIL,
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
from course.grade.models.outage.rules import DONE, FREE, HEARS, ONCE, PAST, TRUE, Break, Rule
from course.grade.models.outage.run import LATE, Outcome

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
        return f"{scene.person} closes the app once the button is pressed."
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
    failure, row = outcome.failure, outcome.failure.row
    if broken.cause:
        return
    if rule.goal == PAST:
        yield f"Where could {scene.named(rule.to)} find what happened before it joined?"
    if rule.goal == ONCE and broken.row >= 0:
        call = sketch[broken.row]
        yield f"Row {broken.row + 1} can come twice. How would {scene.boxes[call.callee]} know that it is the same piece of work?"
    if row < 0:
        return
    call = sketch[row]
    caller, callee = scene.boxes[call.caller], scene.boxes[call.callee]
    if rule.goal == TRUE:
        told = next((at for at, each in enumerate(sketch) if each.silence == FAIL), row)
        yield f"What does {scene.boxes[sketch[told].caller]} not know when row {told + 1} brings no answer?"
    if rule.goal == FREE:
        yield f"Where else could the message of row {row + 1} go, so that the next one is read?"
    if failure.kind == DOWN and broken.row >= 0:
        yield _behind(scene, sketch, row, broken.row)
    if failure.kind in (STOP_SENT, STOP_WRITTEN, STOP_BEFORE):
        yield f"If {caller} stops at row {row + 1}, where is it written that there is more to do?"
    if failure.kind == REFUSED:
        yield f"Who learns that the message of row {row + 1} was not read?"
    if call.way == WAITS and call.silence == WAIT:
        yield f"How long may {caller} wait at row {row + 1}, and what comes then?"
    if call.way == WAITS and call.silence == FAIL:
        yield f"What does {caller} not know when row {row + 1} brings no answer?"
    if rule.goal == HEARS and call.caller == scene.app:
        yield f"What does {scene.person} see while row {row + 1} has no answer?"
    if call.way == FORGETS:
        yield f"Who asks again if row {row + 1} does not arrive?"
    if rule.goal in (DONE, HEARS):
        yield f"What does {caller} do while row {row + 1} has no answer from {callee}?"


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
