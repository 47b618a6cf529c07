"""What is taken from a hand-in: the saved answers. Nothing in it is run, followed or trusted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from course.learner.answers import LARGEST as LARGEST_ANSWERS
from course.learner.answers import METADATA, answers_path, parse, parse_data

LARGEST_NOTEBOOK = 50_000_000


class HandInError(Exception):
    """A file of a hand-in cannot be used: the message ends the sentence that starts with its name."""


@dataclass(frozen=True)
class HandIn:
    """The answers of one handed-in notebook.

    ``answers`` is the content of the answers file and ``copy`` the notebook's own copy, each None if there is none
    that can be read. ``remark`` tells the learner, in Markdown, what was wrong; empty if nothing was.
    """

    answers: bytes | None
    copy: dict | None
    remark: str = ""


def take(notebook: Path) -> HandIn:
    """The answers in and beside a handed-in notebook, which need not exist. No file of a learner makes it raise."""
    file, file_problem = _attempt(_answers_file, answers_path(notebook))
    copy, copy_problem = _attempt(_answers_copy, notebook)
    problems = [problem for problem in (copy_problem, file_problem) if problem]
    return HandIn(file, copy, _remark(notebook, problems, file is not None, copy is not None))


def read_regular(path: Path, largest: int) -> bytes:
    """The content of an ordinary file. Raises HandInError for links, folders, devices and over ``largest`` bytes."""
    if path.is_symlink():
        raise HandInError("is a link to another place, and links are not followed")
    if not path.is_file():
        raise HandInError("is no ordinary file")
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        raise HandInError("could not be opened") from error
    if len(content) > largest:
        raise HandInError(f"is larger than {largest // 1_000_000} MB")
    return content


def _attempt(read, path: Path) -> tuple[object, str]:
    try:
        return read(path), ""
    except HandInError as problem:
        return None, f"`{path.name}` {problem}."


def _answers_file(path: Path) -> bytes | None:
    if not path.exists() and not path.is_symlink():
        return None
    content = read_regular(path, LARGEST_ANSWERS)
    try:
        parse(content)
    except ValueError as error:
        raise HandInError(f"could not be read: {error}") from error
    return content


def _answers_copy(notebook: Path) -> dict | None:
    if not notebook.exists() and not notebook.is_symlink():
        raise HandInError("was not in your hand-in")
    try:
        metadata = json.loads(read_regular(notebook, LARGEST_NOTEBOOK))["metadata"]
        copy = metadata.get(METADATA)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise HandInError("could not be read: it is empty, cut off or no notebook") from error
    return None if copy is None else _checked_copy(copy)


def _checked_copy(copy: object) -> dict:
    try:
        parse_data(copy)
        size = len(json.dumps(copy, allow_nan=False).encode())
    except (ValueError, RecursionError) as error:
        raise HandInError("holds a copy of your answers that could not be read") from error
    if size > LARGEST_ANSWERS:
        raise HandInError(f"holds a copy of your answers that is larger than {LARGEST_ANSWERS // 1_000_000} MB")
    return copy


def _remark(notebook: Path, problems: list[str], has_file: bool, has_copy: bool) -> str:
    answers_name = answers_path(notebook).name
    if has_file or has_copy:
        places = [f"`{answers_name}`"] * has_file + [f"the copy in `{notebook.name}`"] * has_copy
        source = f"Your answers were taken from {' and '.join(places)}. You need to do nothing."
    else:
        source = (
            "No saved answers were found in this hand-in, so every exercise counts as not attempted. If you did "
            f"answer, hand in again with both files of your folder, `{notebook.name}` and `{answers_name}`."
        )
    if not problems and (has_file or has_copy):
        return ""
    return " ".join(["**About your hand-in.**", *problems, source])
