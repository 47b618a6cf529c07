"""What a requirement allows, and how a run breaks it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf

from course.grade.count import quantity
from course.grade.models.architecture import LOG, Scene, Sketch
from course.grade.models.outage.failures import DOWN, REFUSED
from course.grade.models.outage.outcome import RECEIPT, RESULT, TOLD_NO, Outcome, Work
from course.grade.models.outage.run import OUTAGE

DONE, ONCE, HEARS, TRUE, FREE, PAST = "done", "once", "hears", "true", "free", "past"
GOALS = (DONE, ONCE, HEARS, TRUE, FREE, PAST)
TIMES = {2: "twice", 3: "three times"}


@dataclass(frozen=True)
class Rule:
    """One thing that the requirement asks for. ``title`` names it, ``says`` is what happens where it is broken.

    ``done``: ``act`` is done at each of ``to`` within so many minutes, and three hours later if a box of ``behind`` is down;
    ``late`` says it with {time}; where an act is ``given``, it is asked for only if that is done. ``once``: never twice,
    ``says`` with {times}. ``hears``: the person sees that something goes on within ``receipt`` minutes, else ``unseen`` or
    ``unseen_late`` with {time}; and learns what came of it (by the act, or an answer) ``within`` some, if that is above 0.
    ``true``: nobody is told of a failure although ``act`` is done. ``free``: one message that cannot be read does not hold
    up others. ``past``: the box ``to`` can have what happened before it joined, from a kept log or by ``act``; ``late`` is
    said where a row asks for that, and in vain.
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
    unseen: str = ""
    unseen_late: str = ""
    given: str = ""

    @classmethod
    def of(cls, parts: Mapping) -> Rule:
        """
        >>> Rule.of({"goal": "once", "title": "Paid once", "says": "Paid {times}.", "act": "pay"}).goal
        'once'
        """
        return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in parts.items()})


@dataclass(frozen=True)
class Break:
    """How a run breaks a rule: ``says`` is what comes of it, ``cause`` what in the sketch brings it about, if that can be
    seen without any failure. ``box`` is the one that it happens at, and ``row`` the one to look at, if there is one.
    """

    says: str
    cause: str = ""
    box: str = ""
    row: int = -1


def breach(rule: Rule, scene: Scene, sketch: Sketch, outcome: Outcome) -> Break | None:
    """How a run breaks a rule; None if it does not."""
    test = {DONE: _not_done, ONCE: _repeated, HEARS: _unheard, TRUE: _false, FREE: _blocked, PAST: _no_past}[rule.goal]
    return next(test(rule, scene, sketch, outcome), None)


def hollow(rule: Rule, scene: Scene, sketch: Sketch, outcome: Outcome) -> Break | None:
    """What keeps a rule from counting as kept although nothing breaks it: what it speaks of is not done at all."""
    if rule.goal in (ONCE, TRUE) and not any(outcome.done(rule.act, box) for box in rule.to):
        return Break("", _absent(rule.act, rule.to, scene, sketch, outcome))
    if rule.goal == HEARS and rule.act and _is_early(rule.act, sketch, outcome):
        return Break("", _absent(rule.act, scene.acts[rule.act].to, scene, sketch, outcome))
    if rule.goal == DONE and rule.given and not outcome.acted(rule.given):
        return Break("", _absent(rule.given, scene.acts[rule.given].to, scene, sketch, outcome))
    if rule.goal == FREE and not any(scene.acts[call.act].refuses for call in sketch):
        acts = [act for act in scene.acts.values() if act.refuses]
        return Break("", _absent(acts[0].id, acts[0].to, scene, sketch, outcome)) if acts else None
    return None


def _absent(act: str, boxes: tuple[str, ...], scene: Scene, sketch: Sketch, outcome: Outcome) -> str:
    """Why an act is never done although nothing fails."""
    if early := [row for row in outcome.too_early if sketch[row].act == act]:
        return _too_early(early[0], scene, sketch)
    missing = [box for box in boxes if not any((call.act, call.callee) == (act, box) for call in sketch)]
    return f"no row asks {scene.named(missing)} to {scene.acts[act].ask}." if missing else ""


def _is_early(act: str, sketch: Sketch, outcome: Outcome) -> bool:
    """Whether an act was done too early, so that it does not count, and nobody can say that it was not done."""
    return any(sketch[row].act == act for row in outcome.too_early)


def _too_early(row: int, scene: Scene, sketch: Sketch) -> str:
    act = scene.acts[sketch[row].act]
    above = {call.act for call in sketch[:row]}
    need = scene.acts[next((need for need in act.needs if need not in above), act.needs[0])]
    if need.question:
        return (
            f"row {row + 1} comes too early. To {act.ask} takes the answer to “{need.ask}”, and nobody has it by then."
        )
    return f"row {row + 1} comes too early. By then nobody has asked {scene.named(need.to)} to {need.ask}."


def _not_done(rule: Rule, scene: Scene, sketch: Sketch, outcome: Outcome) -> Iterator[Break]:
    if rule.given and not outcome.acted(rule.given):
        return
    boxes = [to for to in rule.to if not _is_excused(rule.act, to, sketch, outcome)]
    times = {to: min(outcome.done(rule.act, to), default=inf) for to in boxes}
    if never := [to for to in boxes if times[to] == inf]:
        says = "" if _is_early(rule.act, sketch, outcome) else " ".join(rule.says.replace("{to}", scene.boxes[to]) for to in never)  # fmt: skip
        row = next((at for at, call in enumerate(sketch) if (call.act, call.callee) == (rule.act, never[0])), -1)
        yield Break(says, _absent(rule.act, tuple(never), scene, sketch, outcome), never[0], row)
    for to in boxes:
        first = min(outcome.works.get((rule.act, to), []), key=lambda done: done.at, default=None)
        if first and first.at > rule.within + _outage((*rule.behind, to), sketch, outcome):
            late = rule.late.replace("{to}", scene.boxes[to]).replace("{time}", in_words(first.at))
            yield Break(late, box=to, row=first.work[0])


def _is_excused(act: str, to: str, sketch: Sketch, outcome: Outcome) -> bool:
    """Whether a message that cannot be read was set aside for a person, or holds up others, which is a rule of its own."""
    row = outcome.failure.row
    is_unread = outcome.failure.kind == REFUSED and (sketch[row].act, sketch[row].callee) == (act, to)
    return is_unread and (row in outcome.aside or outcome.blocked == row)


def _outage(boxes: tuple[str, ...], sketch: Sketch, outcome: Outcome) -> float:
    is_down = outcome.failure.kind == DOWN and sketch[outcome.failure.row].callee in boxes
    return OUTAGE if is_down else 0


def _repeated(rule: Rule, scene: Scene, sketch: Sketch, outcome: Outcome) -> Iterator[Break]:
    for to in rule.to:
        works = [done.work for done in outcome.works.get((rule.act, to), [])]
        if len(works) > 1:
            says = rule.says.replace("{to}", scene.boxes[to]).replace("{times}", TIMES.get(len(works), f"{len(works)} times"))  # fmt: skip
            first, second = parting(works[0], works[1])
            if first == second:
                is_told = any("without a key" in each or "no key" in each for each in outcome.reactions)
                again = "" if is_told else f"Row {first + 1} is sent a second time, without a key. "
                yield Break(again + says, box=to, row=first)
                continue
            call = sketch[first]
            both = f"rows {first + 1} and {second + 1} both ask"
            asked = f"{both} {scene.boxes[call.callee]} to {scene.acts[call.act].ask}"
            key = ", and a key belongs to one row" if call.is_keyed or sketch[second].is_keyed else ""
            yield Break(says, f"{asked}{key}.", to)


def parting(first: Work, second: Work) -> tuple[int, int]:
    """Where two pieces of work part: the two rows that asked for the same, or twice the row that asked again.

    >>> parting((4, (0, ("app",))), (3, (2, (0, ("app",)))))
    (3, 4)
    >>> parting((2, (0, ("app",), 1)), (2, (0, ("app",), 2)))
    (0, 0)
    """
    if first[0] != second[0]:
        return min(first[0], second[0]), max(first[0], second[0])
    for one, other in zip(reversed(list(_line(first))), reversed(list(_line(second))), strict=False):
        if one != other:
            return min(one[0], other[0]), max(one[0], other[0])
    return first[0], second[0]


def _line(work: Work) -> Iterator[Work]:
    """A piece of work and those that it is part of."""
    while len(work) > 1:
        yield work
        work = work[1]


def _unheard(rule: Rule, scene: Scene, sketch: Sketch, outcome: Outcome) -> Iterator[Break]:
    works = (
        [done for box in scene.acts[rule.act].to for done in outcome.works.get((rule.act, box), [])] if rule.act else []
    )
    results = [*(done.at for done in works if done.counts), *outcome.seen(RESULT, TOLD_NO)]
    shown = [*(done.at for done in works), *outcome.seen(RECEIPT, RESULT, TOLD_NO)]
    first, last = min(shown, default=inf), min(results, default=inf)
    unseen = ""
    if outcome.failure.is_open and first > rule.receipt:
        unseen = (rule.unseen or rule.says) if first == inf else (rule.unseen_late or rule.late)
        unseen = unseen if first == inf else unseen.replace("{time}", in_words(first))
    if rule.within and last > rule.within + _outage(rule.behind, sketch, outcome):
        says = rule.says if last == inf else rule.late.replace("{time}", in_words(last))
        says = "" if rule.act and _is_early(rule.act, sketch, outcome) else says
        cause = _absent(rule.act, scene.acts[rule.act].to, scene, sketch, outcome) if rule.act else ""
        row = next((at for at, call in enumerate(sketch) if call.act == rule.act), -1)
        yield Break(" ".join(dict.fromkeys(filter(None, [unseen, says]))), cause, row=row)
    elif unseen:
        yield Break(unseen)


def _false(rule: Rule, scene: Scene, sketch: Sketch, outcome: Outcome) -> Iterator[Break]:
    if outcome.seen(TOLD_NO) and any(outcome.works.get((rule.act, to)) for to in rule.to):
        yield Break(rule.says)


def _blocked(rule: Rule, scene: Scene, sketch: Sketch, outcome: Outcome) -> Iterator[Break]:
    if outcome.blocked >= 0:
        box = sketch[outcome.blocked].callee
        yield Break(rule.says.replace("{to}", scene.boxes[box]), box=box, row=outcome.blocked)


def _no_past(rule: Rule, scene: Scene, sketch: Sketch, outcome: Outcome) -> Iterator[Break]:
    is_kept = any(call.callee in rule.to and call.way == LOG for call in sketch)
    if not is_kept and not outcome.acted(rule.act):
        is_asked = any(call.act == rule.act for call in sketch)
        yield Break(rule.late if is_asked and rule.late else rule.says)


def in_words(minutes: float) -> str:
    """
    >>> in_words(0.5), in_words(2), in_words(181)
    ('1 minute', '2 minutes', '3 hours')
    """
    return quantity(round(minutes / 60), "hour") if minutes >= 90 else quantity(max(1, round(minutes)), "minute")
