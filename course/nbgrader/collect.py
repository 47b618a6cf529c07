"""Collecting the zips of `course pack` that learners handed in by other ways than nbgrader's exchange."""

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
    """Unpacks zips, and zips in zips as learning platforms give them, each by itself.

    Only notebooks and answers files are written, none larger than LARGEST_NOTEBOOK. A zip that cannot be read is named
    and passed over, where nbgrader would stop for everybody.
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
        wanted = name.name.endswith(PACKED_NAMES) or (nested and name.suffix == ".zip")
        if not wanted or name.is_absolute() or ".." in name.parts or ":" in member.filename:
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
    """Takes packed hand-ins. Of two by one learner the one counts in which an answer was saved last.

    Without a time nbgrader would stop for everybody at a learner who handed in twice.
    """

    def collect(self, submitted_file: str) -> dict | None:
        found = super().collect(submitted_file)
        if found:
            hand_in = take(Path(submitted_file).with_name(found["assignment"] + ".ipynb"))
            found["timestamp"] = last_saved(hand_in)
        return found


def last_saved(hand_in: HandIn) -> datetime:
    """When an answer was last saved, in UTC without a zone, as nbgrader counts; NEVER where nothing tells."""
    entries = parse(hand_in.answers) if hand_in.answers else {}
    copied = parse_data(hand_in.copy) if hand_in.copy else {}
    times = [NEVER]
    for entry in [*entries.values(), *copied.values()]:
        with suppress(ValueError, OverflowError):
            times.append(parse_utc(entry.saved_at))
    return max(times)
