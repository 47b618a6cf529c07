"""Forms that can be solved without reading them: where the right options stand gives them away."""

from __future__ import annotations

from collections.abc import Iterator

from course.grade.form.field import Field
from course.grade.form.fields.choice import Choice
from course.grade.form.fields.match import Match
from course.grade.form.fields.states import States
from course.grade.form.fields.table import Table

FEW = 4  # different options from which on their order is no accident: one in 24 by chance
SINGLES = 3  # choices of a form from which on one position for all is none


def giveaways(fields: tuple[Field, ...]) -> Iterator[str]:
    """What the order of the options gives away, one sentence each. Only answers that are typed are looked at."""
    for field in fields:
        for name, options, right in _lists(field):
            used = list(dict.fromkeys(options.index(value) for value in right if value in options))
            if len(used) >= FEW and used == sorted(used):
                yield (
                    f"the right options of {name} come in the order of its list, from top to bottom: "
                    "nobody has to read them. Shuffle the list."
                )
    positions = [field.options.index(field.right) for field in fields if _is_plain_choice(field)]
    if len(positions) >= SINGLES and len(set(positions)) == 1:
        yield f"in each of its {len(positions)} choices, option {positions[0] + 1} is right. Move some of them."


def _lists(field: Field) -> Iterator[tuple[str, list, list]]:
    """What a learner picks from one list again and again: its name, the list, and what is right from top to bottom."""
    right = field.right if isinstance(field.right, dict) else {}
    if isinstance(field, Match):
        yield f"“{field.id}”", list(field.classes), [_first(right.get(item)) for item in field.items]
    if isinstance(field, Table) and not isinstance(field, States):
        for column in field.columns:
            if isinstance(column, Choice):
                cells = [_first(right.get(row, {}).get(column.id)) for row in field.rows]
                yield f"“{field.id}”, column “{column.id}”", list(column.options), cells


def _first(value: object) -> object:
    return value[0] if isinstance(value, list | tuple) and value else value


def _is_plain_choice(field: Field) -> bool:
    return isinstance(field, Choice) and isinstance(field.right, str) and field.right in field.options
