"""Takes the files that may hold answers out of what one person uploaded, zipped or not, within limits that are counted as
they are written: what a zip says of its sizes is not believed."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from course.learner.copies import HIDDEN, may_hold_answers
from course.learner.pack import FORBIDDEN, name_problem
from course.nbgrader.hand_in import MOST_BYTES, MOST_FILES

CHUNK = 1 << 16
DEEPEST_ZIP = 2  # a zip in a zip, as people make who zip a second time
MOST_FOLDERS = 8
LONGEST_PART = 80
MOST_NAMED = 3
ENCRYPTED = 0x1
OTHER_ARCHIVES = re.compile(r"\.(7z|rar|tar|tgz|gz|bz2|xz|zst)$", re.IGNORECASE)
BROKEN_ZIP = (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError, OverflowError)


class LimitError(Exception):
    """A hand-in holds more than is taken."""


@dataclass
class Unpacked:
    """What was taken from one hand-in into ``folder``, how much there is still room for, and what was left out and why."""

    folder: Path
    assignment: str = ""
    files: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # as the learner wrote them
    left_out: dict[str, list[str]] = field(default_factory=dict)
    room: int = MOST_BYTES
    most_files: int = MOST_FILES

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was left out, in words: the reason, then some of the names."""
        return tuple(f"{reason}: {_listed(names)}" for reason, names in self.left_out.items())

    def copy(self, file: IO[bytes], target: IO[bytes]) -> None:
        """Copy a file as long as there is room; what turns out to be damaged has used its room all the same."""
        while chunk := file.read(CHUNK):
            self.room -= len(chunk)
            if self.room < 0:
                raise LimitError(f"more than {MOST_BYTES // 1_000_000} MB, so the rest was left out")
            target.write(chunk)

    def leave_out(self, reason: str, name: str) -> None:
        self.left_out.setdefault(reason, []).append(shown(name))


def take_path(path: Path, name: str, unpacked: Unpacked) -> None:
    """Take what a person uploaded as ``name`` and somebody saved at ``path``: a zip, a file or a folder of them.

    No link is followed.
    """
    with limits(unpacked, path.name):
        for file, inner in _files(path, name):
            unpacked.names.append(inner)
            if file.is_symlink() or not file.is_file():
                unpacked.leave_out("no ordinary file", inner)
            else:
                with file.open("rb") as opened:
                    take = _take_opened_zip if is_zip(inner) else take_file
                    take(opened, inner, unpacked, int(is_zip(inner)))


def take_member(packed: ZipFile, member: ZipInfo, name: str, unpacked: Unpacked, depth: int = 0) -> None:
    """Take one member of a zip, called ``name`` in the hand-in."""
    if stat.S_ISLNK(member.external_attr >> 16):
        unpacked.leave_out("a link, which is not followed", name)
    elif member.flag_bits & ENCRYPTED:
        unpacked.leave_out("locked by a password", name)
    elif may_hold_answers(_path(name).name) or is_zip(name):
        try:
            with packed.open(member) as file:
                take_file(file, name, unpacked, depth)
        except BROKEN_ZIP:
            unpacked.leave_out("damaged", name)
    elif OTHER_ARCHIVES.search(name):
        unpacked.leave_out("no zip, and nothing else is unpacked", name)


def take_file(file: IO[bytes], name: str, unpacked: Unpacked, depth: int = 0) -> None:
    """Take a file of any kind, called ``name`` in the hand-in. Raises LimitError."""
    if not is_inside(name):
        unpacked.leave_out("its name leads out of the hand-in", name)
    elif is_zip(name):
        if depth == DEEPEST_ZIP:
            unpacked.leave_out("a zip in a zip in a zip", name)
        else:
            _take_zip(file, name, unpacked, depth + 1)
    elif may_hold_answers(_path(name).name):
        _write(file, name, unpacked)
    elif OTHER_ARCHIVES.search(name):
        unpacked.leave_out("no zip, and nothing else is unpacked", name)


def is_zip(name: str) -> bool:
    """Whether a file's name says that it is a zip, in whatever case."""
    return bool(re.search(r"\.zip( ?\(\d+\))?$", name, re.IGNORECASE)) and not _path(name).name.startswith(HIDDEN)


def is_inside(member: str) -> bool:
    """Whether a name stays within the hand-in.

    >>> [is_inside(name) for name in ("05-sql/05.ipynb", "../ann/05.ipynb", "/etc/x.json", "C:\\\\x.json", "a\\\\..\\\\x.json")]
    [True, False, False, False, False]
    """
    path = _path(member)
    return not path.is_absolute() and not re.match(r"[A-Za-z]:", member) and ".." not in path.parts


def shown(name: str) -> str:
    """A name that a learner chose, for one line on a terminal: nothing in it moves the cursor or changes its colour."""
    text = "".join(sign if sign.isprintable() else "�" for sign in unicodedata.normalize("NFC", name))
    return text if len(text) <= LONGEST_PART else f"…{text[1 - LONGEST_PART :]}"


@contextmanager
def open_zip(file: IO[bytes]) -> Iterator[ZipFile]:
    """A zip, of which a broken one raises BadZipFile, whatever is wrong with it."""
    try:
        packed = ZipFile(file)
    except BROKEN_ZIP as error:
        raise BadZipFile("no zip, or only a part of one") from error
    with packed:
        yield packed


def members(packed: ZipFile) -> list[ZipInfo]:
    """The files of a zip, the nearest first: neither folders nor what file managers hide in it."""
    files = [member for member in packed.infolist() if not member.is_dir() and not _is_hidden(member.filename)]
    return sorted(files, key=lambda member: len(_path(member.filename).parts))


@contextmanager
def limits(unpacked: Unpacked, name: str) -> Iterator[None]:
    """Note that a hand-in held too much, in the one called ``name``, and go on with the next."""
    try:
        yield
    except LimitError as limit:
        unpacked.leave_out(str(limit), name)


def _take_zip(file: IO[bytes], name: str, unpacked: Unpacked, depth: int) -> None:
    with TemporaryFile() as spooled:
        unpacked.copy(file, spooled)  # a zip in a zip can only be read from a file of its own
        spooled.seek(0)
        _take_opened_zip(spooled, name, unpacked, depth)


def _take_opened_zip(file: IO[bytes], name: str, unpacked: Unpacked, depth: int) -> None:
    folder = _path(name).with_suffix("") if depth > 1 else PurePosixPath()
    try:
        with open_zip(file) as packed:
            for member in members(packed):
                unpacked.names.append(member.filename)
                if is_inside(member.filename):
                    take_member(packed, member, str(folder / _path(member.filename)), unpacked, depth)
                else:
                    unpacked.leave_out("its name leads out of the hand-in", member.filename)
    except BadZipFile:
        unpacked.leave_out("a broken zip", name)


def _write(file: IO[bytes], name: str, unpacked: Unpacked) -> None:
    if len(unpacked.files) >= unpacked.most_files:
        raise LimitError(f"more than {unpacked.most_files} files, so the rest was left out")
    path = _free(unpacked.folder / _safe(name, unpacked.assignment))
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("wb") as target:
            unpacked.copy(file, target)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    unpacked.files.append(path.relative_to(unpacked.folder).as_posix())


def _files(path: Path, name: str) -> Iterator[tuple[Path, str]]:
    """The files at a path and below, the nearest first, each with its name in the hand-in."""
    if path.is_symlink() or not path.is_dir():
        yield path, name or path.name
        return
    for parent, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith(HIDDEN))
        for name in sorted(files):
            if not name.startswith(HIDDEN):
                yield Path(parent, name), Path(parent, name).relative_to(path).as_posix()


def _path(member: str) -> PurePosixPath:
    return PurePosixPath(member.replace("\\", "/"))


def _is_hidden(member: str) -> bool:
    return any(part.startswith(HIDDEN) and part not in ("..", ".") for part in _path(member).parts)


def _safe(name: str, assignment: str) -> Path:
    """A place in the hand-in's folder that every system can write: odd signs become "_", long names shorter.

    The folder that `course pack` puts around everything is left out.
    """
    parts = [part for part in _path(unicodedata.normalize("NFC", name)).parts if part != "."]
    parts = parts[1:] if len(parts) > 1 and parts[0] == assignment else parts
    if len(parts) > MOST_FOLDERS:
        parts = parts[-MOST_FOLDERS:]
    return Path(*(_safe_part(part) for part in parts))


def _safe_part(part: str) -> str:
    part = "".join("_" if sign in FORBIDDEN or not sign.isprintable() else sign for sign in part)
    part = part.encode("utf-8", "replace").decode()
    part = part if len(part.encode()) <= 2 * LONGEST_PART else part[: LONGEST_PART // 2] + part[-LONGEST_PART // 2 :]
    return f"_{part.strip(' .')}" if name_problem(part) else part


def _free(path: Path) -> Path:
    """The path, with a number if there is a file already; no name that differs only in case counts as free."""
    taken = {other.name.casefold() for other in path.parent.iterdir()} if path.parent.is_dir() else set()
    candidates = (path.with_name(f"{number} {path.name}") for number in range(2, MOST_FILES + 3))
    return path if path.name.casefold() not in taken else next(p for p in candidates if p.name.casefold() not in taken)


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
