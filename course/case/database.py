"""The case data as DuckDB files in the user's cache folder: built when missing, damaged or made by an older generator."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SOURCES = ("random.py", "planted.py", "schema.py", "load.py", "digest.py", "tables", "generate", "variant")
"""What may change the content of the data; after a change here, all files are built again."""

LOCK_SECONDS = 120
UNUSED_SECONDS = 30 * 24 * 3600
SMALL_BLOCK = 16_384
"""Bytes per block of a small data set's file: the least that DuckDB allows, for a file of half a megabyte."""

_workbench_lock = Lock()


class CaseError(Exception):
    """The case data is unavailable; the message says why and what to do."""


def practice_database(seed: int = 0) -> Path:
    """The database that learners query; about 2 s the first time. Raises CaseError."""
    _check(seed)
    return _cached(f"case-{seed}", "practice", lambda path: _write_practice(path, seed))


def variant_database(seed: int, focus: tuple[str | int | float, ...] = ()) -> Path:
    """A small hidden data set with the same tables, tens of rows each. Raises CaseError.

    ``focus`` holds literals of an exercise's query: they appear in the data together with their neighbours.
    """
    _check(seed)
    focus_digest = blake2b(repr(focus).encode(), digest_size=6).hexdigest()
    return _cached(f"variant-{seed}-{focus_digest}", "variants", lambda path: _write_variant(path, seed, focus))


def example_database(examples: Sequence[Mapping[str, Sequence[tuple]]]) -> Path:
    """Data sets of exactly these rows, in the schemas that ``example_schema`` names; all tables of ``main`` are empty.

    Each row is in the order of its table's columns. Dates and times may be ISO text. Raises CaseError.
    """
    rows_digest = blake2b(repr([sorted(rows.items()) for rows in examples]).encode(), digest_size=6).hexdigest()
    return _cached(f"examples-{rows_digest}", "variants", lambda path: _write_examples(path, examples))


def example_schema(position: int) -> str:
    return f"example_{position}"


@cache
def version() -> str:
    """A digest of the generated data. It takes half a second, and is stored in the cache if that is writable."""
    path = _version_file()
    return _stored_version(path) or _store_version(path, _computed_version())


@cache
def generator() -> str:
    """A digest of the generator's own source files: names the files that it has built."""
    digest = blake2b(digest_size=6)
    here = Path(__file__).parent
    for source in SOURCES:
        for file in sorted([here / source] if source.endswith(".py") else (here / source).rglob("*.py")):
            digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def folder() -> Path:
    """The folder of the databases: the environment variable COURSE_CACHE, else the user's cache folder."""
    from platformdirs import user_cache_path

    return Path(os.environ.get("COURSE_CACHE") or user_cache_path("tpm-course"))


def _check(seed: object) -> None:
    if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed < 2**63:
        raise CaseError(f"The seed of the case data is a whole number from 0, not {seed!r}.")


def _cached(stem: str, lock: str, write: Callable[[Path], None]) -> Path:
    path = folder() / f"{stem}-{generator()}.duckdb"
    if not _is_intact(path):
        try:
            _build(path, lock, write)
        except Exception as error:
            raise _explanation(error, path.parent) from error
    return path


def _build(path: Path, lock: str, write: Callable[[Path], None]) -> None:
    """Write beside the target and replace it in one step, so that nobody sees an unfinished build."""
    from filelock import FileLock

    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.parent / f"{lock}.lock", timeout=LOCK_SECONDS):
        if _is_intact(path):
            return
        partial = path.with_suffix(".part")
        _remove(partial)
        try:
            write(partial)
            _sum_file(path).write_text(_digest(partial))
            os.replace(partial, path)
        except BaseException:
            with suppress(OSError):
                _remove(partial)
            raise
        _remove_unused(path.parent)


def _remove(partial: Path) -> None:
    """Remove what an interrupted build left behind, including its log."""
    for leftover in partial.parent.glob(f"{partial.name}*"):
        leftover.unlink()


def _explanation(error: Exception, location: Path) -> CaseError:
    """The error that explains what stopped the build."""
    text = str(error)
    if getattr(error, "errno", None) == errno.ENOSPC or "No space left" in text:
        return CaseError(f"The disk is full: the case data needs 60 MB in {location}. Free some space and start again.")
    if isinstance(error, PermissionError) or getattr(error, "errno", None) == errno.EROFS or "ermission" in text:
        return CaseError(
            f"The folder {location} cannot be written to. Set the environment variable COURSE_CACHE to a "
            "folder of yours and start again."
        )
    if type(error).__name__ == "Timeout":
        return CaseError("Another program has been building the case data for two minutes. Close it and start again.")
    return CaseError(f"The case data could not be built in {location}: {text}")


def _remove_unused(location: Path) -> None:
    """Remove databases that nothing has used for a long time. Others may belong to a second copy of the course."""
    for sum_file in location.glob("*.duckdb.sum"):
        if time.time() - sum_file.stat().st_mtime > UNUSED_SECONDS:
            database = sum_file.with_suffix("")
            with suppress(OSError):  # one that a program still holds open stays until the next time
                database.unlink(missing_ok=True)
                database.with_suffix(".version").unlink(missing_ok=True)
                sum_file.unlink()


def _sum_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.sum")


@cache
def _is_as_built(path: Path, size: int, changed: int) -> bool:
    """Whether the file is what was built; read, and marked as used, once per state of the file."""
    try:
        with suppress(OSError):  # the folder may be read-only
            os.utime(_sum_file(path))
        return _sum_file(path).read_text() == _digest(path)
    except OSError:
        return False


def _is_intact(path: Path) -> bool:
    try:
        state = path.stat()
    except OSError:
        return False
    return _is_as_built(path, state.st_size, state.st_mtime_ns)


def _digest(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=16).hexdigest()


def _version_file() -> Path:
    """The file that stores the version, beside the practice data."""
    return folder() / f"case-0-{generator()}.version"


def _computed_version() -> str:
    from .digest import version
    from .generate import Case

    return version(Case(0))


def _stored_version(path: Path) -> str | None:
    """The version in the file; None if the file is missing or damaged."""
    try:
        text, seal = path.read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return None
    return text if seal == _seal(text) else None


def _store_version(path: Path, version_text: str) -> str:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{version_text} {_seal(version_text)}", encoding="ascii")
    return version_text


def _seal(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()


def _write_practice(path: Path, seed: int) -> None:
    import duckdb

    from . import digest
    from .generate import Case
    from .load import definition, fill
    from .tables import TABLES

    case = Case(seed)
    with duckdb.connect(path) as connection:
        for table in TABLES:
            connection.execute(definition(table))
            fill(connection, table, case[table.name])
    if seed == 0:  # the rows are in memory already
        _store_version(_version_file(), digest.version(case))


def _write_variant(path: Path, seed: int, focus: tuple) -> None:
    from .variant import variant

    _write_small(path, variant(seed, focus))


def _write_small(path: Path, rows: Mapping[str, Sequence[tuple]]) -> None:
    from .load import arrays, fill
    from .tables import TABLES

    with _workbench_lock:
        path.write_bytes(_empty_file())
        with _attached(path) as connection:
            for table in TABLES:
                if rows.get(table.name):
                    fill(connection, table, arrays(table, rows[table.name]))


def _write_examples(path: Path, examples: Sequence[Mapping[str, Sequence[tuple]]]) -> None:
    from .load import arrays, definition, fill
    from .tables import TABLES

    with _workbench_lock:
        path.write_bytes(_empty_file())
        with _attached(path) as connection:
            for position, rows in enumerate(examples):
                connection.execute(f"create schema {example_schema(position)}; use small.{example_schema(position)}")
                for table in TABLES:
                    if rows.get(table.name):
                        connection.execute(definition(table))
                        fill(connection, table, arrays(table, list(rows[table.name])))


@cache
def _empty_file() -> bytes:
    """The file of a small data set that has all tables and no rows: creating them takes a quarter of the time."""
    import tempfile

    from .load import definition
    from .tables import TABLES

    with tempfile.TemporaryDirectory(dir=folder()) as scratch:
        path = Path(scratch) / "small"
        with _attached(path) as connection:
            connection.execute("; ".join(map(definition, TABLES)))
        return path.read_bytes()


@contextmanager
def _attached(path: Path) -> Iterator[DuckDBPyConnection]:
    """Write to a small data set in one transaction."""
    connection = _workbench(os.getpid())
    quoted = str(path).replace("'", "''")
    try:
        connection.execute(f"attach '{quoted}' as small (block_size {SMALL_BLOCK}); use small; begin")
        yield connection
        connection.execute("commit; use memory; detach small")
    except BaseException:  # an interrupt, too, must not leave the half-written file in the way of the next one
        _workbench.cache_clear()
        with suppress(Exception):
            connection.close()
        raise


@cache
def _workbench(process: int) -> DuckDBPyConnection:
    """A connection that stays open, one per process, because opening one takes as long as filling a small data set.

    It writes into the file immediately, without a log to recover from: a file left unfinished is built again.
    """
    import duckdb

    connection = duckdb.connect(config={"threads": 1, "checkpoint_threshold": "1B"})
    connection.execute("pragma disable_optimizer")  # it finds nothing to improve in an insert, but looks each time
    return connection
