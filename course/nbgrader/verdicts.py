"""Keeps verdicts by all that they depend on, so that nothing unchanged is judged twice and equal answers are judged once.

The store is one file in the cache folder. It can be deleted at any time, and it is never trusted: an entry that is not whole,
or not what was written, is judged anew. It holds no names; whoever can read it must be one who may read answers.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, fields, is_dataclass
from enum import Enum
from functools import cache
from hashlib import blake2b
from importlib.metadata import distributions
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import course
from course import sheet as sheets
from course.case.database import folder
from course.verdict import Verdict

FILE = "verdicts.sqlite"
KEPT_SECONDS = 180 * 24 * 3600
# What a busy machine may decide: such a verdict is reached anew each time.
BY_CHANCE = frozenset({"time", "memory", "died"})
# What shows, saves, proves or measures and decides about no answer. All else decides, new wings too.
NOT_DECIDING = frozenset(
    {"__init__.py", "__main__.py", "authoring", "bench", "cli.py", "learner", "nbgrader", "setup", "site", "views"}
)
TABLE = "CREATE TABLE IF NOT EXISTS verdict (key TEXT PRIMARY KEY, value TEXT, mark TEXT, made REAL)"


class Kept:
    """The store: texts by digests. ``spoiled`` counts what was not believed. Whatever is wrong with the file, all goes on without it."""

    def __init__(self, place: Path | None = None):
        self._path = (place or folder()) / FILE
        self._connection: sqlite3.Connection | None = None
        self.spoiled = 0

    def read(self, key: str) -> str | None:
        """What was written under a key; None if there is nothing, or something else."""
        try:
            row = self._open().execute("SELECT value, mark FROM verdict WHERE key = ?", [key]).fetchone()
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)
            return None
        if row is None:
            return None
        value, mark = row
        if isinstance(value, str) and mark == _mark(key, value):
            return value
        self.spoiled += 1
        return None

    def write(self, key: str, value: str) -> None:
        with suppress(sqlite3.Error, OSError):
            row = key, value, _mark(key, value), time.time()
            self._open().execute("INSERT OR REPLACE INTO verdict VALUES (?, ?, ?, ?)", row)

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=2, isolation_level=None)
            connection.text_factory = lambda content: content.decode(errors="replace")
            connection.execute("PRAGMA synchronous = OFF")  # what a crash spoils is noticed
            connection.execute(TABLE)
            connection.execute("DELETE FROM verdict WHERE made < ?", [time.time() - KEPT_SECONDS])
            self._connection = connection
        return self._connection

    def _give_up(self, error: Exception) -> None:
        """Begin a new file after one that is no store. Everything else, such as a lock that others hold, passes by itself."""
        if type(error) is not sqlite3.DatabaseError:
            return
        self.spoiled += 1
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        with suppress(OSError):
            self._path.unlink()


class Verdicts(Kept):
    """The verdicts in the store, for one version of the judge, which ``judge`` is the digest of.

    ``by_chance`` counts those that another machine, or another day, might have given otherwise.
    """

    def __init__(self, judge: str, place: Path | None = None):
        super().__init__(place)
        self._judge = judge
        self.by_chance = 0

    def verdict(self, of: object, compute: Callable[[], Verdict]) -> Verdict:
        """The verdict that ``compute`` gives, computed once for the same JSON value ``of``."""
        key = blake2b(f"{self._judge} {json.dumps(of, sort_keys=True)}".encode(), digest_size=20).hexdigest()
        kept = self._verdict(key)
        if kept is not None:
            return kept
        verdict = compute()
        if BY_CHANCE & {finding.kind for finding in verdict.findings}:
            self.by_chance += 1
        else:
            self.write(key, json.dumps(asdict(verdict), default=_word))
        return verdict

    def _verdict(self, key: str) -> Verdict | None:
        value = self.read(key)
        if value is None:
            return None
        try:
            return _built(Verdict, json.loads(value))
        except (ValueError, TypeError, KeyError, AttributeError):
            self.spoiled += 1
            return None


@cache
def judge_digest() -> str:
    """A digest of all that decides about an answer besides its key: the judge's code, the case data, what it imports."""
    digest = blake2b(f"{sys.version} {sheets.data_version()}".encode(), digest_size=16)
    package = Path(course.__file__).parent
    for path in files_of(package, (path.name for path in package.iterdir() if path.name not in NOT_DECIDING)):
        digest.update(f"{path.relative_to(package)}\n".encode() + path.read_bytes())
    for distribution in sorted(distributions(), key=lambda one: one.name):
        digest.update(f"{distribution.name} {distribution.version}\n".encode())
    return digest.hexdigest()


def files_of(package: Path, wings: Iterable[str]) -> list[Path]:
    """The files of some wings of the package, without what Python compiles."""
    found = [path for name in wings for path in (package / name, *(package / name).rglob("*"))]
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)


def _mark(key: str, value: str) -> str:
    return blake2b(f"{key} {value}".encode(), digest_size=16).hexdigest()


def _word(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{value!r} is no part of a verdict")


def _built(kind: Any, value: Any) -> Any:
    """The value of a type that its JSON stands for. Raises ValueError or TypeError for one that is not of it."""
    if get_origin(kind) is UnionType:
        (inner,) = (part for part in get_args(kind) if part is not type(None))
        return None if value is None else _built(inner, value)
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        kinds = [inner[0]] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_built(one, part) for one, part in zip(kinds, value, strict=True))
    if is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{part.name: _built(hints[part.name], value[part.name]) for part in fields(kind)})
    if issubclass(kind, Enum):
        return kind(value)
    if type(value) is not kind:
        raise ValueError(f"{value!r} is no {kind.__name__}")
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
