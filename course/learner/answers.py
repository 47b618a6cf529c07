"""The answers of one notebook: everything a learner typed, saved beside it at every change, merged with what others save."""

from __future__ import annotations

import atexit
import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from course.learner.answers_file import LARGEST, dump, parse, read_metadata, storable, write_atomically
from course.learner.entry import EMPTY, Change, Entry, just_after, kept_name, kept_of, merge, merge_all

MOST_KEPT = 10
SAVE_AFTER_SECONDS = 0.5
WATCH_SECONDS = 1.0


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

    def is_saved(self, exercise: str) -> bool:
        """Whether the last change of an answer is where answers are kept, and not only in memory on its way there."""
        return not self.problem_with(exercise) and (self.path is None or exercise not in self._changed)

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

    def others(self, exercise: str) -> tuple[Entry, ...]:
        """The other answers that were replaced and kept, the newest first."""
        names = sorted((name for name in self._entries if kept_of(name) == exercise), reverse=True)
        entries = [self._entries[name] for name in names]
        return tuple(entry for entry in entries if entry.answer not in (*EMPTY, self[exercise].answer))

    def bring_back(self, exercise: str, other: Entry) -> None:
        """Make another answer the present one; the present one is kept."""
        with self._lock:
            present = self[exercise]
            self.put(kept_name(exercise, present), present)
            self.put(exercise, present.changed(other.answer))

    def flush(self) -> None:
        """Write what changed. Raises AnswersError if the file cannot be written; the answers stay in memory."""
        try:
            self._write_changes()
        finally:
            self._call_listeners()

    def _write_changes(self) -> None:
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

    def close(self) -> None:
        """Write what changed, and keep nothing for the end of this process."""
        self._flush_quietly()
        atexit.unregister(self._flush_quietly)

    def _flush_quietly(self) -> None:
        with suppress(AnswersError):  # .problem holds the sentence, and the view shows it
            self.flush()

    def _call_listeners(self) -> None:
        for listener in self.listeners:
            listener()

    def _write(self, path: Path) -> None:
        with _file_lock(path):
            self._merge_file()
            text = dump(_without_surplus(self._entries))
            if len(text.encode()) > LARGEST:  # it could not be read again
                text = dump(
                    {name: replace(entry, runs=()) for name, entry in self._entries.items() if not kept_of(name)}
                )
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
            return parse(_content(self.path))
        except (ValueError, OSError) as error:
            self.problem = f"{self.path.name} could not be read ({error}). {_set_aside(self.path)}"
            return {}


def _without_surplus(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """The entries with at most MOST_KEPT replaced versions of each exercise: the newest ones, each answer once."""
    kept: dict[str, list[str]] = {}
    for name in sorted(filter(kept_of, entries), reverse=True):
        names = kept.setdefault(kept_of(name), [])
        if len(names) < MOST_KEPT and all(entries[name].answer != entries[other].answer for other in names):
            names.append(name)
    staying = {name for names in kept.values() for name in names}
    return {name: entry for name, entry in entries.items() if not kept_of(name) or name in staying}


def _stamp(path: Path | None) -> tuple[int, int, int] | None:
    """What changes whenever a file is written anew; None if there is no file."""
    try:
        status = os.stat(path) if path else None
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size, status.st_ino) if status else None


def _file_lock(path: Path) -> FileLock:
    return FileLock(path.with_name(path.name + ".lock"), timeout=5)


def _content(path: Path) -> bytes:
    if not path.is_file():  # to read a pipe would wait for ever
        raise ValueError("it is no ordinary file")
    return path.read_bytes()


def _set_aside(path: Path) -> str:
    """Give a file that cannot be read another name; says what became of it."""
    copy = path.with_name(f"{path.name}.{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%f')}.unreadable")
    try:
        path.replace(copy)
    except OSError as error:
        return f"It could not be set aside either ({error.strerror or error}): move it, then run the cells again."
    return f"It is kept as {copy.name}; nothing is lost."
