"""The sheet (checks.json): what a learner's machine may know of each exercise, compiled from the keys."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from course.case.database import version
from course.grade import kind as kinds
from course.grade.query.rows import find_rows
from course.grade.quotes import quote_facts
from course.grade.size import too_large
from course.keys.key import Key
from course.verdict import Finding, Verdict

NAME = "checks.json"
VERSION = 1
KeyType = TypeVar("KeyType", bound=Key)


class SheetError(Exception):
    """The sheet cannot be used: the message tells a learner what happened and what to do."""


@dataclass(frozen=True)
class ExerciseSheet:
    """One exercise on the sheet. ``minutes`` is the expected time, ``points`` what nbgrader gives for it.

    ``key`` is the digest of the key that ``expectation`` was compiled from; ``solution`` is never on it. A ``closed`` entry
    says nothing of what is right, by its expectation or by that digest: answers are only received with it.
    """

    id: str
    kind: str
    title: str
    minutes: int
    points: float
    hints: tuple[str, ...]
    key: str
    expectation: dict[str, Any]
    closed: bool = False

    def as_json(self) -> dict[str, Any]:
        """The entry as it is written; what only closed ones have is left out of others."""
        data = {**asdict(self), "hints": list(self.hints)}
        if not self.closed:
            del data["closed"]
        return data


@dataclass(frozen=True)
class Sheet:
    """All exercises of one module, and the version of the case data that they were compiled on."""

    data: str
    exercises: tuple[ExerciseSheet, ...]

    def __getitem__(self, exercise: str) -> ExerciseSheet:
        matches = [entry for entry in self.exercises if entry.id == exercise]
        if not matches:
            raise SheetError(
                f"{NAME} beside this notebook does not know exercise {exercise}. Copy the module's folder again from "
                "the course: your saved answers stay as they are."
            )
        return matches[0]

    def text(self) -> str:
        """The sheet as the JSON text that is written, always the same bytes for the same sheet."""
        exercises = {entry.id: entry.as_json() for entry in self.exercises}
        body = {"version": VERSION, "data": self.data, "exercises": exercises}
        return json.dumps(body, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def load(folder: Path) -> Sheet:
    """The sheet in a folder. Raises SheetError if it is missing, damaged or of another version."""
    path = folder / NAME
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SheetError(
            f"{NAME} is missing beside this notebook, so nothing can be checked here. Open the notebook in its own folder "
            "under exercises, or copy that file next to it. Your answers are saved."
        ) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SheetError(
            f"{NAME} beside this notebook is damaged. Copy it again from the course. Your answers are saved."
        ) from error


@lru_cache(maxsize=4)
def _parsed(text: str) -> Sheet:
    """A sheet from its text. Every exercise of a notebook asks for the one beside it, and each hand-in of a class again."""
    data = json.loads(text)
    if data["version"] != VERSION:
        raise SheetError(f"{NAME} was made by another version of the course. Update the course, then run this again.")
    entries = [ExerciseSheet(**{**entry, "hints": tuple(entry["hints"])}) for entry in data["exercises"].values()]
    return Sheet(data["data"], tuple(entries))


def compile_key(kind: str, key: Key) -> Any:
    """Run a key's references and mistakes on the case data: what is needed to judge, and nothing that gives it away.

    Raises AuthorError if the key cannot be fair.
    """
    return kinds.kind(kind).compile(with_figures(key))


def with_figures(key: KeyType) -> KeyType:
    """The key with figures where its texts name facts of the register, such as ``{F9.price}``. Raises AuthorError."""
    return quote_facts(key, find_rows)


def expectation(entry: ExerciseSheet) -> Any:
    """The compiled key that an entry of the sheet carries."""
    return kinds.kind(entry.kind).read(entry.expectation)


def close(entry: ExerciseSheet, hints: tuple[str, ...]) -> ExerciseSheet:
    """An entry for graded work: it asks, runs and records as the open one does, and judges nothing. ``hints`` are what is left
    of the open one's.
    """
    part = kinds.kind(entry.kind)
    return replace(entry, hints=hints, key="", expectation=part.close(expectation(entry)).to_json(), closed=True)


def receive(kind: str, expected: Any, answer: object, starter: str = "") -> Verdict:
    """What a closed sheet says in the place of a judgement."""
    if size := too_large(answer):
        return Verdict.saved(
            f"nothing: the answer {size}", Finding("too-large", "It is saved as it is.", look="Shorten it.")
        )
    return kinds.kind(kind).receive(expected, answer, starter)


def judge(kind: str, expected: Any, answer: object, starter: str = "") -> Verdict:
    """The one judge: Check, Validate, grading and the author's tests all end here."""
    if size := too_large(answer):
        return Verdict.not_yet(
            f"the answer {size}, and that is more than can be judged.",
            Finding("too-large", "It is saved as it is.", look="Shorten it, then check again."),
        )
    return kinds.kind(kind).judge(expected, answer, starter)


def data_version() -> str:
    """The version of the case data on this machine."""
    return version()
