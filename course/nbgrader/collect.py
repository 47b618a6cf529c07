"""Collecting the zips of `course pack` that learners handed in by ways other than nbgrader's exchange."""

from __future__ import annotations

import zlib
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from nbgrader.utils import parse_utc

from course.learner.answers import parse, parse_data
from course.nbgrader.hand_in import LARGEST_NOTEBOOK, HandIn, take

# A zip's folder, unpacked: <student>_<assignment>/<assignment>/<assignment>.ipynb and its answers file. Browsers and
# learning platforms number a zip that they have seen before: "<student>_<assignment> (1)", "<student>_<assignment>-1".
PACKED_FILE = (
    r".*[/\\](?P<student_id>[^/\\]+)_(?P<assignment>[^/\\]+?)(?: ?\(\d+\)|-\d+)?[/\\](?P=assignment)[/\\]"
    r"(?P<file_id>(?P=assignment)(?:\.ipynb|\.answers\.json))$"
)
PACKED_NAMES = (".ipynb", ".answers.json")
BROKEN_ZIP = (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
NEVER = datetime(1970, 1, 1)


class PackExtractor(ExtractorPlugin):
    """Unpacks zips, and zips in zips as learning platforms give them, each on its own.

    Only notebooks and answers files are written, none larger than LARGEST_NOTEBOOK. A zip that cannot be read is
    reported and skipped, where nbgrader would stop for everybody.
    """

    def extract(self, archive_path: str, extracted_path: str) -> None:
        for path in sorted(Path(archive_path).rglob("*.zip")):
            self._unpack(path, Path(extracted_path) / path.relative_to(archive_path).with_suffix(""), nested=True)

    def _unpack(self, archive: Path | BytesIO, folder: Path, nested: bool) -> None:
        try:
            with ZipFile(archive) as packed:
                for member in packed.infolist():
                    self._unpack_member(packed, member, folder, nested)
        except BROKEN_ZIP as error:
            self.log.warning("%s.zip could not be unpacked (%s): ask its learner for another one.", folder.name, error)

    def _unpack_member(self, packed: ZipFile, member: ZipInfo, folder: Path, nested: bool) -> None:
        name = PurePosixPath(member.filename.replace("\\", "/"))
        is_needed = name.name.endswith(PACKED_NAMES) or (nested and name.suffix == ".zip")
        if not is_needed or name.is_absolute() or ".." in name.parts or ":" in member.filename:
            return
        with packed.open(member) as file:
            content = file.read(LARGEST_NOTEBOOK + 1)
        if len(content) > LARGEST_NOTEBOOK:
            self.log.warning("%s in %s.zip is too large and was left out.", name, folder.name)
        elif name.suffix == ".zip":
            self._unpack(BytesIO(content), folder / name.with_suffix(""), nested=False)
        else:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)


class PackCollector(FileNameCollectorPlugin):
    """Takes packed hand-ins. Of two by one learner, the one with the answer that was saved last counts.

    Without a time nbgrader would stop for everybody at a learner who handed in twice.
    """

    def collect(self, submitted_file: str) -> dict | None:
        submission = super().collect(submitted_file)
        if submission:
            hand_in = take(Path(submitted_file).with_name(submission["assignment"] + ".ipynb"))
            submission["timestamp"] = last_saved(hand_in)
        return submission


def last_saved(hand_in: HandIn) -> datetime:
    """When an answer was last saved, in UTC without a zone, as nbgrader counts; NEVER if it is unknown."""
    entries = parse(hand_in.answers) if hand_in.answers else {}
    copied = parse_data(hand_in.copy) if hand_in.copy else {}
    times = [NEVER]
    for entry in [*entries.values(), *copied.values()]:
        with suppress(ValueError, OverflowError):
            times.append(parse_utc(entry.saved_at))
    return max(times)
