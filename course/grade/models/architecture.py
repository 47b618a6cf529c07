"""A sketch of a system: who calls whom, in which way, and what is written down. Its form is checked before it is run.

A scene holds what a drill gives: the boxes, what each can be asked for, and where things can be written down. A sketch
is the learner's: calls from top to bottom. Each box does its own calls in their order, once somebody has called it.
``course.grade.models.outage`` runs failures through a sketch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields

WAITS, QUEUE, LOG, FORGETS = "waits", "queue", "log", "forgets"
KEY, NO_KEY = "key", "none"
AGAIN, LOOK_UP, PENDING, FAIL, WAIT = "again", "look-up", "pending", "fail", "wait"
STUBBORN, ASIDE, DROP = "stubborn", "aside", "drop"
NOTHING = "nothing"
BEFORE, AFTER, NOT = "before", "after", "not"

WAYS = {
    WAITS: "waits",
    QUEUE: "queue",
    LOG: "kept log",
    FORGETS: "forgets",
}
KEYS = {KEY: "yes", NO_KEY: "no"}
SILENCES = {
    WAITS: {
        AGAIN: "ask again",
        LOOK_UP: "look up, then ask again",
        PENDING: "say “pending”, ask again",
        FAIL: "take it as failed",
        WAIT: "keep waiting",
    },
    QUEUE: {
        STUBBORN: "hand over until it works",
        ASIDE: "set aside, call somebody",
        DROP: "drop it",
    },
    FORGETS: {NOTHING: "nobody notices"},
}
SILENCES[LOG] = SILENCES[QUEUE]
MOST_CALLS = 12


@dataclass(frozen=True)
class Act:
    """What a box can be asked for. ``to`` are the boxes that do it, ``done`` says it with “has”: “has paid out”.

    ``harmless`` acts may be repeated; all others are done again unless the same key comes twice. A ``question`` brings
    something back that ``needs`` of later acts may name. One that ``refuses`` can meet a message that it cannot read.
    One that is ``quiet`` sets nothing in motion at the box that does it. ``needs`` are acts: a question that must be
    answered before, or something that must be done or be in a queue.
    """

    id: str
    ask: str
    to: tuple[str, ...]
    done: str
    harmless: bool = False
    question: bool = False
    refuses: bool = False
    quiet: bool = False
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """What a drill gives. ``boxes`` are names by id, from left to right; the first is where the ``person`` is.

    ``callers`` are the boxes that can call others, ``starters`` those that begin without being called: the person's app,
    and boxes that ask questions by themselves. ``keepers`` are the boxes that may write into each store; where a store
    has none, all callers but the app may.
    """

    boxes: Mapping[str, str]
    acts: Mapping[str, Act]
    callers: tuple[str, ...]
    starters: tuple[str, ...]
    stores: tuple[str, ...]
    person: str
    ways: tuple[str, ...] = (WAITS, QUEUE, FORGETS)
    keepers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Mapping) -> Scene:
        """The scene that a field's settings describe."""
        acts = [Act(**{name: tuple(v) if isinstance(v, list) else v for name, v in act.items()}) for act in settings["acts"]]  # fmt: skip
        names = ("callers", "starters", "stores", "ways")
        lists = {name: tuple(settings[name]) for name in names}
        keepers = {store: tuple(boxes) for store, boxes in settings.get("keepers", {}).items()}
        return cls(dict(settings["boxes"]), {act.id: act for act in acts}, person=settings["person"], keepers=keepers, **lists)  # fmt: skip

    @property
    def app(self) -> str:
        """The box that the person holds in the hand."""
        return next(iter(self.boxes))

    def may_write(self, box: str, store: str) -> bool:
        """Whether a store can be this box's."""
        return box in self.keepers.get(store, [caller for caller in self.callers if caller != self.app])

    def named(self, boxes: Iterable[str]) -> str:
        """The names of boxes, as alternatives."""
        *others, last = (self.boxes[box] for box in boxes)
        return " or ".join([*([", ".join(others)] if others else []), last])


@dataclass(frozen=True)
class Call:
    """One row of a sketch: who calls whom, for what and how. ``silence`` is what the caller does if no answer comes.

    ``store`` is empty, or “before:” or “after:” with the name of the store in which the caller writes it down.
    """

    caller: str
    callee: str
    act: str
    way: str
    key: str
    silence: str
    store: str = NOT

    @property
    def is_keyed(self) -> bool:
        return self.key == KEY

    @property
    def written(self) -> str:
        """When it is written down: before it is sent, after the answer, or not."""
        return self.store.partition(":")[0]

    @property
    def in_store(self) -> str:
        return self.store.partition(":")[2]

    @property
    def is_queued(self) -> bool:
        return self.way in (QUEUE, LOG)


PARTS = tuple(field.name for field in fields(Call))
Sketch = tuple[Call, ...]


def options(scene: Scene, call: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What can be chosen for each part of a call, as words by value; what to do in silence depends on the way."""
    stores = {f"{when}:{store}": f"{when}, in {store}" for store in scene.stores for when in (BEFORE, AFTER)}
    return {
        "caller": {box: scene.boxes[box] for box in scene.callers},
        "callee": dict(scene.boxes),
        "act": {act.id: act.ask for act in scene.acts.values()},
        "way": {way: WAYS[way] for way in scene.ways},
        "key": KEYS,
        "silence": silences(scene, call.get("way", "")),
        "store": {NOT: "no", **stores},
    }


def silences(scene: Scene, way: str) -> dict[str, str]:
    """What can be done if no answer comes. Where nothing is ever refused, a queue hands over until it works."""
    is_refused = any(act.refuses for act in scene.acts.values())
    choices = SILENCES.get(way, {})
    return choices if is_refused or way not in (QUEUE, LOG) else {STUBBORN: choices[STUBBORN]}


def problem(scene: Scene, sketch: Sketch) -> str:
    """Why a sketch cannot be run, as a sentence about its first such row; empty if it can."""
    return next(_problems(scene, sketch), "")


def _problems(scene: Scene, sketch: Sketch) -> Iterator[str]:
    called: set[str] = set()
    owners: dict[str, tuple[str, int]] = {}
    for number, call in enumerate(sketch, 1):
        yield from _odd_call(scene, number, call)
        begins = call.caller == scene.app or call.caller in scene.starters and scene.acts[call.act].question
        if not begins and call.caller not in called:
            name = scene.boxes[call.caller]
            only = f" By itself {name} only asks." if call.caller in scene.starters else ""
            yield f"Row {number} begins at {name}, and no row above it calls {name}. Nobody starts this row.{only}"
        if not scene.acts[call.act].quiet:
            called.add(call.callee)
        if call.written != NOT:
            if not scene.may_write(call.caller, call.in_store):
                able = scene.named(box for box in scene.callers if scene.may_write(box, call.in_store))
                yield f"Row {number} lets {scene.boxes[call.caller]} write into `{call.in_store}`. That is a store of {able}, and no other box writes there."
            owner, first = owners.setdefault(call.in_store, (call.caller, number))
            if owner != call.caller:
                both = f"{scene.boxes[owner]} (row {first}) and {scene.boxes[call.caller]} (row {number})"
                yield f"{both} both write into `{call.in_store}`. When the two differ, nobody knows which one is right: a record has one owner."
    yield from _circles(scene, sketch)


def _odd_call(scene: Scene, number: int, call: Call) -> Iterator[str]:
    act, name = scene.acts[call.act], scene.boxes[call.callee]
    if call.caller == call.callee:
        yield f"Row {number} goes from {name} to {name}. A call goes to another box."
    elif call.callee not in act.to:
        yield f"Row {number} asks {name} to {act.ask}. {name} cannot do that and has nothing to answer; {scene.named(act.to)} can."
    elif act.question and call.way != WAITS:
        yield f"Row {number} asks {name} a question and does not wait. Nobody is there to take the answer."


def _circles(scene: Scene, sketch: Sketch) -> Iterator[str]:
    """Boxes that set each other in motion without end."""
    leads = {box: {call.callee for call in sketch if call.caller == box and not scene.acts[call.act].quiet} for box in scene.boxes}  # fmt: skip
    for box, name in scene.boxes.items():
        reached: set[str] = set()
        ahead = set(leads[box])
        while ahead:
            other = ahead.pop()
            reached.add(other)
            ahead |= leads[other] - reached
        if box in reached:
            yield f"{name} sets others in motion, and they set {name} in motion again: round and round, without end."
            return


def read_call(scene: Scene, row: object) -> dict[str, str]:
    """The parts of a row that are chosen and can be chosen."""
    row = row if isinstance(row, Mapping) else {}
    chosen = {part: row[part] for part in PARTS if isinstance(row.get(part), str)}
    offered = options(scene, chosen)
    return {part: value for part, value in chosen.items() if value in offered[part]}


def sketch_of(rows: Iterable[Iterable[str]]) -> Sketch:
    """A sketch from rows as authors write them: caller, callee, act, way, key, silence, store."""
    return tuple(Call(*row) for row in rows)
