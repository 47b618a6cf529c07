"""ENUM over time: a state machine tried on every sequence of events up to a length, against the right one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from course.grade.form.fields.choice import Choice
from course.grade.form.fields.table import Cells, Table, TableKind
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import FindRows
from course.keys.key import AuthorError


@dataclass(frozen=True, kw_only=True)
class States(Table):
    """A state machine: ``rows`` are its states, ``columns`` are choices. A column is an event whose options are the
    states it leads to, or one of the ``outputs``: what holds in a state, such as whether data may be fetched.

    Every sequence of up to ``longest`` events from ``start`` must end as it does by ``right``, which is written like a
    table's; the shortest that does not is named. Wrong value: as in a table.
    """

    kind: str = "states"
    start: str = ""
    outputs: tuple = ()
    longest: int = 5


class StatesKind(TableKind):
    """A table of what each event leads to in each state, judged by what comes of it."""

    Field = States

    def right(self, field: States, find_rows: FindRows) -> Cells:
        """What is right in each cell. Raises AuthorError where a column is no choice, or an event leads nowhere."""
        states = list(field.rows)
        if not all(isinstance(column, Choice) for column in field.columns) or field.start not in states:
            raise AuthorError(f"Field “{field.id}”: every column is a choice, and it starts in one of its rows.")
        if any(set(column.options) - set(states) for column in field.columns if column.id not in field.outputs):
            raise AuthorError(f"Field “{field.id}”: the options of an event are states, or the column is an output.")
        return super().right(field, find_rows)

    def judge(self, settings: dict, right: Cells, answer: object) -> Mark:
        """The share of sequences that end as they should; the shortest that does not is named."""
        filled = super().judge(settings, right, answer).filled
        if not filled:
            return OPEN
        cells = sum(len(row) for row in right.values())
        if filled < cells:
            return Mark(0, cells, filled)
        expected, given = self.reference(settings, right), answer
        sequences = list(_sequences(settings))
        wrong = [events for events in sequences if _end(settings, given, events) != _end(settings, expected, events)]
        share = 1 - len(wrong) / len(sequences)
        reason = _reason(settings, given, expected, wrong[0]) if wrong else ""
        return Mark(share * cells, cells, cells, reason=reason)


def _sequences(settings: dict) -> Iterator[tuple[str, ...]]:
    """All sequences of events, the shortest first: the empty one counts for what holds at the start."""
    events = [column["id"] for column in settings["columns"] if column["id"] not in settings["outputs"]]
    for length in range(settings["longest"] + 1):
        yield from product(events, repeat=length)


def _end(settings: dict, machine: Cells, events: tuple[str, ...]) -> tuple[str, ...]:
    """The state after a sequence, and what holds there."""
    state = settings["start"]
    for event in events:
        state = machine[state][event]
    return state, *(machine[state][output] for output in settings["outputs"])


def _reason(settings: dict, given: Cells, expected: Cells, events: tuple[str, ...]) -> str:
    asks = {column["id"]: column["ask"] for column in settings["columns"]}
    way = " → ".join([settings["start"], *(asks[event] for event in events)])
    state, *outputs = _end(settings, given, events)
    right_state, *right_outputs = _end(settings, expected, events)
    if state != right_state:
        return f"after {way}, your machine is in “{state}”, which breaks the rule"
    pairs = zip(settings["outputs"], outputs, right_outputs, strict=True)
    name, value = next((name, value) for name, value, right_value in pairs if value != right_value)
    return f"after {way}, “{asks[name]}” is “{value}”, which breaks the rule"


KIND = StatesKind()
