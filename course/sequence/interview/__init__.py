"""Questions that interviewers for the role ask, three for each module from 2 on, and what a good answer to each has.

Each module has a file, ``05.toml``. Nobody scores an answer: its ``points`` are for the learner to judge by, and three
candidates show how an answer sounds.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
KINDS = {
    "explain": "explain it in plain words",
    "diagnose": "find out what is wrong",
    "decide": "decide, in doubt",
    "estimate": "estimate a number",
    "disagree": "disagree with somebody",
}
"""What a question asks for, as learners read it."""

SOUNDS = {"strong": "A strong answer", "weak": "A weak answer", "bluffing": "A bluffing answer"}


class InterviewError(Exception):
    """A file of questions is missing or has the wrong shape: the message tells an author where and what to do."""


@dataclass(frozen=True, kw_only=True)
class Sound:
    """What a candidate says, and the line that tells by what one knows the answer."""

    says: str
    tell: str


@dataclass(frozen=True, kw_only=True)
class InterviewQuestion:
    """A question in the words of an interviewer, the points of a good answer, and three candidates."""

    kind: str
    ask: str
    points: tuple[str, ...]
    strong: Sound
    weak: Sound
    bluffing: Sound

    @property
    def sounds(self) -> tuple[tuple[str, Sound], ...]:
        """The three candidates, each with its title."""
        return tuple((title, getattr(self, name)) for name, title in SOUNDS.items())


@cache
def interview_of(module: int) -> tuple[InterviewQuestion, ...]:
    """The questions of a module. Raises InterviewError."""
    path = FOLDER / f"{module:02}.toml"
    if not path.exists():
        raise InterviewError(
            f"There is no interview for module {module}: {path.name} is missing. Copy the course again."
        )
    try:
        return read_interview(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise InterviewError(f"{path.name} could not be read. Copy it again from the course.") from error


def read_interview(text: str, name: str) -> tuple[InterviewQuestion, ...]:
    """The questions in the text of such a file. ``name`` is what messages call it. Raises InterviewError."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InterviewError(f"{name} is not TOML: {error}.") from error
    questions = tables.pop("question", [])
    if tables:
        raise InterviewError(f"{name} holds “{next(iter(tables))}”; it may hold [[question]].")
    if not isinstance(questions, list) or not all(isinstance(values, dict) for values in questions):
        raise InterviewError(f"The questions of {name} are no tables: begin each with [[question]].")
    return tuple(_question(values, f"question {number} in {name}") for number, values in enumerate(questions, 1))


def _question(values: dict, place: str) -> InterviewQuestion:
    _check_names(values, InterviewQuestion, place)
    kind, points = values["kind"], values["points"]
    if kind not in KINDS:
        raise InterviewError(f"The kind of {place} is “{kind}”; it may be {', '.join(KINDS)}.")
    if not isinstance(points, list):
        raise InterviewError(f"“points” in {place} is no list of sentences.")
    return InterviewQuestion(
        kind=kind,
        ask=_sentence(values["ask"], "ask", place),
        points=tuple(_sentence(point, "points", place) for point in points),
        **{name: _sound(values[name], f"“{name}” of {place}") for name in SOUNDS},
    )


def _sound(values: object, place: str) -> Sound:
    if not isinstance(values, dict):
        raise InterviewError(f"{place} needs what the candidate says and the tell: {{ says = “…”, tell = “…” }}.")
    _check_names(values, Sound, place)
    return Sound(**{name: _sentence(value, name, place) for name, value in values.items()})


def _check_names(values: dict, kind: type, place: str) -> None:
    known = {field.name for field in fields(kind)}
    if unknown := values.keys() - known:
        raise InterviewError(f"“{min(unknown)}” is not known in {place}.")
    if missing := known - values.keys():
        raise InterviewError(f"“{min(missing)}” is missing in {place}.")


def _sentence(value: object, name: str, place: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InterviewError(f"“{name}” in {place} holds no sentence.")
    return value.strip()
