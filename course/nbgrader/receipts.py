"""The two small files that nbgrader's exchange adds to a hand-in: its time, and a secret that gives access to its feedback."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from course.nbgrader.files import HandInError, read_regular

TIMESTAMP, SECRET = "timestamp.txt", "submission_secret.txt"
LARGEST = 10_000
LOOKS_LIKE_A_TIME = re.compile(r"[\w :.,+-]{1,100}")
FIRST, CLOCKS_DIFFER = datetime(1970, 1, 1), timedelta(days=1)
SPOILED = {TIMESTAMP: "so when you handed in is unknown", SECRET: "so your instructor has to send you this page"}


def read_timestamp(folder: Path) -> datetime | None:
    """When a hand-in was made, in UTC without a zone, as nbgrader counts; None if no time is given. Raises HandInError."""
    text = _text(folder / TIMESTAMP)
    if not text:
        return None
    if not LOOKS_LIKE_A_TIME.fullmatch(text):
        raise HandInError("is no time")
    try:
        moment = parse_utc(text)
    except (ValueError, OverflowError, TypeError, AttributeError) as error:
        raise HandInError("is no time") from error
    if not FIRST <= moment <= datetime.now(UTC).replace(tzinfo=None) + CLOCKS_DIFFER:
        raise HandInError(f"says {moment.isoformat(' ')}, which cannot be right")
    return moment


def read_secret(folder: Path) -> str:
    """The secret of a hand-in; empty without one. Raises HandInError."""
    return _text(folder / SECRET)


def problems(folder: Path) -> list[str]:
    """Sentences for a learner about receipts that cannot be used."""
    sentences = []
    for name, read in ((TIMESTAMP, read_timestamp), (SECRET, read_secret)):
        try:
            read(folder)
        except HandInError as problem:
            sentences.append(f"`{name}` {problem}, {SPOILED[name]}.")
    return sentences


def graded_receipts(folder: Path) -> dict[str, bytes]:
    """The receipts to put beside a graded hand-in. One that cannot be used is replaced: nbgrader opens both for everybody."""
    receipts = {}
    for name, read, substitute in ((TIMESTAMP, read_timestamp, ""), (SECRET, read_secret, secrets.token_hex(64))):
        try:
            text = _text(folder / name) if read(folder) else ""
        except HandInError:
            text = substitute
        if _is_there(folder / name):
            receipts[name] = text.encode()
    return receipts


def use_sound_timestamps() -> None:
    """Make nbgrader take a timestamp that cannot be used for none, where it raises, or waits for ever."""
    CourseDirectory.get_existing_timestamp = _timestamp_or_none
    NbGraderAPI.get_submitted_timestamp = _submitted_timestamp


def _timestamp_or_none(folders: CourseDirectory, folder: str) -> datetime | None:
    try:
        return read_timestamp(Path(folder))
    except HandInError as problem:
        folders.log.warning("%s %s, so the time of this hand-in is unknown.", Path(folder, TIMESTAMP), problem)
        return None


def _submitted_timestamp(api: NbGraderAPI, assignment_id: str, student_id: str) -> datetime | None:
    folders = api.coursedir
    return _timestamp_or_none(folders, folders.format_path(folders.submitted_directory, student_id, assignment_id))


def _text(path: Path) -> str:
    if not _is_there(path):
        return ""
    try:
        return read_regular(path, LARGEST).decode().strip()
    except UnicodeDecodeError as error:
        raise HandInError("is no text") from error


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()
