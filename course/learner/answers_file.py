"""The answers file beside a notebook, and the copy in the notebook: what may be in them, and how the file is written."""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from course.grade.size import LONGEST
from course.learner.entry import Entry
from course.learner.plain import plain, read_json

VERSION = 1
METADATA = "course_answers"
LARGEST = 5_000_000  # bytes of a file
MOST_ENTRIES = 5_000
LEFT_OVER_SECONDS = 60
SURROGATE = re.compile("[\ud800-\udfff]")


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
    return json.loads(plain(text)) if SURROGATE.search(text) else answer


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
    text: str = plain(json.dumps({"version": VERSION, "exercises": exercises}, indent=1, ensure_ascii=False))
    return f"{text}\n"


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


def _remove_leftovers(path: Path) -> None:
    """Remove what a writer that was killed has left beside a file."""
    for sibling in path.parent.iterdir():
        if sibling.name.startswith(f"{path.name}.") and sibling.suffix == ".tmp":
            with suppress(OSError):
                if time.time() - sibling.stat().st_mtime > LEFT_OVER_SECONDS:
                    sibling.unlink()
