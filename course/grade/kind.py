"""A kind of exercise as the judge sees it: its keys, and how an answer is judged. Kinds are found by name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from course.keys import key as keys
from course.registry import Registry
from course.verdict import Verdict

KINDS = Registry("course.grade", "kind.py")


@dataclass(frozen=True)
class Neighbour:
    """Another exercise as a judge may see it: what the sheet holds of it, and the learner's answer."""

    expectation: dict[str, Any]
    answer: object


@dataclass(frozen=True)
class OwnFigure:
    """One figure of a learner's answer. ``is_right`` is None where only the whole answer is judged."""

    value: float
    is_right: bool | None = None


class Kind(ABC):
    """A kind of exercise. Its folder in this wing holds ``kind.py`` with one of these, called KIND.

    An expectation is a compiled key: what is needed to judge an answer, and nothing that reveals a right one. It
    has ``to_json()``. ``is_query`` says that answers are queries on the case data. ``settings`` names the parts of the key that
    are stated where the exercise is shown, such as the name of a function, for a learner's machine needs them, too.
    """

    name: ClassVar[str]
    Key: ClassVar[type[keys.Key]]
    is_query: ClassVar[bool] = False
    settings: ClassVar[tuple[str, ...]] = ()

    def make_key(self, parts: dict[str, Any]) -> keys.Key:
        """The key from the keyword arguments of ``grade(…)``. Raises AuthorError."""
        return keys.make_part(self.Key, parts, f"grade() of a {self.name} exercise")

    @abstractmethod
    def nothing(self, starter: str, expectation: dict[str, Any]) -> object:
        """What counts as no answer. ``expectation`` is the one on the sheet; empty without a sheet."""

    @abstractmethod
    def compile(self, key: Any) -> Any:
        """The expectation that a key stands for. Raises AuthorError for a key that cannot be fair."""

    def reads(self, expectation: Any) -> tuple[str, ...]:
        """Other exercises of the module whose answers are set beside this one. They never change what is right."""
        return ()

    def beside(self, expectation: Any, answers: Mapping[str, Neighbour]) -> Any:
        """The expectation with what it takes from those answers, by exercise."""
        return expectation

    def figure(self, expectation: Any, place: str, answer: object) -> OwnFigure | None:
        """The figure at a place of an answer, to be shown where a later exercise rests on it; None if there is none."""
        return None

    @abstractmethod
    def read(self, data: dict[str, Any]) -> Any:
        """The expectation from its JSON on the sheet."""

    @abstractmethod
    def judge(self, expectation: Any, answer: object, starter: str = "") -> Verdict:
        """The verdict on an answer. An answer of a type that the kind does not use counts as none."""

    @abstractmethod
    def close(self, expectation: Any) -> Any:
        """The expectation without anything that tells what is right: what it takes to ask, to run and to record.

        It has the same type, goes onto a closed sheet, and is never judged by.
        """

    @abstractmethod
    def receive(self, expectation: Any, answer: object, starter: str = "") -> Verdict:
        """What there is to say of an answer by a closed expectation: what was understood, and nothing about what is right."""

    def text(self, answer: object) -> str:
        """What of an answer people read and compare, as a text; empty if it has none."""
        return answer if isinstance(answer, str) else ""

    @abstractmethod
    def secrets(self, key: Any, starter: str) -> Iterable[str]:
        """The texts that would give an answer away, so that a check can look for them in what learners receive."""


def kind(name: str) -> Kind:
    """The kind of that name. Raises AuthorError if there is none.

    >>> kind("form").nothing("", {})
    {}
    """
    if name not in KINDS:
        raise keys.AuthorError(f"There is no exercise kind “{name}”. The kinds are {', '.join(KINDS)}.")
    part: Kind = KINDS[name].KIND
    return part


def make_key(name: str, parts: dict[str, Any]) -> keys.Key:
    """The key of an exercise of a kind from the keyword arguments that its author wrote. Raises AuthorError.

    >>> make_key("sql", {"reference": "SELECT 1", "mistakes": {"That is two.": "SELECT 2"}}).mistakes[0].answer
    'SELECT 2'
    """
    return kind(name).make_key(parts)
