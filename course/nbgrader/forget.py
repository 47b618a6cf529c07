"""Deletes whatever is stored of one student: hand-ins, grades, feedback, uploads, exports; then looks for what still names them."""

from __future__ import annotations

import csv
import re
import shutil
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import chdir, closing, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from io import StringIO
from itertools import zip_longest
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from course.case import database as case_database
from course.learner.pack import name_problem
from course.nbgrader.collect import REPLACED
from course.nbgrader.platforms import Upload, of_pack, of_platform, of_roster
from course.nbgrader.roster import ROSTER, Roster, RosterError, folded, read_roster
from course.nbgrader.unpack import is_zip, shown

DOWNLOADED, ARCHIVE, EXTRACTED, REPORTS = "downloaded", "archive", "extracted", "reports"
EXCHANGE = "/usr/local/share/nbgrader/exchange"  # nbgrader's own, where no setting says otherwise
SQLITE = b"SQLite format 3\0"
NOT_LEARNERS = {".git", ".venv", ".site", "node_modules", "modules", "course", "tests", "docs", "frontend"}
CASE = ".duckdb"  # the case company's data, whose people are made up
SHORTEST_NAME = 5  # a platform's shorter names and numbers are in many files by chance
TEXT_LOGS = ("*.log", ".nbgrader.log")
# Children first. What is deleted is overwritten with zeros, and the rest is written anew, so that no page keeps it.
OF_STUDENT = "SELECT id FROM submitted_assignment WHERE student_id = :student"
DELETIONS = (
    f"DELETE FROM grade WHERE notebook_id IN (SELECT id FROM submitted_notebook WHERE assignment_id IN ({OF_STUDENT}))",
    f"DELETE FROM comment WHERE notebook_id IN (SELECT id FROM submitted_notebook WHERE assignment_id IN ({OF_STUDENT}))",
    f"DELETE FROM submitted_notebook WHERE assignment_id IN ({OF_STUDENT})",
    "DELETE FROM submitted_assignment WHERE student_id = :student",
    "DELETE FROM student WHERE id = :student",
)
EMPTIED = ("grade", "comment", "submitted_notebook", "submitted_assignment", "student")


class ForgetError(Exception):
    """Nothing was deleted: the message says why."""


@dataclass
class Forgotten:
    """What was deleted of a student, what could not be, and which files still name them."""

    student: str
    deleted: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """All of it, one line each, and one that sums it up."""
        lines = [*self.deleted]
        lines += [f"Could not be deleted: {what}" for what in self.failed]
        lines += [f"Still names {self.student}, look at it yourself: {what}" for what in self.named]
        if not self.deleted and not self.failed:
            return [*lines, f"Nothing is stored of {self.student} here."]
        rest = (
            "Nothing here names them any more."
            if not (self.failed or self.named)
            else "See the lines above for the rest."
        )
        return [*lines, f"{self.student}: {len(self.deleted)} places emptied. {rest}"]


@dataclass(frozen=True)
class _Course:
    root: Path
    folders: CourseDirectory
    exchange: Path
    roster: Roster

    def steps(self, student: str) -> list[Path]:
        """Where nbgrader keeps what a student handed in, what was graded, and the feedback."""
        names = (self.folders.submitted_directory, self.folders.autograded_directory, self.folders.feedback_directory)
        return [Path(self.folders.format_path(name, student, "x")).parent for name in names]

    def is_of(self, upload: Upload | None, student: str) -> bool:
        """Whether the name of an upload is a student's."""
        return bool(upload) and (self.roster.student(upload.keys) or upload.keys[0]) == student


def forget(root: Path, student: str) -> Forgotten:
    """Delete what the course in a folder stores of a student. Raises ForgetError before anything is deleted.

    What cannot be deleted is listed, and so is whatever still names the student when all is done.
    """
    root = root.absolute()
    student = unicodedata.normalize("NFC", student)
    if problem := name_problem(student):
        raise ForgetError(problem)
    course = _course(root)
    result = Forgotten(student)
    feedback = _digests(course.steps(student)[2])
    for step in (_gradebooks, _folders, _uploads, _exports, _reports, _logs, _roster):
        step(course, student, result)
    _exchange(course, student, feedback, result)
    result.named += _mentions(course, student)
    return result


def _course(root: Path) -> _Course:
    with chdir(root):
        app = NbGrader()
        app.initialize([])
        app.log.setLevel("ERROR")
        folders = CourseDirectory(parent=app, root=str(root))
        exchange = Path(str(app.config.Exchange.get("root", EXCHANGE)), folders.course_id)
    try:
        roster = read_roster(root / ROSTER)
    except RosterError as error:
        raise ForgetError(f"{error} Until then nobody can say which uploads are whose.") from error
    return _Course(root, folders, exchange, roster)


def _gradebooks(course: _Course, student: str, result: Forgotten) -> None:
    """The grade book, and the copies that nbgrader made of it before it changed its form; or the one on a server."""
    address = make_url(course.folders.db_url)
    if not address.drivername.startswith("sqlite"):
        try:
            if _empty_server(address, student):
                result.deleted.append(f"Taken out of: {address.render_as_string()}")
        except SQLAlchemyError as error:
            result.failed.append(f"{address.render_as_string()}: {error}")
        return
    main = Path(address.database or course.root / "gradebook.db")
    for path in sorted(main.parent.glob(f"{main.name}*")):
        with path.open("rb") as file:
            is_database = file.read(len(SQLITE)) == SQLITE
        if is_database:
            _try(result, lambda path=path: _empty(path, student), course)


def _empty(path: Path, student: str) -> list[Path]:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "student" not in tables:
            return []
        database.execute("PRAGMA secure_delete = ON")
        database.execute("BEGIN IMMEDIATE")
        changes = sum(database.execute(sql, {"student": student}).rowcount for sql in DELETIONS)
        database.execute("COMMIT")
        if changes:
            database.execute("VACUUM")
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return [path] if changes else []


def _empty_server(address: URL, student: str) -> int:
    """How many rows were deleted. The server writes its pages anew, and keeps its log for as long as it is set up to."""
    engine = create_engine(address)
    try:
        with engine.begin() as connection:
            changes = sum(connection.execute(text(sql), {"student": student}).rowcount for sql in DELETIONS)
        if changes and address.drivername.startswith("postgresql"):
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text(f"VACUUM FULL {', '.join(EMPTIED)}"))
    finally:
        engine.dispose()
    return changes


def _folders(course: _Course, student: str, result: Forgotten) -> None:
    downloaded = course.root / DOWNLOADED
    places = [*course.steps(student), *downloaded.glob(f"*/{REPLACED}/*"), *downloaded.glob(f"*/{EXTRACTED}")]
    for place in places:
        for path in place.parent.glob("*") if place.parent.is_dir() else ():
            is_theirs = unicodedata.normalize("NFC", path.name) == student or path.name == EXTRACTED == place.name
            if is_theirs and (path.exists() or path.is_symlink()):
                _try(result, lambda path=path: _remove(path), course)


def _uploads(course: _Course, student: str, result: Forgotten) -> None:
    """What came by a platform: files of the student's name, and their part of a download of the class."""
    names = [folder.name for folder in sorted((course.root / DOWNLOADED).glob("*")) if folder.is_dir()]
    for assignment in names:
        whose = _whose(course, assignment, student)
        for path in sorted((course.root / DOWNLOADED / assignment / ARCHIVE).rglob("*")):
            if not path.exists():
                continue  # it went with its folder
            if whose(path.name):
                _try(result, lambda path=path: _remove(path), course)
            elif path.is_file() and is_zip(path.name):
                _try(result, lambda path=path, whose=whose: _without(path, whose), course)
    for path in sorted(course.root.glob("*")):
        if path.is_file() and is_zip(path.name) and path.name.startswith(f"{student}_"):
            _try(result, lambda path=path: _remove(path), course)


def _whose(course: _Course, assignment: str, student: str) -> Callable[[str], bool]:
    def is_theirs(name: str) -> bool:
        upload = of_platform(name) or of_pack(name, assignment)
        return course.is_of(upload or of_roster(name), student)

    return is_theirs


def _without(path: Path, is_theirs: Callable[[str], bool]) -> list[Path]:
    """A download of a class without what is one student's, written anew."""
    copy = path.with_name(f".{path.name}.new")
    try:
        with path.open("rb") as file, ZipFile(file) as packed:
            members = packed.infolist()
            kept = [member for member in members if not any(map(is_theirs, member.filename.split("/")))]
            if len(kept) == len(members):
                return []
            with ZipFile(copy, "w", ZIP_DEFLATED) as target:
                for member in kept:
                    with packed.open(member) as source, target.open(member, "w") as written:
                        shutil.copyfileobj(source, written)
    except (BadZipFile, RuntimeError, NotImplementedError):
        return []  # what it names is found at the end
    else:
        shutil.copystat(path, copy)
        copy.replace(path)
    finally:
        copy.unlink(missing_ok=True)
    return [path]


def _exports(course: _Course, student: str, result: Forgotten) -> None:
    """Tables of grades: the rows in which a cell is the student's id, or a name that the roster gives them."""
    names = set(_names(course, student))
    for path in sorted(course.root.glob("*.csv")):
        if path.name != ROSTER:
            _try(
                result,
                lambda path=path: _without_rows(path, lambda _, cell: _is_id(cell, student) or folded(cell) in names),
                course,
            )


def _roster(course: _Course, student: str, result: Forgotten) -> None:
    """Their lines: another student's name on a platform may be this one's id."""
    path = course.roster.path
    if path:
        _try(
            result,
            lambda: _without_rows(path, lambda column, cell: column == "student" and _is_id(cell, student)),
            course,
        )


def _names(course: _Course, student: str) -> list[str]:
    """A student's names on platforms, without those that other cells and files hold by chance, such as 12."""
    return [key for key, id in course.roster.students.items() if id == student and len(key) >= SHORTEST_NAME]


def _is_id(cell: str, student: str) -> bool:
    return unicodedata.normalize("NFC", cell).strip() == student


def _without_rows(path: Path, is_theirs: Callable[[str, str], bool]) -> list[Path]:
    """A table without the rows of which a cell is a student's, by its column and its text."""
    text = path.read_text(encoding="utf-8-sig")
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    rows = list(csv.reader(StringIO(text, newline=""), delimiter=separator))
    head = [name.strip().casefold() for name in rows[0]] if rows else []
    kept = [
        row
        for row in rows
        if not any(is_theirs(column, cell) for column, cell in zip_longest(head, row[: len(head)], fillvalue=""))
    ]
    if len(kept) == len(rows):
        return []
    target = StringIO(newline="")
    csv.writer(target, delimiter=separator, lineterminator="\n").writerows(kept)
    path.write_text(target.getvalue(), encoding="utf-8", newline="\n")
    return [path]


def _reports(course: _Course, student: str, result: Forgotten) -> None:
    """Reports count everybody, and may name them: they are made again in seconds."""
    if (course.root / REPORTS).exists():
        _try(result, lambda: _remove(course.root / REPORTS), course)


def _logs(course: _Course, student: str, result: Forgotten) -> None:
    pattern = _word(student)
    for path in sorted({path for name in TEXT_LOGS for path in course.root.glob(name)}):
        _try(result, lambda path=path: _without_lines(path, pattern), course)


def _without_lines(path: Path, pattern: re.Pattern[bytes]) -> list[Path]:
    lines = path.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if not pattern.search(line)]
    if len(kept) == len(lines):
        return []
    path.write_bytes(b"".join(kept))
    return [path]


def _exchange(course: _Course, student: str, feedback: set[bytes], result: Forgotten) -> None:
    """What is in nbgrader's exchange: hand-ins by their name, feedback by its content, for its name is a secret."""
    for path in sorted(course.exchange.glob("inbound/*")):
        if path.name.partition("+")[0] == student:
            _try(result, lambda path=path: _remove(path), course)
    for path in sorted(course.exchange.glob("feedback/*.html")):
        with suppress(OSError):
            if sha256(path.read_bytes()).digest() in feedback:
                _try(result, lambda path=path: _remove(path), course)


def _digests(folder: Path) -> set[bytes]:
    return {sha256(path.read_bytes()).digest() for path in folder.rglob("*.html") if path.is_file()}


def _mentions(course: _Course, student: str) -> list[str]:
    """The files that still name a student, in the course and in its cache, by their names or in what they hold."""
    pattern = _word(student, *_names(course, student))
    found = []
    for path in _files(course.root, NOT_LEARNERS, course):
        name = path.relative_to(course.root).as_posix()
        if pattern.search(name.encode("utf-8", "surrogateescape")) or _holds(path, pattern):
            found.append(shown(name))
    cache = case_database.folder()
    found += (
        [str(path) for path in _files(cache, set(), course) if path.suffix != CASE and _holds(path, pattern)]
        if cache.is_dir()
        else []
    )
    return found


def _files(folder: Path, left_out: set[str], course: _Course) -> Iterator[Path]:
    """The files below a folder, without the course's own, which everybody has."""
    own = {course.folders.source_directory, course.folders.release_directory}
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or (folder == course.root and path.name in left_out | own):
            continue
        if path.is_dir():
            yield from _files(path, left_out, course)
        elif path.is_file():
            yield path


def _holds(path: Path, pattern: re.Pattern[bytes]) -> bool:
    try:
        if is_zip(path.name):
            with ZipFile(path) as packed:
                return any(pattern.search(name.encode("utf-8", "replace")) for name in packed.namelist())
        return bool(pattern.search(path.read_bytes()))
    except (OSError, BadZipFile):
        return False


def _word(*names: str) -> re.Pattern[bytes]:
    """An id, or a name, where it is a word of its own, in whichever way its letters are stored."""
    forms = "|".join(re.escape(unicodedata.normalize(form, name)) for name in names for form in ("NFC", "NFD"))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{forms})(?![A-Za-z0-9])".encode(), re.IGNORECASE)


def _remove(path: Path) -> list[Path]:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
    return [path]


def _try(result: Forgotten, delete: Callable[[], list[Path]], course: _Course) -> None:
    try:
        paths = delete()
    except (OSError, sqlite3.Error, UnicodeError, csv.Error) as error:
        result.failed.append(str(error))
        return
    for path in paths:
        inside = path.relative_to(course.root).as_posix() if path.is_relative_to(course.root) else str(path)
        result.deleted.append(f"{'Taken out of' if path.exists() else 'Deleted'}: {shown(inside)}")
