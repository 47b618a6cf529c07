"""What a kind of field is: how its author writes it, how an answer is judged, and how it is guessed. Found by name."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from functools import cache
from random import Random
from typing import Any, ClassVar

from course.case.tables import BY_NAME
from course.grade.form.mark import Mark
from course.grade.form.sources import FindRows, find, single
from course.grade.query.sqltext import is_query
from course.keys.key import AuthorError
from course.registry import Registry
from course.verdict import Finding

FIELD_KINDS = Registry("course.grade.form.fields", "")
NOT_SETTINGS = (
    "id", "ask", "kind", "right", "sql", "fact", "model", "parameters", "help", "weight", "evidence", "rests_on", "enough",
)  # fmt: skip
Note = tuple[tuple[str, ...], str]  # a place inside an answer, and a sentence about it


@dataclass(frozen=True, kw_only=True)
class Field:
    """What all fields have. ``ask`` is the question and labels the control.

    ``help`` is said when the answer is wrong and no known mistake explains it. ``weight`` is by default 1, in a match
    or table 1 for each item or cell. ``evidence`` names a field that must be right too, or this one counts nothing.
    ``rests_on`` names fields to settle first: while one of them is wrong, it is mentioned before this one, which counts all the same.
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
    parameters: dict[str, Any] = field(default_factory=dict)
    help: str = ""
    weight: float | None = None
    evidence: str = ""
    rests_on: tuple[str, ...] = ()
    enough: float = 1.0
    view: str = ""
    shows: dict[str, Any] = field(default_factory=dict)

    hidden: ClassVar[tuple[str, ...]] = ()
    """The names that a kind adds and that learners may not see."""
    sparse: ClassVar[tuple[str, ...]] = ()
    """The names that a kind adds and that the sheet leaves out while they are empty."""

    @property
    def source(self) -> object:
        """Where the right value comes from: a source as ``find`` takes it, or the literal that the author typed."""
        for name in ("sql", "fact"):
            if getattr(self, name):
                return {name: getattr(self, name)}
        return {"model": self.model, "parameters": self.parameters} if self.model else self.right

    @property
    def settings(self) -> dict[str, Any]:
        """What a learner may see of the field beyond its question: JSON values by name."""
        names = [each.name for each in fields(self) if each.name not in (*NOT_SETTINGS, *self.hidden)]
        shown = {name: value for name in names if (value := getattr(self, name)) or name not in self.sparse}
        settings: dict[str, Any] = json.loads(json.dumps(shown, default=lambda inner: inner.public, ensure_ascii=False))
        return settings

    @property
    def public(self) -> dict[str, Any]:
        """The field as a learner's machine may know it when it is inside another one."""
        return {"id": self.id, "ask": self.ask, "kind": self.kind, **self.settings}


class FieldKind(ABC):
    """A kind of field. Its module in course.grade.form.fields holds one of these, called KIND.

    ``settings`` are a field's JSON values on the sheet, ``right`` is what the method ``right`` gave, ``wrong`` what
    ``mistake`` gave; both are kept as JSON. An answer can be any JSON value: what the kind cannot read counts as open.
    """

    Field: ClassVar[type[Field]]
    """What authors write; its docstring tells them how."""
    inner: ClassVar[tuple[str, ...]] = ()
    """The names under which a field holds fields, such as the columns of a table."""
    is_judged: ClassVar[bool] = True
    """Whether the answer counts. If not, no mistake can be in it."""
    is_plan: ClassVar[bool] = False
    """Whether the answer is a plan: what follows from it is computed from all of it."""
    own_only: ClassVar[bool] = False
    """Whether what follows from other fields is right for the learner's own answers alone, not for the reference's."""
    names_cells: ClassVar[bool] = False
    """Whether it names wrong cells, beside those that known mistakes explain."""
    is_single: ClassVar[bool] = False
    """Whether a field holds one value, so that a second explanation of what is wrong in it would say nothing more."""
    finds_all: ClassVar[bool] = False
    """Whether ``beside_known`` says everything that is wrong, and the count of its mark stands for a form of this field alone."""
    is_cell: ClassVar[bool] = False
    """Whether it can be a column of a table."""
    telling: ClassVar[tuple[str, ...]] = ()
    """The settings that say what is right or wrong: a closed sheet leaves them out."""
    leads: ClassVar[bool] = False
    """Whether a form speaks of it first, and counts its parts for themselves."""
    takes_bare_queries: ClassVar[bool] = False
    """Whether a query that is typed as a value stands for what it finds: only where no text can be right."""

    @abstractmethod
    def right(self, field: Any, find_rows: FindRows) -> Any:
        """What is right, from the field's source. Raises AuthorError for what is missing or cannot be right."""

    @abstractmethod
    def clean(self, settings: dict[str, Any], answer: object) -> Any:
        """The part of an answer that can be read; None if there is none."""

    @abstractmethod
    def judge(self, settings: dict[str, Any], right: Any, answer: object) -> Mark:
        """How much of an answer is right."""

    @abstractmethod
    def reference(self, settings: dict[str, Any], right: Any) -> Any:
        """A right answer, as a learner would give it."""

    @abstractmethod
    def guess(self, settings: dict[str, Any], right: Any, random: Random) -> Any:
        """A random answer, as somebody would give it who knows nothing but the question."""

    def mistake(self, settings: dict[str, Any], right: Any, value: object, find_rows: FindRows) -> Any:
        """A known wrong value, from what its author wrote. Raises AuthorError for one that cannot be answered."""
        return single(self.find(value, find_rows))

    def distance(self, settings: dict[str, Any], right: Any, wrong: Any, answer: object) -> float | None:
        """How far an answer is from a known wrong value; None if it does not hold that value."""
        return 0.0 if self.clean(settings, answer) == wrong else None

    def mistaken(self, settings: dict[str, Any], right: Any, wrong: Any) -> Any:
        """The reference with a known wrong value put in."""
        return wrong

    def following(self, field: Any, right: Any, names: dict[str, str]) -> Any:
        """What is right, with what it takes to judge by the answers to other fields: ``names`` as ``follows`` gives them.

        Raises AuthorError where nothing of this kind follows from others.
        """
        raise AuthorError(f"Field “{field.id}”: a {field.kind} field cannot follow from others.")

    def follows(self, right: Any) -> dict[str, str]:
        """The fields that the right answer follows from, by the parameter of the model that each one is."""
        return {}

    def right_for(self, settings: dict[str, Any], right: Any, values: dict[str, Any]) -> Any:
        """What is right for other values of the parameters that follow from fields."""
        return right

    def find(self, source: object, find_rows: FindRows) -> object:
        """What a source of this kind finds, as Rows; a literal as it is."""
        if self.takes_bare_queries and isinstance(source, str) and is_query(source, BY_NAME):
            source = {"sql": source}
        return find(source, find_rows)

    def notes(self, settings: dict[str, Any], answer: object) -> Iterable[Note]:
        """What was understood of what was typed; the sentence is empty where nothing needs to be said."""
        return ()

    def understood(self, settings: dict[str, Any], answer: object) -> str:
        """What was understood of an answer, in a few words; empty where the control shows that as it is."""
        clean = self.clean(settings, answer)
        return clean if isinstance(clean, str) else ""

    def outline(self, right: Any) -> Any:
        """What of the right answer the control needs in order to ask, such as which cells; None if nothing."""
        return None

    def closed(self, settings: dict[str, Any]) -> dict[str, Any]:
        """The settings without what tells, also of the fields inside."""
        kept = {name: value for name, value in settings.items() if name not in self.telling}
        for name in self.inner:
            kept[name] = [field_kind(field["kind"]).closed(field) for field in kept.get(name, ())]
        return kept

    def wrong_parts(self, settings: dict[str, Any], right: Any, answer: object) -> Iterable[tuple[str, ...]]:
        """The places inside an answer that are filled in and not right, where the control can mark them."""
        return ()

    def word_for_right(self, settings: dict[str, Any]) -> str:
        """What a verdict calls an answer that holds."""
        return "right"

    def further_findings(
        self, answered: list[tuple[dict[str, Any], Any, object]], is_right: dict[str, bool]
    ) -> Iterable[Finding]:
        """What else there is to say, which never counts.

        ``answered`` has settings, right value and answer of each field of this kind in a form, ``is_right`` says of
        each judged field of the form by its id whether it is right.
        """
        return ()

    def place(self, settings: dict[str, Any], right: Any, wrong: Any, answer: object) -> str:
        """Where in an answer a known mistake is, such as "Tile 2"; empty where its sentence says so."""
        return ""

    def beside_known(self, settings: dict[str, Any], right: Any, answer: object, wrong: list[Any]) -> Iterable[Finding]:
        """What else is wrong in an answer, beside the known wrong values that it holds."""
        return ()

    def answer_count(self, settings: dict[str, Any]) -> int:
        """How many answers there are to choose from; 0 where nobody could try them all."""
        return 0

    def all_answers(self, settings: dict[str, Any]) -> Iterable[Any]:
        """Every answer that can be chosen, as a model of a plan takes it."""
        return ()

    def slips(self, settings: dict[str, Any], right: Any) -> Iterable[Any]:
        """Answers with one slip each, as people make them: what authors should have a sentence for."""
        return ()

    def empty_answer(self) -> Any:
        """What counts as an answer although nothing was chosen; None if nothing chosen means open."""
        return None


@cache
def field_kind(name: str) -> FieldKind:
    """The kind of field of that name. Raises KeyError if there is none.

    >>> field_kind("text").clean({}, " EU-West. ")
    'eu-west'
    """
    kind: FieldKind = FIELD_KINDS[name].KIND
    return kind


def offered(id: str, values: list[str], options: Iterable[str]) -> list[str]:
    """The values, if each is among the options. Raises AuthorError."""
    strange = [value for value in values if value not in options]
    if strange or not values:
        raise AuthorError(f"Field “{id}”: {strange[0] if strange else 'nothing'!r} is not among its options.")
    return values


def part_of(answer: object, *names: str) -> object:
    """What is at a place inside an answer; None where there is nothing.

    >>> part_of({"refund": {"euro": "9.5"}}, "refund", "euro"), part_of("damaged", "refund", "euro")
    ('9.5', None)
    """
    for name in names:
        answer = answer.get(name) if isinstance(answer, dict) else None
    return answer
