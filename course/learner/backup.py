"""Save and restore: one file with everything a learner has done, merged on return so that nothing is lost.

The file is plain JSON: it holds no paths to write to, nothing to unpack and nothing to run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from course import sequence
from course.learner.answers import Answers, AnswersError
from course.learner.answers_file import LARGEST as LARGEST_ANSWERS
from course.learner.answers_file import answers_path, dump, parse_data, write_atomically
from course.learner.entry import Entry, kept_name, kept_of, merge, now
from course.learner.saved import read_saved

KIND = "saved course work"
VERSION = 1
LARGEST = 20_000_000
NAME = re.compile(r"""[^./\\:*?"<>|\0-\x1f][^/\\:*?"<>|\0-\x1f]*""")
MODULE = re.compile(r"(\d{1,3})[.-]")
UNCHANGED = "Nothing was changed."


class BackupError(Exception):
    """A file cannot be saved or restored: the message tells a learner what happened and what to do."""


class NotWritten(BackupError):
    """An answers file cannot be written now; restoring the same file later works."""


@dataclass(frozen=True)
class Conflict:
    """Two different answers to one exercise: the newer one is used, the older one is kept as ``kept``."""

    notebook: str
    exercise: str
    used: Entry
    other: Entry

    @property
    def kept_name(self) -> str:
        """The name under which the older answer stays in the answers file."""
        return kept_name(self.exercise, self.other)


@dataclass(frozen=True)
class Restored:
    """What a restore did. ``missing`` names notebooks that this copy of the course does not have."""

    entries: int
    changed: int
    conflicts: tuple[Conflict, ...] = ()
    missing: tuple[str, ...] = ()


def default_name(today: date) -> str:
    """The name of a file that is saved today.

    >>> default_name(date(2026, 1, 5))
    'course-work-2026-01-05.json'
    """
    return f"course-work-{today.isoformat()}.json"


def save(root: Path, target: Path) -> tuple[int, tuple[str, ...]]:
    """Write everything that is saved in a course to a file.

    Returns the number of entries, and a sentence for each file that could not be read. Raises BackupError.
    """
    work, problems = everything(root)
    if not work:
        raise BackupError(
            " ".join(["There is nothing to save yet: answer an exercise or write a decision first.", *problems])
        )
    try:
        write_atomically(target, _text(work))
    except OSError as error:
        raise BackupError(
            f"{target.name} could not be written ({error.strerror or error}). Choose another place."
        ) from error
    return sum(map(len, work.values())), problems


def everything(root: Path) -> tuple[dict[str, dict[str, Entry]], tuple[str, ...]]:
    """The saved entries of a course by notebook, and a sentence for each file that could not be read."""
    saved_work = {_name_in_course(root, path): read_saved(path) for path in sequence.notebooks(root)}
    work = {name: saved.entries for name, saved in saved_work.items() if saved.entries}
    return work, tuple(saved.problem for saved in saved_work.values() if saved.problem)


def read(path: Path) -> bytes:
    """The content of a file to restore. Raises BackupError if it cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise BackupError(f"{path.name} could not be opened ({error.strerror or error}). {UNCHANGED}") from error


def restore(root: Path, content: bytes) -> Restored:
    """Merge a saved file into a course: for each exercise the newest answer counts, the other one is kept beside it.

    Raises BackupError before anything is written if the file is not saved work, is damaged, too large or of another version.
    """
    work = parse(content)
    targets = _targets(root, work)
    plans = [
        _plan(names[0], path, _joined([work[name] for name in names]))
        for path in dict.fromkeys(targets.values())
        if (names := [name for name, target in targets.items() if target == path])
    ]
    for plan in plans:
        if len(dump(plan.merged).encode()) > LARGEST_ANSWERS:
            raise BackupError(
                f"Together, the answers for {plan.name} are larger than {LARGEST_ANSWERS // 1_000_000} MB. {UNCHANGED}"
            )
    for plan in plans:
        _write(plan)
    return Restored(
        entries=sum(len(entries) for entries in work.values()),
        changed=sum(len(plan.changes) for plan in plans),
        conflicts=tuple(conflict for plan in plans for conflict in plan.conflicts),
        missing=tuple(sorted(work.keys() - targets.keys())),
    )


def parse(content: bytes) -> dict[str, dict[str, Entry]]:
    """The entries of a saved file by notebook. Raises BackupError."""
    if len(content) > LARGEST:
        raise BackupError(
            f"This file is larger than {LARGEST // 1_000_000} MB, so it is no saved course work. {UNCHANGED}"
        )
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BackupError(
            f"This file is cut off or is no saved course work. Choose the .json file that you saved. {UNCHANGED}"
        ) from error
    if not isinstance(data, dict) or data.get("kind") != KIND or not isinstance(data.get("notebooks"), dict):
        raise BackupError(f"This file is no saved course work. Choose the .json file that you saved. {UNCHANGED}")
    if data.get("version") != VERSION:
        raise BackupError(
            f"This file was saved by another version of the course. Update the course, then restore it. {UNCHANGED}"
        )
    return {name: _entries(name, entries) for name, entries in data["notebooks"].items()}


def notebook_name(root: Path, path: Path) -> str:
    """What a saved file calls a notebook of a course."""
    return path.stem if path.parent == root / sequence.LESSONS else f"{path.stem}/exercises"


def summary(restored: Restored) -> str:
    """What a restore did, in one to four sentences.

    >>> summary(Restored(entries=7, changed=0))
    'All 7 entries of this file were here already. Nothing was changed.'
    """
    if not restored.changed:
        sentences = [f"All {restored.entries} entries of this file were here already. Nothing was changed."]
    else:
        sentences = [f"Restored: {restored.changed} of {restored.entries} entries were new here."]
        sentences.append("In notebooks that are open, choose Kernel ▸ Restart Kernel and Run All Cells to see them.")
    if restored.conflicts:
        sentences.append(
            f"{len(restored.conflicts)} had two different answers: the newer one is used, the other one is kept."
        )
    if restored.missing:
        sentences.append(f"Not in this copy of the course, so left in the file: {', '.join(restored.missing)}.")
    return " ".join(sentences)


@dataclass(frozen=True)
class _Plan:
    name: str
    notebook: Path
    merged: dict[str, Entry]
    changes: dict[str, Entry]
    conflicts: tuple[Conflict, ...]


def _plan(name: str, notebook: Path, theirs: dict[str, Entry]) -> _Plan:
    mine = read_saved(notebook).entries
    changes, conflicts = {}, []
    for id, entry in theirs.items():
        used, other = merge(mine[id], entry) if id in mine else (entry, None)
        if other and not kept_of(id):
            conflict = Conflict(name, id, used, other)
            changes[conflict.kept_name] = other
            conflicts.append(conflict)
        changes[id] = used
    changes = {id: entry for id, entry in changes.items() if mine.get(id) != entry}
    return _Plan(
        name,
        notebook,
        {**mine, **changes},
        changes,
        tuple(conflict for conflict in conflicts if conflict.kept_name in changes),
    )


def _write(plan: _Plan) -> None:
    if not plan.changes:
        return
    answers = Answers(answers_path(plan.notebook), plan.notebook)
    for id, entry in plan.changes.items():
        answers.put(id, entry)
    try:
        answers.flush()
    except AnswersError as error:
        raise NotWritten(f"{error} Then restore the same file again.") from error


def _entries(name: str, data: object) -> dict[str, Entry]:
    stem, _, kind = name.partition("/")
    if not NAME.fullmatch(stem) or kind not in ("", "exercises"):
        raise BackupError(
            f"This file names a notebook that no course has (“{name[:40]}”). Save it again where it came from. "
            f"{UNCHANGED}"
        )
    try:
        return parse_data(data)
    except ValueError as error:
        raise BackupError(f"In this file, the part for {stem} cannot be used: {error}. {UNCHANGED}") from error


def _targets(root: Path, work: dict[str, dict[str, Entry]]) -> dict[str, Path]:
    """The notebook here for each name in a saved file: that of the same name, else that of the entries' module."""
    notebooks = {_name_in_course(root, path): path for path in sequence.notebooks(root)}
    matches = {name: notebooks.get(name) or _notebook_of(root, name, entries) for name, entries in work.items()}
    return {name: path for name, path in matches.items() if path}


def _notebook_of(root: Path, name: str, entries: Mapping[str, Entry]) -> Path | None:
    numbers = {int(match[1]) for id in entries if (match := MODULE.match(id))}
    if len(numbers) != 1:
        return None
    find = sequence.exercises if name.endswith("/exercises") else sequence.lesson
    return find(root, numbers.pop())


def _joined(parts: Sequence[dict[str, Entry]]) -> dict[str, Entry]:
    """The entries of several copies of one notebook; of two answers the older one is kept beside the newer one."""
    entries: dict[str, Entry] = {}
    for part in parts:
        for id, entry in part.items():
            entries[id], other = merge(entries[id], entry) if id in entries else (entry, None)
            if other and not kept_of(id):
                entries[kept_name(id, other)] = other
    return entries


def _name_in_course(root: Path, path: Path) -> str:
    """The name under which a notebook's work is saved: the course's own, however its file is called here."""
    return notebook_name(root, path.with_name(sequence.name_in_course(path) + path.suffix))


def _text(work: dict[str, dict[str, Entry]]) -> str:
    notebooks = {name: json.loads(dump(entries)) for name, entries in sorted(work.items())}
    body = {"kind": KIND, "version": VERSION, "saved_at": now(), "notebooks": notebooks}
    return json.dumps(body, indent=1, ensure_ascii=False) + "\n"
