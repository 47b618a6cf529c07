"""ENUM over time: a state machine tried on every sequence of events up to a length, against the right one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from course.grade.form import table
from course.grade.form.fields import States
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import FindRows
from course.keys.key import AuthorError

clean, reference, mistake, distance, mistaken = (
    table.clean, table.reference, table.mistake, table.distance, table.mistaken,
)  # fmt: skip


def right(field: States, found: object, find_rows: FindRows) -> dict[str, dict[str, object]]:
    """What is right in each cell. Raises AuthorError where a column is no choice, or an event leads nowhere."""
    states = list(field.rows)
    if any(column.kind != "choice" for column in field.columns) or field.start not in states:
        raise AuthorError(f"Field “{field.id}”: every column is a choice, and it starts in one of its rows.")
    if any(set(column.options) - set(states) for column in field.columns if column.id not in field.outputs):
        raise AuthorError(f"Field “{field.id}”: the options of an event are states, or the column is an output.")
    return table.right(field, found, find_rows)


def judge(settings: dict, right: dict, answer: object) -> Mark:
    """The share of sequences that end as they should; the shortest that does not is named."""
    filled = table.judge(settings, right, answer).filled
    if not filled:
        return OPEN
    cells = sum(len(row) for row in right.values())
    if filled < cells:
        return Mark(0, cells, filled)
    wanted, given = reference(settings, right), answer
    tried = list(_sequences(settings))
    wrong = [one for one in tried if _ends(settings, given, one) != _ends(settings, wanted, one)]
    hits = 1 - len(wrong) / len(tried)
    reason = _reason(settings, given, wanted, wrong[0]) if wrong else ""
    return Mark(hits * cells, cells, cells, reason=reason)


def _sequences(settings: dict) -> Iterator[tuple[str, ...]]:
    """All sequences of events, the shortest first: the empty one counts for what holds at the start."""
    events = [column["id"] for column in settings["columns"] if column["id"] not in settings["outputs"]]
    for length in range(settings["longest"] + 1):
        yield from product(events, repeat=length)


def _ends(settings: dict, machine: dict, events: tuple[str, ...]) -> tuple[str, ...]:
    """The state after a sequence, and what holds there."""
    state = settings["start"]
    for event in events:
        state = machine[state][event]
    return state, *(machine[state][output] for output in settings["outputs"])


def _reason(settings: dict, given: dict, wanted: dict, events: tuple[str, ...]) -> str:
    asks = {column["id"]: column["ask"] for column in settings["columns"]}
    way = " → ".join([settings["start"], *(asks[event] for event in events)])
    state, *outputs = _ends(settings, given, events)
    right_state, *right_outputs = _ends(settings, wanted, events)
    if state != right_state:
        return f"after {way}, your machine is in “{state}”, which breaks the rule"
    held = zip(settings["outputs"], outputs, right_outputs, strict=True)
    name, said = next((name, one) for name, one, other in held if one != other)
    return f"after {way}, “{asks[name]}” is “{said}”, which breaks the rule"
