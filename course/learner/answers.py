"""The answers file: everything a learner typed, saved beside the notebook at every change, restored on display."""

from __future__ import annotations

import atexit
import json
import os
import re
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from course.learner.entry import Change, Entry, just_after, kept_name, kept_of, merge, merge_all
from course.learner.plain import plain, read_json

VERSION = 1
METADATA = "course_answers"
LARGEST = 5_000_000
LONGEST = 200_000  # characters of one answer
MOST_KEPT = 5
MOST_ENTRIES = 5_000
SAVE_AFTER_SECONDS = 0.5
WATCH_SECONDS = 1.0
LEFT_OVER_SECONDS = 60
SURROGATE = re.compile("[\ud800-\udfff]")


class AnswersError(Exception):
    """The answers cannot be read or written: the message tells a learner what happened and what to do."""


class Answers:
    """The answers of one notebook, read from its file and from the notebook's own metadata, newer parts win.

    ``path`` None keeps them in memory only, as it is for an author: an answers file among the sources would be handed
    to learners. ``listeners`` are called after each attempt to write and whenever another program has written, from a
    thread of their own. ``problem`` is the sentence for a learner if the file cannot be read or written, and
    ``refused`` holds one for each exercise whose answer cannot be stored.
    """

    def __init__(self, path: Path | None, notebook: Path | None = None):
        self.path = path
        self.problem = ""
        self.refused: dict[str, str] = {}
        self.listeners: list[Callable[[], None]] = []
        self._lock = threading.RLock()
        self._timer: threading.Timer | None = None
        self._watching: threading.Thread | None = None
        self._changed: set[str] = set()
        self._stamp = _stamp(path)
        self._on_disk = self._read_file()
        self._entries = merge_all(self._on_disk, read_metadata(notebook) if notebook else {})
        atexit.register(self._flush_quietly)

    def __getitem__(self, exercise: str) -> Entry:
        return self._entries.get(exercise, Entry())

    def problem_with(self, exercise: str) -> str:
        """Why an answer is not saved, in a sentence; empty if it is."""
        return self.problem or self.refused.get(exercise, "")

    def put(self, exercise: str, entry: Entry) -> None:
        """Keep an entry now, and write the file within a second. What cannot be stored is refused in ``refused``."""
        with self._lock:
            try:
                self._entries[exercise] = replace(entry, answer=storable(entry.answer))
            except ValueError as error:
                self.refused[exercise] = (
                    f"Your answer to {exercise} is not saved: {error} What was saved before is still there."
                )
            else:
                self.refused.pop(exercise, None)
                self._changed.add(exercise)
            self._write_soon()

    def take(self, exercise: str, changes: Sequence[Change], keeps_other: bool) -> None:
        """Take over changes that were typed. ``keeps_other`` also keeps the version that they replace, or, if they are
        older than it, that which they would have made.
        """
        with self._lock:
            present = self[exercise]
            if not keeps_other:
                changes = [replace(change, at=max(change.at, just_after(present.answered_at))) for change in changes]
            entry, other = present.typed(changes)
            if other and keeps_other:
                self.put(kept_name(exercise, other), other)
            self.put(exercise, entry)

    def kept(self, exercise: str) -> dict[str, Entry]:
        """The versions of an answer that were replaced and kept, by their names, the newest first."""
        names = [name for name in self._entries if kept_of(name) == exercise]
        return {name: self._entries[name] for name in sorted(names, reverse=True)}

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
            except (OSError, Timeout) as error:
                self.problem = (
                    f"Your answer could not be saved to {self.path.name} ({getattr(error, 'strerror', '') or error}). It is still in this "
                    "page: keep it open, free some space or move the notebook to a folder you may write to, then type on."
                )
                raise AnswersError(self.problem) from error
            self._changed.clear()
            self.problem = ""

    def refresh(self) -> None:
        """Take over what another program wrote to the file since it was last read or written here."""
        with self._lock:
            if self.path is None or _stamp(self.path) == self._stamp:
                return
            with _file_lock(self.path):
                self._merge_file()
        self._call_listeners()

    def watch(self) -> None:
        """Look for what other programs write to the file from now on, as another window on the same notebook does."""
        if self.path is not None and self._watching is None:
            self._watching = threading.Thread(target=self._watch, daemon=True)
            self._watching.start()

    def _watch(self) -> None:
        while True:
            time.sleep(WATCH_SECONDS)
            with suppress(OSError, Timeout):
                self.refresh()

    def _write_soon(self) -> None:
        if self._timer is None:
            self._timer = threading.Timer(SAVE_AFTER_SECONDS, self._flush_quietly)
            self._timer.daemon = True
            self._timer.start()

    def _flush_quietly(self) -> None:
        with suppress(AnswersError):  # .problem holds the sentence, and the view shows it
            self.flush()
        self._call_listeners()

    def _call_listeners(self) -> None:
        for listener in self.listeners:
            listener()

    def _write(self, path: Path) -> None:
        with _file_lock(path):
            self._merge_file()
            text = dump(_without_surplus(self._entries))
            write_atomically(path, text)
            self._on_disk, self._stamp = parse(text.encode()), _stamp(path)

    def _merge_file(self) -> None:
        """Bring what others wrote into the entries. Of two changes to one answer the older one is kept beside it."""
        self._stamp = _stamp(self.path)
        on_disk = self._read_file()
        for name, theirs in on_disk.items():
            if theirs == self._on_disk.get(name):
                continue
            if name not in self._entries or self._entries[name] == self._on_disk.get(name):
                self._entries[name] = theirs
                continue
            self._entries[name], other = merge(self._entries[name], theirs, self._on_disk.get(name))
            if other and not kept_of(name):
                self._entries[kept_name(name, other)] = other
        self._on_disk = on_disk

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


def storable(answer: object) -> object:
    """The answer as a file can hold it. Half an emoji becomes �. Raises ValueError that says why it cannot be stored.

    >>> storable("a" + chr(0xD83D))
    'a\ufffd'
    """
    try:
        text = json.dumps(answer, ensure_ascii=False, allow_nan=False)
    except (ValueError, TypeError, RecursionError) as error:
        raise ValueError("it holds something that no file can hold.") from error
    if len(text) > LONGEST:
        raise ValueError(f"it has {len(text):,} characters, and {LONGEST:,} is the most. Shorten it.")
    return json.loads(_without_halves(text)) if SURROGATE.search(text) else answer


def parse(content: bytes) -> dict[str, Entry]:
    """The entries of an answers file. Raises ValueError with the reason for anything that is not one."""
    if len(content) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST // 1_000_000} MB")
    try:
        data = read_json(content)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError("it is cut off or is no answers file") from error
    return parse_data(data)


def parse_data(data: object, only: Collection[str] | None = None) -> dict[str, Entry]:
    """The entries from the JSON of an answers file or of a notebook's metadata, all or ``only`` these. Raises ValueError."""
    if not isinstance(data, dict) or not isinstance(data.get("exercises"), dict):
        raise ValueError("it is no answers file")
    if not isinstance(data.get("version"), int) or data["version"] > VERSION:
        raise ValueError("it was written by a newer version of the course: update the course to read it")
    entries = {name: entry for name, entry in data["exercises"].items() if only is None or name in only}
    if len(entries) > MOST_ENTRIES:
        raise ValueError(
            f"it holds {len(entries):,} entries, and no notebook of the course has more than {MOST_ENTRIES:,}"
        )
    return {str(plain(name)): Entry.from_json(entry) for name, entry in entries.items()}


def dump(entries: Mapping[str, Entry]) -> str:
    """The text of an answers file.

    >>> parse(dump({"5.2": Entry("SELECT 1", "2026-01-05T09:00:00.000Z")}).encode())["5.2"].answer
    'SELECT 1'
    """
    exercises = {name: asdict(entry) for name, entry in sorted(entries.items())}
    return (
        _without_halves(json.dumps({"version": VERSION, "exercises": exercises}, indent=1, ensure_ascii=False)) + "\n"
    )


def read_metadata(notebook: Path) -> dict[str, Entry]:
    """The copy that travels in the notebook's own metadata; empty if there is none or it cannot be read."""
    try:
        return parse_data(read_json(notebook.read_bytes())["metadata"][METADATA])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def answers_path(notebook: Path) -> Path:
    """Where the answers of a notebook are kept.

    >>> answers_path(Path("05-sql.ipynb")).name
    '05-sql.answers.json'
    """
    return notebook.with_suffix(".answers.json")


def write_atomically(path: Path, text: str) -> None:
    """Write a file so that a crash leaves the old one or the new one, never half of one. Raises OSError."""
    _remove_leftovers(path)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _without_halves(text: str) -> str:
    """The text with the halves of a character joined, and � for a half that is alone."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if SURROGATE.search(text) else text


def _without_surplus(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """The entries with at most MOST_KEPT replaced versions of each exercise, the newest ones."""
    kept: dict[str, list[str]] = {}
    for name in sorted(entries, reverse=True):
        kept.setdefault(kept_of(name), []).append(name)
    surplus = {name for id, names in kept.items() if id for name in names[MOST_KEPT:]}
    return {name: entry for name, entry in entries.items() if name not in surplus}


def _stamp(path: Path | None) -> tuple[int, int, int] | None:
    """What changes whenever a file is written anew; None if there is no file."""
    try:
        status = os.stat(path) if path else None
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size, status.st_ino) if status else None


def _remove_leftovers(path: Path) -> None:
    """Remove what a writer that was killed has left beside a file."""
    for sibling in path.parent.iterdir():
        if sibling.name.startswith(f"{path.name}.") and sibling.suffix == ".tmp":
            with suppress(OSError):
                if time.time() - sibling.stat().st_mtime > LEFT_OVER_SECONDS:
                    sibling.unlink()


def _file_lock(path: Path) -> FileLock:
    return FileLock(path.with_name(path.name + ".lock"), timeout=5)


def _keep_copy(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    copy = path.with_name(f"{path.name}.{stamp}.unreadable")
    path.replace(copy)
    return copy
