"""Caches what was computed about exercises in the user's cache folder, so that nothing unchanged is proved again."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.metadata import Distribution, distributions
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import course
from course import sheet as sheets
from course.case.database import folder

UNUSED_SECONDS = 30 * 24 * 3600
# What shows exercises and runs the course without deciding anything about them. All other modules decide, new ones too.
NOT_DECIDING = {"__init__.py", "__main__.py", "bench", "cli.py", "exercise.py", "learner", "nbgrader", "setup", "views"}


def cached(
    what: str, of: object, compute: Callable[[], Any], is_sound: Callable[[Any], bool] = lambda value: True
) -> Any:
    """The JSON value, other than null, that ``compute`` returns, computed once for the same inputs, data and code.

    ``of`` holds all inputs of the value, compared by their repr. A value that is not sound is not cached, nor is one
    whose computation fails.
    """
    path = _path(what, of)
    value = _read(path)
    if value is None:
        value = json.loads(json.dumps(compute()))
        if is_sound(value):
            _write(path, value)
    return value


def is_cached(what: str, of: object) -> bool:
    """Whether a value is cached, so that nothing needs to be computed."""
    return _read(_path(what, of)) is not None


def note(name: str, value: Any) -> None:
    """Store a JSON value regardless of code and data; it replaces the previous one of that name."""
    _write(_folder() / f"{name}.json", value)


def last_note(name: str) -> Any:
    """The value that was noted last, or None."""
    return _read(_folder() / f"{name}.json")


@cache
def deciding_digest() -> str:
    """A digest of everything that decides a value: the case's data, the judge, the proofs, and what these import."""
    digest = blake2b(digest_size=16)
    digest.update(f"{sys.version} {platform.machine()} {sheets.data_version()}".encode())
    installed = sorted(distributions(), key=lambda distribution: distribution.name)
    for distribution in installed:
        digest.update(f"{distribution.name} {distribution.version}\n".encode())
    for source in (*_own(Path(course.__file__).parent), *_added(installed)):
        digest.update(f"{source.name} {source.stat().st_size}\n".encode() + source.read_bytes())
    return digest.hexdigest()


def _own(package: Path) -> list[Path]:
    wings = (path for path in package.iterdir() if path.name not in NOT_DECIDING)
    return sorted(source for wing in wings for source in _sources(wing))


def _added(installed: list[Distribution]) -> Iterator[Path]:
    """The sources of packages that add to the course's registries: they may change without a new version."""
    entry_points = {
        point.value
        for distribution in installed
        for point in distribution.entry_points
        if point.group.startswith("course.")
    }
    for package in sorted({value.split(".")[0] for value in entry_points}):
        spec = find_spec(package)
        for location in (spec.submodule_search_locations or [spec.origin]) if spec else ():
            yield from sorted(_sources(Path(location)))


def _sources(place: Path) -> Iterator[Path]:
    """The files of a package, or the file of a module."""
    paths = [place] if place.is_file() else place.rglob("*")
    return (path for path in paths if path.is_file() and "__pycache__" not in path.parts)


def _folder() -> Path:
    return folder() / "proofs"


def _path(what: str, of: object) -> Path:
    name_digest = blake2b(f"{deciding_digest()} {of!r}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return _folder() / f"{what}-{name_digest}.json"


def _read(path: Path) -> Any:
    """The value in a file, which then counts as used; None where there is none or it is not whole."""
    try:
        mark, _, text = path.read_text(encoding="utf-8").partition("\n")
        if mark != _digest(text):
            return None
        value = json.loads(text)
    except (OSError, ValueError):
        return None
    with suppress(OSError):  # the folder may be read-only
        os.utime(path)
    return value


def _write(path: Path, value: Any) -> None:
    """Replace a file in one step. If that fails, for example on a full disk, the value is computed again next time."""
    text = json.dumps(value)
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(f"{_digest(text)}\n{text}", encoding="utf-8")
        os.replace(partial, path)
        _remove_unused(path.parent)
    except OSError:
        with suppress(OSError):
            partial.unlink()


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _remove_unused(place: Path) -> None:
    for path in place.iterdir():
        if time.time() - path.stat().st_mtime > UNUSED_SECONDS:
            with suppress(OSError):
                path.unlink()
