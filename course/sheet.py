"""The sheet (checks.json): what a learner's machine may know of each exercise, compiled from the keys."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from course.keys.key import AuthorError, DocumentKey, Key, KqlKey, QueryKey
from course.verdict import Verdict

NAME = "checks.json"
VERSION = 1
HIDDEN_SEEDS = (1, 2, 3, 4, 5)


class SheetError(Exception):
    """The sheet cannot be used: the message tells a learner what happened and what to do."""


@dataclass(frozen=True)
class ExerciseSheet:
    """One exercise on the sheet. ``minutes`` is the expected time, ``points`` what nbgrader gives for it.

    ``key`` is the digest of the key that ``expectation`` was compiled from; ``solution`` never stands here.
    """

    id: str
    kind: str
    title: str
    minutes: int
    points: float
    hints: tuple[str, ...]
    key: str
    expectation: dict


@dataclass(frozen=True)
class Sheet:
    """All exercises of one module, and the version of the case data that they were compiled on."""

    data: str
    exercises: tuple[ExerciseSheet, ...]

    def __getitem__(self, exercise: str) -> ExerciseSheet:
        found = [entry for entry in self.exercises if entry.id == exercise]
        if not found:
            raise SheetError(
                f"{NAME} beside this notebook does not know exercise {exercise}. Copy the module's folder again from "
                "the course: your saved answers stay as they are."
            )
        return found[0]

    def text(self) -> str:
        """The sheet as the JSON text that is written, always the same bytes for the same sheet."""
        exercises = {entry.id: {**asdict(entry), "hints": list(entry.hints)} for entry in self.exercises}
        body = {"version": VERSION, "data": self.data, "exercises": exercises}
        return json.dumps(body, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def load(folder: Path) -> Sheet:
    """The sheet in a folder. Raises SheetError if it is missing, damaged or of another version."""
    path = folder / NAME
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != VERSION:
            raise SheetError(
                f"{NAME} was made by another version of the course. Update the course, then run this again."
            )
        entries = [ExerciseSheet(**{**entry, "hints": tuple(entry["hints"])}) for entry in data["exercises"].values()]
        return Sheet(data["data"], tuple(entries))
    except FileNotFoundError as error:
        raise SheetError(
            f"{NAME} is missing beside this notebook, so nothing can be checked here. Open the notebook in its own folder "
            "under exercises, or copy that file next to it. Your answers are saved."
        ) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SheetError(
            f"{NAME} beside this notebook is damaged. Copy it again from the course. Your answers are saved."
        ) from error


def compile_key(key: Key, seeds: tuple[int, ...] = HIDDEN_SEEDS):
    """Run a key's references and mistakes on the case data: what is needed to judge, and nothing that gives it away.

    Raises AuthorError where the key cannot be fair.
    """
    key = quoted(key)
    if isinstance(key, KqlKey):
        from course.grade.kql.language import compile_kql

        return compile_kql(key, seeds)
    if isinstance(key, QueryKey):
        from course.grade.query.judge import compile_query

        return compile_query(key, seeds)
    if isinstance(key, DocumentKey):
        from course.grade.document import compile_document

        return compile_document(key)
    from course.grade.form import compile_form

    return compile_form(key, find_rows)


def quoted(key: Key) -> Key:
    """The key with figures where its texts name facts of the register, such as ``{F9.price}``. Raises AuthorError."""
    from course.grade.quotes import quoted as with_figures

    return with_figures(key, find_rows)


def expectation(entry: ExerciseSheet):
    """The compiled key that an entry of the sheet carries."""
    if entry.kind in ("sql", "kql"):
        from course.grade.query.judge import QueryExpectation

        return QueryExpectation.from_json(entry.expectation)
    if entry.kind == "document":
        from course.grade.document import DocumentExpectation

        return DocumentExpectation.from_json(entry.expectation)
    from course.grade.form import FormExpectation

    return FormExpectation.from_json(entry.expectation)


def judge(kind: str, expected, answer: object, starter: str = "") -> Verdict:
    """The one judge: Check, Validate, grading and the author's tests all end here."""
    if kind == "sql":
        from course.grade.query.judge import judge_query

        return judge_query(expected, answer if isinstance(answer, str) else "", starter=starter)
    if kind == "kql":
        from course.grade.kql.language import judge_kql

        return judge_kql(expected, answer if isinstance(answer, str) else "", starter=starter)
    if kind == "document":
        from course.grade.document import judge_document

        return judge_document(expected, answer if isinstance(answer, str) else "")
    from course.grade.form import judge_form

    return judge_form(expected, answer if isinstance(answer, dict) else {})


def find_rows(sql: str) -> list[tuple]:
    """The rows that an author's query finds in the practice data. Raises AuthorError."""
    from course.case.database import practice_database
    from course.grade.query.sandbox import QueryError, run

    try:
        return list(run(practice_database(), sql).rows)
    except QueryError as error:
        raise AuthorError(f"The query that finds a right answer fails: {error}. It reads: {sql}") from error


def data_version() -> str:
    """The version of the case data on this machine."""
    from course.case.database import version

    return version()
