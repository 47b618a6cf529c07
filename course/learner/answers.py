"""The answers file: everything a learner typed, saved beside the notebook at every change, restored on display."""

from __future__ import annotations

import atexit
import json
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

VERSION = 1
METADATA = "course_answers"
LARGEST = 5_000_000
SAVE_AFTER_SECONDS = 0.5
MOST_RUNS = 20


class AnswersError(Exception):
    """The answers cannot be read or written: the message tells a learner what happened and what to do."""


@dataclass(frozen=True)
class Entry:
    """One exercise's answer and how it came about.

    ``saved_at`` is the time of the last change in UTC, ISO 8601. ``best`` is the answer with the highest score so
    far, ``best_score`` and ``first_score`` run from 0 to 1, ``tries`` counts checks and ``hints`` the hints seen.
    ``passed`` says that some check passed it, which can take less than a score of 1. ``runs`` holds the queries that
    were run, the newest first.
    """

    answer: object = None
    saved_at: str = ""
    best: object = None
    best_score: float = 0.0
    first_score: float | None = None
    tries: int = 0
    hints: int = 0
    runs: tuple[str, ...] = ()
    passed: bool = False

    @classmethod
    def from_json(cls, data: object) -> Entry:
        """An entry from the JSON in a file. Unknown names are ignored, wrong types make an empty entry.

        >>> Entry.from_json({"answer": "SELECT 1", "saved_at": "2026-01-05T09:00:00Z", "colour": "red"}).answer
        'SELECT 1'
        >>> Entry.from_json([1, 2]).answer is None
        True
        """
        if not isinstance(data, dict):
            return cls()
        values = {field.name: data[field.name] for field in fields(cls) if field.name in data}
        runs = values.get("runs")
        entry = cls(**{**values, "runs": tuple(map(str, runs)) if isinstance(runs, (list, tuple)) else ()})
        return entry if _is_sound(entry) else cls(answer=entry.answer, saved_at=str(entry.saved_at))

    def changed(self, answer: object) -> Entry:
        """The entry after the learner changed the answer, now."""
        return replace(self, answer=answer, saved_at=now())

    def ran(self, query: str) -> Entry:
        """The entry after a query was run: it comes first, then the earlier ones, each of them once."""
        return replace(
            self, runs=(query, *(earlier for earlier in self.runs if earlier != query))[:MOST_RUNS], saved_at=now()
        )

    def checked(self, score: float, passed: bool = False) -> Entry:
        """The entry after a check that gave ``score``: tries are counted, the best answer is kept."""
        first_score = score if self.first_score is None else self.first_score
        is_better = score >= self.best_score and self.answer is not None
        return replace(
            self,
            tries=self.tries + 1,
            first_score=first_score,
            best=self.answer if is_better else self.best,
            best_score=score if is_better else self.best_score,
            saved_at=now(),
            passed=self.passed or passed or score >= 1,
        )


def now() -> str:
    """The present moment in UTC, ISO 8601 with milliseconds, so that text order is time order."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Answers:
    """The answers of one notebook, read from its file and from the notebook's own metadata, the newer one wins.

    ``path`` None keeps them in memory only, as it is for an author: an answers file among the sources would be handed
    to learners. ``after_save`` holds the functions called after each attempt to write, ``problem`` the sentence for a
    learner if it failed.
    """

    def __init__(self, path: Path | None, notebook: Path | None = None):
        self.path = path
        self.problem = ""
        self.after_save: list[Callable[[], None]] = []
        self._lock = threading.RLock()
        self._timer: threading.Timer | None = None
        self._changed: set[str] = set()
        self._entries = newest(self._read_file(), read_metadata(notebook) if notebook else {})
        atexit.register(self._flush_quietly)

    def __getitem__(self, exercise: str) -> Entry:
        return self._entries.get(exercise, Entry())

    def put(self, exercise: str, entry: Entry) -> None:
        """Keep an entry now, and write the file within a second."""
        with self._lock:
            self._entries[exercise] = entry
            self._changed.add(exercise)
            if self._timer is None:
                self._timer = threading.Timer(SAVE_AFTER_SECONDS, self._flush_quietly)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write what changed. Raises AnswersError if the file cannot be written; the answers stay in memory."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            if not self._changed or self.path is None:
                return
            try:
                self._write(self.path)
            except OSError as error:
                self.problem = (
                    f"Your answer could not be saved to {self.path.name} ({error.strerror or error}). It is still in this "
                    "page: keep it open, free some space or move the notebook to a folder you may write to, then type on."
                )
                raise AnswersError(self.problem) from error
            self._changed.clear()
            self.problem = ""

    def _flush_quietly(self) -> None:
        with suppress(AnswersError):  # .problem holds the sentence, and the view shows it
            self.flush()
        for listener in self.after_save:
            listener()

    def _write(self, path: Path) -> None:
        with _file_lock(path):
            merged = self._read_file()
            merged.update({name: self._entries[name] for name in self._changed})
            write_atomically(path, dump(merged))

    def _read_file(self) -> dict[str, Entry]:
        if self.path is None or not self.path.exists():
            return {}
        try:
            return parse(self.path.read_bytes())
        except (ValueError, OSError) as error:
            copy = _keep_copy(self.path)
            self.problem = (
                f"{self.path.name} could not be read ({error}). A copy is kept as {copy.name}; nothing is lost."
            )
            return {}


def parse(content: bytes) -> dict[str, Entry]:
    """The entries of an answers file. Raises ValueError with the reason for anything that is not one."""
    if len(content) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST // 1_000_000} MB")
    try:
        data = json.loads(content)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ValueError("it is cut off or is no answers file") from error
    return parse_data(data)


def parse_data(data: object) -> dict[str, Entry]:
    """The entries from the JSON of an answers file or of a notebook's metadata. Raises ValueError."""
    if not isinstance(data, dict) or not isinstance(data.get("exercises"), dict):
        raise ValueError("it is no answers file")
    if not isinstance(data.get("version"), int) or data["version"] > VERSION:
        raise ValueError("it was written by a newer version of the course: update the course to read it")
    return {str(name): Entry.from_json(entry) for name, entry in data["exercises"].items()}


def dump(entries: dict[str, Entry]) -> str:
    """The text of an answers file.

    >>> parse(dump({"5.2": Entry("SELECT 1", "2026-01-05T09:00:00.000Z")}).encode())["5.2"].answer
    'SELECT 1'
    """
    exercises = {name: asdict(entry) for name, entry in sorted(entries.items())}
    return json.dumps({"version": VERSION, "exercises": exercises}, indent=1, ensure_ascii=False) + "\n"


def read_metadata(notebook: Path) -> dict[str, Entry]:
    """The copy that travels in the notebook's own metadata; empty if there is none or it cannot be read."""
    try:
        return parse_data(json.loads(notebook.read_bytes())["metadata"][METADATA])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def answers_path(notebook: Path) -> Path:
    """Where the answers of a notebook are kept.

    >>> answers_path(Path("05-sql.ipynb")).name
    '05-sql.answers.json'
    """
    return notebook.with_suffix(".answers.json")


def write_atomically(path: Path, text: str) -> None:
    """Write a file so that a crash leaves the old one or the new one, never half of one. Raises OSError."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def newest(left: dict[str, Entry], right: dict[str, Entry]) -> dict[str, Entry]:
    """The entries of both: of each exercise the one that was saved last; of equals, the first."""
    merged = dict(left)
    for name, entry in right.items():
        if name not in merged or entry.saved_at > merged[name].saved_at:
            merged[name] = entry
    return merged


def _is_sound(entry: Entry) -> bool:
    scores = [entry.best_score, 0.0 if entry.first_score is None else entry.first_score]
    counts = [entry.tries, entry.hints]
    return (
        isinstance(entry.saved_at, str)
        and isinstance(entry.passed, bool)
        and all(isinstance(score, (int, float)) and 0 <= score <= 1 for score in scores)
        and all(isinstance(count, int) and count >= 0 for count in counts)
    )


def _file_lock(path: Path) -> FileLock:
    return FileLock(path.with_name(path.name + ".lock"), timeout=5)


def _keep_copy(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    copy = path.with_name(f"{path.name}.{stamp}.unreadable")
    path.replace(copy)
    return copy
