"""Which files an edition holds, and what becomes of the pages that speak to authors and instructors."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from fnmatch import fnmatch
from pathlib import Path

from course import sequence
from course.learner import edition
from course.learner.answers_file import METADATA

README = Path(__file__).with_name("README.md")
CLOSED_README = Path(__file__).with_name("closed.md")
KEPT = (
    "LICENSE", "CHANGELOG.md", "environment.yml", "pyproject.toml", "requirements.lock", "postBuild", "nbgrader_config.py",
    ".gitignore", ".gitattributes", "docs/start.md", "docs/privacy.md", "course/*", "modules/*", "exercises/*",
)  # fmt: skip
# What only authors run, and what keys are compiled from: of a rubric, the sheets hold what learners need.
LEFT_OUT = ("course/authoring/*", "course/site/*", "course/bench/*", "course/grade/document/rubrics/*.toml")
NEEDED = ("course/bench/__init__.py", "course/bench/measurement.py")  # the names of the commands
GROWN = ("__pycache__", ".ipynb_checkpoints", ".answers.json", "course-kept-", "course-work-")
FOR_LEARNERS = "### For learners"
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def is_kept(path: str) -> bool:
    """Whether a file of the course belongs to the edition.

    >>> [is_kept(path) for path in ("course/cli.py", "course/authoring/check.py", "solutions/05-sql/05-sql.ipynb")]
    [True, False, False]
    """
    if path in NEEDED:
        return True
    return any(fnmatch(path, kept) for kept in KEPT) and not any(fnmatch(path, left) for left in LEFT_OUT)


def files_below(root: Path) -> Iterator[str]:
    """The paths of an edition's files in a course without Git; caches and what learners leave behind are none."""
    for kept in KEPT:
        found = (root / kept.removesuffix("/*")).rglob("*") if kept.endswith("/*") else [root / kept]
        for path in found:
            name = path.relative_to(root).as_posix()
            if path.is_file() and is_kept(name) and not any(fnmatch(name, f"*{own}*") for own in GROWN):
                yield name


def readme(closed: Collection[int]) -> str:
    """The edition's README: the learner's, with a section on graded work where some of it is."""
    text = README.read_text(encoding="utf-8")
    if not closed:
        return text
    modules = ", ".join(f"{number} ({sequence.module(number).title})" for number in sorted(closed))
    section = CLOSED_README.read_text(encoding="utf-8").format(modules=modules)
    return text.replace("## Licences", f"{section}\n## Licences")


def start_page(text: str) -> str:
    """The page on starting, from its part for learners on: how to get the course is up to whoever hands out the edition."""
    head, sign, rest = text.partition("## For learners\n")
    return f"# Start\n\n{sign}{rest}" if sign else head


def privacy_page(text: str) -> str:
    """The page on privacy without what instructors store and how they delete it."""
    return text.partition("\n## As an instructor\n")[0].rstrip() + "\n"


def changelog(text: str, closed: Collection[int]) -> str:
    """What is new for learners, version by version, without what is said of exercises in closed modules."""
    text = LINK.sub(r"\1", text)
    kept = [part for part in re.split(r"(?m)^(?=## )", text) if part.startswith("## ")]
    lines = ["# Changelog\n", *(line for version in kept for line in _of_learners(version, closed))]
    return "\n".join(lines).rstrip() + "\n"


def _of_learners(version: str, closed: Collection[int]) -> list[str]:
    head = version.splitlines()[0]
    section = version.partition(f"{FOR_LEARNERS}\n")[2].partition("\n### ")[0]
    points = [point.rstrip() for point in re.split(r"(?m)^(?=- )", section) if point.startswith("- ")]
    names = re.compile("|".join(rf"\b{number}(?:\.\d|(?=[,;:]| and\b))" for number in closed)) if closed else None
    commands = re.compile(rf"course (?:{'|'.join(edition.OF_THE_WHOLE)})\b")
    shown = [point for point in points if not (names and names.search(point)) and not commands.search(point)]
    return [head, "", *shown, ""] if shown else []


def without_answers(content: str) -> str:
    """A notebook without the answers that whoever makes the edition may have given in it."""
    if METADATA not in content:
        return content
    notebook = json.loads(content)
    if METADATA not in notebook.get("metadata", {}):
        return content
    del notebook["metadata"][METADATA]
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
