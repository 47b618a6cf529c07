"""Compiles a key into what a learner's machine may know of it: the practice result, fingerprints, sentences."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from course.case.tables import BY_NAME
from course.grade.python import stand_ins
from course.grade.python.key import PythonKey
from course.grade.python.program import program
from course.grade.python.run import PRACTICE, DataSet, data_set, recorded, run
from course.grade.python.value import Prints, Value, prints, read_value
from course.grade.query.results import on_boundary
from course.keys.key import AuthorError

SEEDS = tuple(range(1, 7))  # every answer is run on these
POOL = tuple(range(101, 109))  # and on two of these, which its text decides
PICKED = 2
NOTHING = -1  # rows where the right result is None
SECONDS = 60.0  # for an author's code, however busy the machine is


@dataclass(frozen=True)
class KnownSet:
    """What is known of the right result on a data set: its size, NOTHING where that is None, and its fingerprint."""

    seed: int
    row_count: int
    whole: str


@dataclass(frozen=True)
class KnownMistake:
    """A known wrong answer: its sentence, and its loose fingerprint on each data set."""

    sentence: str
    loose: tuple[str, ...]


@dataclass(frozen=True)
class PythonExpectation:
    """A compiled key. ``practice`` is the right value on the practice data as JSON, ``loose`` are its loose fingerprints on
    the practice data and the ``seeds``. The data sets at these are for every answer, those of the ``pool`` for some.
    """

    function: str
    inputs: dict[str, dict[str, Any]]
    focus: tuple[Any, ...]
    order: tuple[str, ...]
    names: bool
    index: bool
    decimals: int | None
    chart: dict[str, Any]
    practice: Any
    known: tuple[KnownSet, ...]
    pool: tuple[KnownSet, ...]
    loose: tuple[str, ...]
    mistakes: tuple[KnownMistake, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """As JSON in which the inputs keep their order, which is that of the parameters: a sheet sorts all names."""
        return {**asdict(self), "inputs": [[name, entry] for name, entry in self.inputs.items()]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> PythonExpectation:
        mistakes = (KnownMistake(each["sentence"], tuple(each["loose"])) for each in data["mistakes"])
        parts = {
            "inputs": dict(data["inputs"]),
            "focus": tuple(data["focus"]),
            "order": tuple(data["order"]),
            "known": tuple(KnownSet(**each) for each in data["known"]),
            "pool": tuple(KnownSet(**each) for each in data["pool"]),
            "loose": tuple(data["loose"]),
            "mistakes": tuple(mistakes),
        }
        return cls(**{**data, **parts})

    def closed(self) -> PythonExpectation:
        """What it takes to run a function and to record what it returns: its inputs and the data sets, no result."""
        known, pool = (tuple(KnownSet(each.seed, 0, "") for each in sets) for sets in (self.known, self.pool))
        return PythonExpectation(
            self.function, self.inputs, self.focus, (), self.names, self.index, None, self.chart, None, known, pool, ()
        )

    @property
    def right(self) -> Value:
        """The right value on the practice data."""
        return demanded(read_value(self.practice), self)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the task demands by their names."""
        return self.right.table.columns if self.names and self.right.shape == "frame" else ()

    @property
    def order_positions(self) -> tuple[int, ...]:
        """The positions of the columns that the rows are to be sorted by; of a list, its places."""
        columns = self.right.table.columns
        return tuple(columns.index(name_in(key)) for key in self.order)

    def picked(self, digest: str) -> tuple[int, ...]:
        """The positions in the pool of the data sets on which an answer with this digest is run as well."""
        first = int(digest[:8] or "0", 16) if set(digest[:8]) <= set("0123456789abcdef") else 0
        count = len(self.pool)
        if count <= PICKED:
            return tuple(range(count))
        return tuple(sorted({first % count, (first % count + 1 + first // count % (count - 1)) % count}))

    def sets_for(self, digest: str) -> tuple[tuple[DataSet, KnownSet], ...]:
        """The data sets that an answer with this digest is judged on, the practice data first."""
        everyone = [*enumerate(self.known)]
        own = [(len(self.known) + position, self.pool[position]) for position in self.picked(digest)]
        return tuple((data_set(self.inputs, position, known.seed), known) for position, known in (*everyone, *own))

    def prints(self, value: Value, name: str) -> Prints:
        """The fingerprints of a value that was returned on a data set."""
        return prints(demanded(value, self), self.order_positions, self.decimals, name)


def name_in(key: str) -> str:
    """The column in a demand such as ``seconds desc``."""
    return key.removesuffix(" desc").removesuffix(" asc").strip()


def demanded(value: Value, by: Any) -> Value:
    """The value as the task sees it: with its index if that counts, and its columns in the task's order."""
    if by.index:
        value = value.with_index()
    if not by.names and value.shape == "frame":
        return value
    right = read_value(by.practice)
    return value.arranged((right.with_index() if by.index else right).table.columns)


def record(expectation: PythonExpectation, cell: str, digest: str) -> dict[str, str]:
    """The results of a cell's function on the data sets of its digest, as an answer keeps them."""
    sets = [each for each, _ in expectation.sets_for(digest)]
    outcomes = run(cell, expectation.function, expectation.inputs, sets, expectation.focus)
    return {name: recorded(outcome) for name, outcome in outcomes.items()}


def inputs_of(key: PythonKey) -> dict[str, dict[str, Any]]:
    """The inputs with tables as queries. Raises AuthorError for one that cannot be made."""
    inputs = {}
    for name, entry in key.inputs.items():
        if table := entry.get("table"):
            if table not in BY_NAME:
                raise AuthorError(f"The input “{name}” names the table {table}. There is none of that name.")
            entry = {"sql": f"SELECT * FROM {table}"}
        if "stand_in" in entry and entry["stand_in"] not in stand_ins.names():
            raise AuthorError(
                f"The input “{name}” names a stand-in. There are {', '.join(stand_ins.names()) or 'none'}."
            )
        if not {"sql", "value", "values", "stand_in"} & set(entry):
            raise AuthorError(f"The input “{name}” needs “table”, “sql”, “value”, “values” or “stand_in”.")
        inputs[name] = entry
    return inputs


def compile_python(key: PythonKey) -> PythonExpectation:
    """Run the reference and the mistakes on all data sets. Raises AuthorError if the key cannot be fair."""
    inputs = inputs_of(key)
    parameters = program(key.reference, key.function).parameters
    if parameters != tuple(key.inputs):
        raise AuthorError(f"The reference takes {', '.join(parameters)}, and the inputs are {', '.join(key.inputs)}.")
    seeds = (0, *SEEDS)
    sets = tuple(data_set(inputs, position, seed) for position, seed in enumerate((*seeds, *POOL)))
    values = _values("The reference", key, inputs, sets, key.reference)
    expectation = PythonExpectation(
        function=key.function,
        inputs=inputs,
        focus=key.focus,
        order=key.order,
        names=key.names,
        index=key.index,
        decimals=key.decimals,
        chart=key.chart,
        practice=values[0],
        known=(),
        pool=(),
        loose=(),
    )
    _check(key, expectation, sets, values)
    known = [_known_set(expectation, each, value) for each, value in zip(sets, values, strict=True)]
    loose = _loose(expectation, sets[: len(seeds)], values[: len(seeds)])
    return PythonExpectation(
        **{
            **{name: getattr(expectation, name) for name in expectation.__dataclass_fields__},
            "known": tuple(known[: len(seeds)]),
            "pool": tuple(known[len(seeds) :]),
            "loose": loose,
            "mistakes": _mistakes(key, expectation, sets[: len(seeds)], loose),
        }
    )


def _known_set(expectation: PythonExpectation, each: DataSet, value: Any) -> KnownSet:
    read = read_value(value)
    count = NOTHING if read.shape == "nothing" else read.table.row_count
    return KnownSet(each.seed, count, expectation.prints(read, each.name).whole)


def _loose(expectation: PythonExpectation, sets: tuple[DataSet, ...], values: list[Any]) -> tuple[str, ...]:
    return tuple(
        expectation.prints(read_value(value), each.name).loose for each, value in zip(sets, values, strict=True)
    )


def _values(subject: str, key: PythonKey, inputs: dict, sets: tuple[DataSet, ...], cell: object) -> list[Any]:
    """What a function of an author's returns on each data set. Raises AuthorError if it returns nothing."""
    if not isinstance(cell, str):
        raise AuthorError(f"{subject} is no text of a cell but {cell!r}.")
    outcomes = run(cell, key.function, inputs, sets, key.focus, SECONDS)
    for each in sets:
        outcome = outcomes.get(each.name, {"late": {}})
        if "value" not in outcome:
            raise AuthorError(f"{subject} gives no value on the data set “{each.name}”: {json.dumps(outcome)[:600]}")
    return [outcomes[each.name]["value"] for each in sets]


def _check(key: PythonKey, expectation: PythonExpectation, sets: tuple[DataSet, ...], values: list[Any]) -> None:
    for each, value in zip(sets, values, strict=True):
        read = demanded(read_value(value), expectation)
        if read.shape == "other" or (read.shape == "nothing" and each.name == PRACTICE):
            raise AuthorError(f"The reference returns {read.words} on the data set “{each.name}”.")
        if not read.complete:
            raise AuthorError(f"The reference returns more than an answer can hold on the data set “{each.name}”.")
        if on_boundary(read.table, key.decimals):
            raise AuthorError(
                f"On the data set “{each.name}” a number of the reference is where rounding turns, so equal answers might be "
                "told apart. Ask for other decimals."
            )
    columns = expectation.right.table.columns
    for demand in key.order:
        if name_in(demand) not in columns:
            raise AuthorError(f"order names `{demand}`, but the reference returns {', '.join(columns)}.")
    if len({json.dumps(value) for value in values}) == 1:
        raise AuthorError("The reference returns the same on every data set: an answer that is typed in would pass.")


def _mistakes(
    key: PythonKey, expectation: PythonExpectation, sets: tuple[DataSet, ...], right: tuple[str, ...]
) -> tuple[KnownMistake, ...]:
    owners = {right: "the reference"}
    mistakes = []
    for mistake in key.mistakes:
        subject = f"The mistake “{mistake.sentence}”"
        loose = _loose(expectation, sets, _values(subject, key, expectation.inputs, sets, mistake.answer))
        if loose in owners:
            raise AuthorError(
                f"{subject} has the same results as {owners[loose]} on every data set, so it cannot be recognised. "
                "Change it or leave it out."
            )
        owners[loose] = f"“{mistake.sentence}”"
        mistakes.append(KnownMistake(mistake.sentence, loose))
    return tuple(mistakes)
