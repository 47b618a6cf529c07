"""Collecting the zips of `course pack` that learners handed in by ways other than nbgrader's exchange."""

from __future__ import annotations

import re
import unicodedata
import zlib
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from io import BytesIO
from itertools import count
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from nbgrader.utils import parse_utc

from course.learner.copies import LARGEST_NOTEBOOK, may_hold_answers
from course.learner.pack import name_problem
from course.nbgrader.hand_in import MOST_BYTES, MOST_FILES, HandIn, take
from course.nbgrader.source import exercises_in, source_folder

# Browsers, platforms and file managers number a zip that they have seen before: "<student>_<assignment> (1)", "…-1".
NUMBER = r"(?: ?\(\d+\)|-\d+|-Copy\d*| - Copy| copy(?: \d+)?)*"
BROKEN_ZIP = (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
CLASS = 40  # times what a learner's zip may hold, a platform's may: 2,000 files
NEVER = datetime(1970, 1, 1)


class PackExtractor(ExtractorPlugin):
    """Unpacks zips, and zips in zips as learning platforms give them, each on its own.

    Only what may hold answers is written: MOST_FILES at most, none larger than LARGEST_NOTEBOOK. A zip that cannot be
    read is reported and skipped, where nbgrader would stop for everybody.
    """

    def extract(self, archive_path: str, extracted_path: str) -> None:
        for path in sorted(Path(archive_path).rglob("*")):
            if _is_zip(path.name) and path.is_file():
                folder = Path(extracted_path) / path.relative_to(archive_path).with_suffix("")
                self._unpack(path, _free(folder), nested=True)

    def _unpack(self, archive: Path | BytesIO, folder: Path, nested: bool) -> None:
        try:
            with ZipFile(archive) as packed:
                members = [member for member in packed.infolist() if _is_safe(member.filename)]
                if nested:
                    self._unpack_zips(packed, members, folder)
                self._unpack_files(packed, members, folder, CLASS if nested else 1)
        except BROKEN_ZIP as error:
            self.log.warning("%s.zip could not be unpacked (%s): ask its learner for another one.", folder.name, error)

    def _unpack_zips(self, packed: ZipFile, members: list[ZipInfo], folder: Path) -> None:
        for member in members:
            name = _path(member.filename)
            if _is_zip(name.name) and (content := self._content(packed, member, folder)) is not None:
                self._unpack(BytesIO(content), _free(folder / name.with_suffix("")), nested=False)

    def _unpack_files(self, packed: ZipFile, members: list[ZipInfo], folder: Path, people: int) -> None:
        files = [member for member in members if may_hold_answers(_path(member.filename).name)]
        room = people * MOST_BYTES
        for number, member in enumerate(sorted(files, key=lambda member: len(_path(member.filename).parts))):
            if number >= people * MOST_FILES or room < 0:
                self.log.warning(
                    "%s.zip holds too much: %d of its files were left out.", folder.name, len(files) - number
                )
                return
            content = self._content(packed, member, folder)
            if content is not None:
                room -= len(content)
                path = folder / _path(member.filename)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)

    def _content(self, packed: ZipFile, member: ZipInfo, folder: Path) -> bytes | None:
        with packed.open(member) as file:
            content = file.read(LARGEST_NOTEBOOK + 1)
        if len(content) > LARGEST_NOTEBOOK:
            self.log.warning("%s in %s.zip is too large and was left out.", member.filename, folder.name)
            return None
        return content


class PackCollector(FileNameCollectorPlugin):
    """Takes packed hand-ins. Of two by one learner, the one with the answer that was saved last counts.

    Without a time nbgrader would stop for everybody at a learner who handed in twice.
    """

    def collect(self, submitted_file: str) -> dict | None:
        assignment = self.parent.coursedir.assignment_id
        path = packed_path(submitted_file, assignment)
        if path is None:
            return None
        student, pack, file_id = path
        if pack not in self._times:
            source = source_folder(self.parent.coursedir, assignment) / f"{assignment}.ipynb"
            self._times[pack] = last_saved(take(pack / source.name, exercises_in(source)))
        return {"student_id": student, "file_id": file_id, "timestamp": self._times[pack]}

    @cached_property
    def _times(self) -> dict[Path, datetime]:
        """When the answers in each unpacked folder were last saved."""
        return {}


def packed_path(file: str, assignment: str) -> tuple[str, Path, str] | None:
    """The student's id, the unpacked folder, and the name in a hand-in of a file from a pack; None if it is from none.

    >>> packed_path("/c/extracted/a_b_05-sql (1)/05-sql/05-sql.ipynb", "05-sql")[::2]
    ('a_b', '05-sql.ipynb')
    """
    pack = re.compile(rf"(?P<student>.+)_{re.escape(assignment)}{NUMBER}", re.IGNORECASE | re.DOTALL)
    path = Path(file.replace("\\", "/"))
    if not may_hold_answers(path.name):
        return None
    for folder in path.parents:
        match = pack.fullmatch(unicodedata.normalize("NFC", folder.name))
        if match and not name_problem(match["student"]):
            parts = path.relative_to(folder).parts
            inner = parts[1:] if len(parts) > 1 and parts[0] == assignment else parts
            return match["student"], folder, "/".join(inner)
    return None


def last_saved(hand_in: HandIn) -> datetime:
    """When an answer was last saved, in UTC without a zone, as nbgrader counts; NEVER if it is unknown."""
    times = [NEVER]
    for entry in hand_in.entries.values():
        with suppress(ValueError, OverflowError):
            times.append(parse_utc(entry.saved_at))
    return max(times)


def _path(member: str) -> PurePosixPath:
    return PurePosixPath(member.replace("\\", "/"))


def _free(folder: Path) -> Path:
    """The folder, with a number if there is one already: two zips may differ in nothing but the case of ".ZIP"."""
    names = (folder.with_name(f"{folder.name} ({number})") for number in count(1))
    return folder if not folder.exists() else next(name for name in names if not name.exists())


def _is_zip(name: str) -> bool:
    return name.lower().endswith(".zip") and not name.startswith(".")


def _is_safe(member: str) -> bool:
    """Whether a member of a zip lies inside it, and neither among hidden files nor among those that macOS adds."""
    path = _path(member)
    return not path.is_absolute() and ":" not in member and not any(part.startswith((".", "__")) for part in path.parts)
