"""What a form can ask for: one class for each kind of field, written by authors as dicts. Data only, never code.

A form's ``fields`` is a list of dicts; ``kind`` picks the class (left out: ``choice`` with options, ``number``
without)::

    {"id": "rate", "ask": "Dispute ratio of December?", "kind": "number", "unit": "%", "decimals": 3,
     "tolerance": 0.005, "sql": "SELECT …"}
    {"id": "act", "ask": "What do you do?", "options": ["report a breach", "wait"], "right": "report a breach",
     "evidence": "rate"}

**What is right** is found in the data, not typed: ``sql`` (a query), ``fact`` (an id of the register, such as
``"F9.best"``) or ``model`` with ``parameters`` (a function of course.grade.models, such as ``"canary.requests"``).
``right`` holds it as text where it is text: options, orders, classes, rules. A query gives one value for a number,
text, choice or date; a column of options for choices, marks and orders; item and class for a match; label and cells
for a table.

**Mistakes** are ``{sentence: {field id: wrong value}}``. A wrong value is a literal, or ``{"sql": …}``, ``{"fact":
…}``, ``{"model": …, "parameters": {…}}``, so that the wrong path is computed too; for numbers and dates a bare query
will do. Each class says what its wrong values look like.

**Figures** in what is said are quoted, not typed: ``{F9.price}`` in a sentence, hint, option, ``ask`` or ``help``
becomes what that fact's query finds, such as “€15.9k”. Other braces stay.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields


@dataclass(frozen=True, kw_only=True)
class Field:
    """What all fields have. ``ask`` is the question and labels the control.

    ``help`` is said when the answer is wrong and no known mistake explains it. ``weight`` is by default 1, in a match
    or table 1 for each item or cell. ``evidence`` names a field that must be right too, or this one counts nothing.
    ``enough`` is the share from which the field counts as right; below it, what guessing earns is taken off the
    credit. ``view`` names a picture of course.views.pictures to answer in, instead of the plain control of the kind;
    ``shows`` is what that picture needs to know, such as the name of a file.
    """

    id: str
    ask: str
    kind: str = ""
    right: object = None
    sql: str = ""
    fact: str = ""
    model: str = ""
    parameters: dict = field(default_factory=dict)
    help: str = ""
    weight: float | None = None
    evidence: str = ""
    enough: float = 1.0
    view: str = ""
    shows: dict = field(default_factory=dict)

    @property
    def settings(self) -> dict:
        """What a learner may see of the field beyond its question: JSON values by name."""
        shown = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in HIDDEN}
        return json.loads(json.dumps(shown, default=lambda inner: inner.public, ensure_ascii=False))

    @property
    def public(self) -> dict:
        """The field as a learner's machine may know it, when it stands inside another one."""
        return {"id": self.id, "ask": self.ask, "kind": self.kind, **self.settings}


HIDDEN = {
    "id", "ask", "kind", "right", "sql", "fact", "model", "parameters", "help", "weight", "evidence", "enough",
    "aliases", "before", "tolerance", "relative",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A number in ``unit`` (%, pp, €, k€, min, rows, …), as people type it: 6,3 · -6.3pp · €7,068.

    ``tolerance`` is absolute, in the unit; ``relative`` a share of the right value. Without both the ``fact`` gives
    its own, else half of the last of the ``decimals`` that the question asks for. ``slider`` is (lowest, highest,
    step). Wrong value: a number, or a source.
    """

    kind: str = "number"
    unit: str = ""
    decimals: int = 0
    tolerance: float | None = None
    relative: float = 0.0
    slider: tuple = ()


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """A short exact answer: ``right`` or one of its ``aliases``; case, spaces and end punctuation do not matter.

    In a cell of a table ``right`` may be a list of all that counts. Wrong value: a text, or a list of texts.
    """

    kind: str = "text"
    aliases: tuple = ()


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    """A day, at most ``days`` away from the right one. Wrong value: "2025-12-03", or a source."""

    kind: str = "date"
    days: int = 0


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of ``options``; ``right`` may be a list where several are accepted. Wrong value: an option."""

    kind: str = "choice"
    options: tuple = ()


@dataclass(frozen=True, kw_only=True)
class Choices(Field):
    """Any number of ``options``, judged by F1: set ``enough`` to 0.8 for SET(.8). An entry of ``right`` that is
    itself a list means: one of these.

    With ``precision`` instead of ``enough``: everything right must be chosen, and that share of what is chosen must
    be right. Wrong value: [options that are chosen], {"without": [options that are not]}, or {"only": [exactly
    these]}.
    """

    kind: str = "choices"
    options: tuple = ()
    precision: float | None = None


@dataclass(frozen=True, kw_only=True)
class Marks(Choices):
    """Lines of a text or points of a chart: ``options`` is a list of [id, label], all else is like choices, in
    ids."""

    kind: str = "marks"


@dataclass(frozen=True, kw_only=True)
class Order(Field):
    """All ``options`` in order. ``right`` is the order (an inner list: in any order among themselves), or ``before``
    holds pairs [earlier, later]. Credit is the share of respected pairs above chance; right when all are respected.

    Wrong value: [options in this wrong order], a part of them is enough.
    """

    kind: str = "order"
    options: tuple = ()
    before: tuple = ()


@dataclass(frozen=True, kw_only=True)
class Match(Field):
    """Each of ``items`` gets one of ``classes``; ``right`` is {item: class, or a list of accepted ones}; F1 as in
    choices.

    Wrong value: {item: wrong class, …}.
    """

    kind: str = "match"
    items: tuple = ()
    classes: tuple = ()


@dataclass(frozen=True, kw_only=True)
class Table(Field):
    """A grid: ``rows`` are labels, ``columns`` are fields of kind number, text, date or choice (``id``, ``ask``, and
    theirs).

    ``right`` is {row: {column id: value or source}}, or ``sql`` gives label and cells; a cell left out is not asked.
    Wrong value: {row: {column id: wrong value}}.
    """

    kind: str = "table"
    rows: tuple = ()
    columns: tuple = ()


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


@dataclass(frozen=True, kw_only=True)
class Logic(Field):
    """Rules over ``inputs`` {name: [values]} that lead to ``outcomes``, tried on all combinations: no gap, no
    conflict, and the right outcome in the share ``enough``. ``rules`` is how many lines there are to fill in.

    ``right`` is a list of {"when": {input: value}, "then": outcome}; an input left out may be anything. Wrong value:
    such a list.
    """

    kind: str = "logic"
    inputs: dict = field(default_factory=dict)
    outcomes: tuple = ()
    rules: int = 6


@dataclass(frozen=True, kw_only=True)
class Plan(Field):
    """Decisions judged by what comes of them: ``controls`` are fields (choice, choices, order, number with slider)
    without a right value; ``model`` is called with the plan and ``parameters`` and gives a Run(value, problems).

    A plan without problems is right from ``enough`` of the best value on, which is found by trying every plan; with
    ``goal`` "min" up to ``enough`` times the least, such as 1.15. A simulation that must succeed gives the share of
    successes as its value. With ``goal`` "consistent" no plan is better than another: the model gives every plan the
    value 1, and what does not go together as its problems. Wrong value: {control id: setting, …}; the rest may be
    anything.
    """

    kind: str = "plan"
    controls: tuple = ()
    goal: str = "max"


@dataclass(frozen=True, kw_only=True)
class File(Field):
    """A small YAML file to edit, called ``name``, that begins as ``starter``; judged by the tree that it parses to.

    ``right`` is a text of the file; the order of its keys, comments and layout do not matter. Wrong value:
    {path: value} that such a file holds, such as {"card.percent": 1.4}; None means that there is nothing at the path.
    """

    kind: str = "file"
    name: str = ""
    starter: str = ""


@dataclass(frozen=True, kw_only=True)
class Review(Field):
    """Comments on the diff of a ``pull_request`` (its number in course.case.pull_requests): each marked line gets one
    of ``categories`` and one of ``severities``.

    ``right`` lists the findings that must all be hit: {"lines": [texts], "category": [accepted], "severity":
    [accepted]}. A line is named by its text without indent; one of a finding's lines is enough. The share
    ``precision`` of what is marked must belong to a finding. Wrong value: lines that are marked; or {"without":
    [lines that are not]}, or {"says": {line: {"category" | "severity": what is said of it}}}.
    """

    kind: str = "review"
    pull_request: int = 0
    categories: tuple = ()
    severities: tuple = ()
    precision: float = 0.5
    view: str = "diff"


@dataclass(frozen=True, kw_only=True)
class Confidence(Field):
    """How sure, 50 to 100 %, that the field named by ``of`` is right. The Brier score is shown and never counts.

    With a ``strand``, such as "APIs (module 4)", that field is a work sample of a diagnostic: answered counts, right or
    not. Then every field of the form has such a confidence.
    """

    kind: str = "confidence"
    of: str = ""
    strand: str = ""


@dataclass(frozen=True, kw_only=True)
class Ranges(Field):
    """A low and a high end for each of ``quantities``, which are number fields with a source of their own.

    The field is right when all ranges are complete. How many hold their value is shown and never counts; ``level`` is
    the share that should. Wrong value: the fault of a range, "half", "point", "reversed" or "boundless" (its high end
    is a thousand times its low end, or more).
    """

    kind: str = "ranges"
    quantities: tuple = ()
    level: float = 0.9


KINDS = (
    Number, Text, Date, Choice, Choices, Marks, Order, Match, Table, States, Logic, Plan, File, Review, Confidence, Ranges,
)  # fmt: skip
FIELDS: dict[str, type[Field]] = {kind.kind: kind for kind in KINDS}
