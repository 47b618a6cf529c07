"""A version of the course as its files: read from a zip file, from a folder, or from a commit."""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import IO

from course.learner.clone import VERSION_FILE, git, version_in

LARGEST = 300_000_000
# What grows in a learner's folder and belongs to no version: as in .gitignore, and git's own folder.
OWN = (
    ".git", ".venv", ".venv.lock", "__pycache__", ".pytest_cache", ".ruff_cache", ".mypy_cache", ".hypothesis",
    ".ipynb_checkpoints", "node_modules", "submitted", "autograded", "feedback", "downloaded", "reports",
    "roster.csv", "grades.csv", "gradebook.db*", ".nbgrader.log", "jupyterhub.sqlite", "jupyterhub_cookie_secret", "jupyterhub-proxy.pid", "*_[0-9][0-9]-*.zip", "*.answers.json",
    "*.answers.json.*", "course-work-*.json", "course-kept-*", ".course-update*", ".site",
)  # fmt: skip
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class UpdateProblem(Exception):
    """The course cannot be updated: the message tells a person what happened and what to do."""


@dataclass(frozen=True)
class Version:
    """The files of a version by path, with slashes, and which of them are programs."""

    files: Mapping[str, bytes]
    programs: frozenset[str] = frozenset()

    @property
    def number(self) -> str:
        return version_in(self.files.get(VERSION_FILE, b"").decode("utf-8", "replace"))


def read_source(path: Path) -> Version:
    """The course in a zip file or in a folder, at its top or in the one folder there. Raises UpdateProblem, OSError."""
    if path.is_dir():
        return _course_in(of_folder(path), path)
    try:
        with path.open("rb") as file:
            return _course_in(of_zip(file), path)
    except DAMAGED as problem:
        raise UpdateProblem(f"{path.name} is no zip file, or it is damaged. Download it again.") from problem


def of_commit(root: Path, commit: str) -> Version:
    """The files of a commit. Raises GitProblem."""
    return of_zip(io.BytesIO(git(root, "archive", "--format=zip", commit, seconds=120)))


def of_zip(file: IO[bytes]) -> Version:
    """Every file in a zip file; links are left out. Raises UpdateProblem for a name that leads elsewhere."""
    with zipfile.ZipFile(file) as archive:
        members = [member for member in archive.infolist() if not member.is_dir() and not _is_link(member)]
        if sum(member.file_size for member in members) > LARGEST:
            raise UpdateProblem("This file holds more than 300 MB, so it is not the course.")
        files = {_safe(member.filename): archive.read(member) for member in members}
        programs = [member.filename for member in members if member.external_attr >> 16 & stat.S_IXUSR]
    return Version(files, frozenset(programs))


def of_folder(folder: Path) -> Version:
    """Every file in a folder apart from what belongs to no version."""
    paths = {path.relative_to(folder).as_posix(): path for path in files_below(folder)}
    programs = frozenset(name for name, path in paths.items() if os.access(path, os.X_OK))
    return Version({name: path.read_bytes() for name, path in paths.items()}, programs)


def files_below(folder: Path) -> Iterator[Path]:
    """The files below a folder, without links and without what belongs to no version."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_own(name))
        yield from (path for name in sorted(names) if not is_own(name) and (path := Path(place, name)).is_file())


def is_own(name: str) -> bool:
    """Whether a file or folder of this name is the learner's, or a cache."""
    return any(fnmatch(name, pattern) for pattern in OWN)


def _course_in(version: Version, path: Path) -> Version:
    """The part of a version below the folder that holds the course, so that a zip file may wrap it in a folder."""
    heads = [name.removesuffix(VERSION_FILE) for name in version.files if f"/{name}".endswith(f"/{VERSION_FILE}")]
    head = min(heads, key=len, default="")
    names = {name.removeprefix(head): name for name in version.files if name.startswith(head)}
    files = {short: version.files[name] for short, name in names.items() if not any(map(is_own, short.split("/")))}
    course = Version(files, frozenset(short for short, name in names.items() if name in version.programs))
    if not course.number or "pyproject.toml" not in files:
        raise UpdateProblem(f"{path.name} does not hold the course. Choose the zip file of the course, or its folder.")
    return course


def _safe(name: str) -> str:
    if any(part in ("", ".", "..") for part in name.split("/")) or any(sign in name for sign in "\\:\0"):
        raise UpdateProblem(
            f"This zip file holds a name that leads out of it (“{name[:40]}”), so it is not the course."
        )
    return name


def _is_link(member: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(member.external_attr >> 16)
