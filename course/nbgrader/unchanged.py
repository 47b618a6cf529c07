"""Which hand-ins would be graded to exactly what is there already, so that grading all of them again rewrites nothing.

What a grading left behind is kept as a digest, under a digest of all that it depended on. Both are taken anew each time:
a hand-in is left as it is only if its files, the graded ones and the rows of the gradebook are what they were.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path

import nbformat
from nbgrader.plugins import LateSubmissionPlugin

import course
from course.nbgrader import GRADING, SANITIZERS
from course.nbgrader.files import files_below
from course.nbgrader.gradebook import Standing
from course.nbgrader.hand_in import MOST_BYTES, MOST_FILES
from course.nbgrader.outcome import HandInToGrade
from course.nbgrader.receipts import SECRET, TIMESTAMP, problems
from course.nbgrader.verdicts import Kept, files_of, judge_digest

SHOWS = ("__init__.py", "learner", "nbgrader", "views")
"""What decides about what is left behind, besides the judge."""
SECTIONS = {
    "Autograde",
    "BaseConverter",
    "CourseAutograde",
    "CourseDirectory",
    "LateSubmissionPlugin",
    "NbConvertBase",
    "NbGraderPreprocessor",
    "Preprocessor",
    *(name.rpartition(".")[2] for name in (*SANITIZERS, *GRADING)),
}
WHO_AND_HOW = {"force", "jobs", "root", "student_id", "student_id_exclude", "students"}


class LeftBehind:
    """What gradings left behind, for hand-ins to one assignment that are graded alike. ``likeness`` is what they share."""

    def __init__(self, likeness: str, kept: Kept | None = None):
        self._likeness = likeness
        self._kept = kept or Kept()

    def is_there(self, hand_in: HandInToGrade, graded: Path, standing: Standing) -> bool:
        """Whether a hand-in was graded before as it would be now, and all that was left behind is as it was."""
        try:
            key = self._key(hand_in)
            kept = self._kept.read(key) if key else None
            return kept is not None and kept == _left(graded, standing)
        except OSError:  # then grading says what is wrong
            return False

    def keep(self, hand_in: HandInToGrade, graded: Path, standing: Standing) -> None:
        with suppress(OSError):
            if key := self._key(hand_in):
                self._kept.write(key, _left(graded, standing))

    @property
    def spoiled(self) -> int:
        return self._kept.spoiled

    def _key(self, hand_in: HandInToGrade) -> str:
        """What a hand-in's grading depends on; empty if something in it is not to be compared."""
        digest = blake2b(json.dumps([self._likeness, hand_in.student]).encode(), digest_size=20)
        paths = {*files_below(hand_in.folder), *map(Path, hand_in.notebooks)}
        paths |= {hand_in.folder / TIMESTAMP, hand_in.folder / SECRET}
        room = MOST_BYTES
        if len(paths) > MOST_FILES or problems(hand_in.folder):
            return ""
        for path in sorted(paths):
            if path.is_symlink():
                return ""
            if not path.exists():
                continue
            room -= path.stat().st_size
            if room < 0 or not path.is_file():
                return ""
            _add(digest, path.relative_to(hand_in.folder), path)
        return digest.hexdigest()


def likeness(texts: Iterable[str], settings: dict) -> str:
    """A digest of what all hand-ins of an assignment share: notebooks and how they are run, all code, and the settings."""
    used = {
        section: {name: value for name, value in values.items() if name not in WHO_AND_HOW}
        for section, values in settings.items()
        if section in SECTIONS
    }
    words = [*texts, judge_digest(), _code(), repr(sorted(used.items())), time.tzname, os.environ.get("TZ", "")]
    return blake2b(json.dumps(words).encode(), digest_size=20).hexdigest()


def is_known(steps: list, converter) -> bool:
    """Whether all that happens to a hand-in is what this course does by itself, so that ``likeness`` tells it."""
    plugins = [step.plugin_class for step in steps if hasattr(step, "plugin_class")]
    return (
        list(converter.autograde_preprocessors) == GRADING
        and all(plugin is LateSubmissionPlugin for plugin in plugins)
        and converter.coursedir.notebook_id == "*"
        and not converter.pre_convert_hook
        and not converter.post_convert_hook
    )


def text_of(notebook: nbformat.NotebookNode) -> str:
    return nbformat.v4.writes(notebook)


@cache
def _code() -> str:
    package = Path(course.__file__).parent
    digest = blake2b(digest_size=16)
    for path in files_of(package, SHOWS):
        _add(digest, path.relative_to(package), path)
    return digest.hexdigest()


def _left(graded: Path, standing: Standing) -> str:
    digest = blake2b(standing.digest.encode(), digest_size=20)
    for folder, folders, files in os.walk(graded):
        folders.sort()
        for name in sorted([*folders, *files]):
            path = Path(folder, name)
            digest.update(f"{path.lstat().st_mode} ".encode())
            if name in folders or path.is_symlink():
                digest.update(f"{path.relative_to(graded)}\n".encode())
            else:
                _add(digest, path.relative_to(graded), path)
    return digest.hexdigest()


def _add(digest, name: Path, path: Path) -> None:
    content = path.read_bytes()
    digest.update(f"{name}\n{len(content)}\n".encode() + content)
