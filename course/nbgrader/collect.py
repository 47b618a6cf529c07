"""Collecting hand-ins that came by a learning platform, by mail or on a stick: one upload, one student, by the name that the
platform gave it. What is inside an upload says nothing about whose it is, and nothing that is there already is overwritten."""

from __future__ import annotations

import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, chdir, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from zipfile import BadZipFile, ZipFile, ZipInfo

from nbgrader.apps.zipcollectapp import ZipCollectApp
from nbgrader.utils import parse_utc

from course import sequence
from course.learner.copies import HIDDEN, NOTEBOOK, may_hold_answers
from course.learner.pack import name_problem
from course.nbgrader.files import HandInError, files_below
from course.nbgrader.hand_in import HandIn, take
from course.nbgrader.platforms import PLAIN, Upload, of_pack, of_platform, of_roster
from course.nbgrader.receipts import TIMESTAMP, read_timestamp
from course.nbgrader.roster import ROSTER, Roster, RosterError, folded, read_roster
from course.nbgrader.source import exercises_in, source_folder
from course.nbgrader.unpack import (
    OTHER_ARCHIVES,
    Unpacked,
    is_inside,
    is_zip,
    limits,
    members,
    open_zip,
    shown,
    take_member,
    take_path,
)

NEVER = datetime(1970, 1, 1)
STAGING, REPLACED = ".taking-", "replaced"
DONE = ("taken", "updated", "unchanged")
MOST_NAMED = 3


@dataclass(frozen=True)
class Piece:
    """One file or folder that a platform, or a person, gave a name: what the name says, and how its content is taken.

    ``label`` names it for the instructor. ``saved_at`` is when it, or the platform's ``download`` that it came in, was
    written here.
    """

    label: str
    download: str
    upload: Upload
    saved_at: datetime
    take: Callable[[Unpacked], None]

    @property
    def attempt(self) -> tuple[datetime, str]:
        """What all files of one attempt share. Of two downloads of a class, the later one has the later attempts."""
        return (self.upload.at or (self.saved_at if self.download else NEVER)), self.download


@dataclass(frozen=True)
class Collected:
    """What became of one hand-in. ``status`` is one of DONE, or says what keeps it from being taken.

    Times are in UTC, ISO 8601. ``claimed`` is when the answers were last saved by the learner's own clock, which is shown
    and never used.
    """

    student: str
    status: str
    uploads: tuple[str, ...]
    reason: str = ""
    files: int = 0
    handed_in: str = ""
    clock: str = ""
    claimed: str = ""
    is_late: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """All of it in one line."""
        words = [self.reason] if self.reason else []
        if self.handed_in:
            words.append(
                f"{self.files} {'file' if self.files == 1 else 'files'}, handed in {self.handed_in} ({self.clock})"
            )
        if self.claimed:
            words.append(f"last saved {self.claimed} by the learner's own clock")
        words += ["marked late by the platform"] if self.is_late else []
        return (
            f"{self.student or '?'}: {self.status}, from {_listed(self.uploads)}: {'; '.join([*words, *self.remarks])}"
        )


@dataclass(frozen=True)
class Collection:
    """What became of everything in the folder, and who on the roster handed nothing in."""

    hand_ins: tuple[Collected, ...]
    missing: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left for a person to decide."""
        return all(hand_in.status in DONE for hand_in in self.hand_ins)

    @property
    def summary(self) -> str:
        counts: dict[str, int] = defaultdict(int)
        for hand_in in self.hand_ins:
            counts[hand_in.status] += 1
        parts = [f"{count} {status}" for status, count in sorted(counts.items(), key=lambda part: part[0] not in DONE)]
        missing = f" Nothing from {len(self.missing)} on the roster: {', '.join(self.missing)}." if self.missing else ""
        return f"{', '.join(parts) or 'Nothing to collect'}.{missing}"

    def as_json(self) -> dict:
        """The same for a program."""
        return {
            "hand_ins": [asdict(hand_in) for hand_in in self.hand_ins],
            "missing": list(self.missing),
            "summary": self.summary,
        }


@dataclass(frozen=True)
class Places:
    """Where an assignment's uploads are, where its hand-ins go, and what they are measured by."""

    assignment: str
    archive: Path
    submitted: Callable[[str], Path]
    source: Path
    roster: Path

    @property
    def others(self) -> tuple[str, ...]:
        """The course's other assignments."""
        folders = self.source.parent.parent
        names = sorted(path.name for path in folders.iterdir() if path.is_dir()) if folders.is_dir() else []
        return tuple(name for name in names if name != self.assignment)


def collect(places: Places, update: bool = False) -> Collection:
    """Take the uploads in ``archive`` as hand-ins. Raises RosterError.

    A hand-in that is there stays. With ``update``, one that was handed in later takes its place, and the old one is kept
    beside the archive.
    """
    roster = read_roster(places.roster)
    for left_over in places.archive.parent.glob(f"{STAGING}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    with ExitStack() as opened:
        pieces, results = _found(places, roster, opened)
        people: dict[str, list[tuple[str, Piece]]] = defaultdict(list)
        for piece in pieces:
            if student := roster.student(piece.upload.keys):
                people[folded(student)].append((student, piece))
            else:
                key = piece.upload.keys[0]
                why = name_problem(key) or f"“{shown(key)}” is not in {places.roster.name}"
                results.append(Collected("", "not known", (shown(piece.label),), why))
        ids = {folded(id): id for id in (*roster.ids, *(given[0][0] for given in people.values()))}
        whose = partial(_named_student, roster, ids, places.assignment)
        for given in people.values():
            student, found = given[0][0], [piece for _, piece in given]
            results.append(_of_one_student(student, found, places, update, whose))
    seen = {folded(result.student) for result in results}
    missing = tuple(
        student
        for student in roster.ids
        if folded(student) not in seen and not any(places.submitted(student).glob("*"))
    )
    return Collection(tuple(sorted(results, key=lambda result: (folded(result.student), result.uploads))), missing)


def use_course_collecting() -> None:
    """Make `nbgrader zip_collect` collect like this. Its plugins see single files, and its own steps overwrite or stop for all."""
    ZipCollectApp.extract_archive_files = _nothing_to_extract
    ZipCollectApp.process_extracted_files = _collect_for_app


def collect_in(root: Path, assignment: str, update: bool = False, roster: Path | None = None) -> Collection:
    """Collect an assignment of the course in a folder, as its nbgrader_config.py sets it up. Raises RosterError."""
    with chdir(root):
        app = ZipCollectApp()
        app.initialize([assignment])
        places = places_of(app)
        return collect(replace(places, roster=roster) if roster else places, update)


def places_of(app: ZipCollectApp) -> Places:
    """The places that nbgrader's settings name."""
    folders, assignment = app.coursedir, app.coursedir.assignment_id
    return Places(
        assignment,
        Path(app._format_collect_path(app.archive_directory)),
        lambda student: Path(folders.format_path(folders.submitted_directory, student, assignment)),
        source_folder(folders, assignment) / f"{assignment}.ipynb",
        Path(folders.root, ROSTER),
    )


def last_saved(hand_in: HandIn) -> datetime:
    """When an answer was last saved, in UTC without a zone, as nbgrader counts; NEVER if it is unknown."""
    times = [NEVER]
    for entry in hand_in.entries.values():
        with suppress(ValueError, OverflowError):
            times.append(parse_utc(entry.saved_at))
    return max(times)


def _nothing_to_extract(app: ZipCollectApp) -> None:
    pass


def _collect_for_app(app: ZipCollectApp) -> None:
    try:
        collection = collect(places_of(app), update=app.force)
    except RosterError as error:
        app.fail(str(error))
    for hand_in in collection.hand_ins:
        (app.log.info if hand_in.status in DONE else app.log.warning)(hand_in.line)
    app.log.info(collection.summary)


def _found(places: Places, roster: Roster, opened: ExitStack) -> tuple[list[Piece], list[Collected]]:
    """The pieces in the archive, and what is there without a name that says whose it is."""
    pieces: list[Piece] = []
    problems: list[Collected] = []
    for path in _entries(places.archive, lambda name: bool(_upload(name, places, roster))):
        label = path.relative_to(places.archive).as_posix()
        if upload := _upload(path.name, places, roster):
            pieces.append(Piece(label, "", upload, _written(path), partial(take_path, path, upload.file)))
        elif inside := _platforms_download(path, label, opened) if is_zip(path.name) else []:
            pieces += inside
        elif is_zip(path.name) or OTHER_ARCHIVES.search(path.name) or may_hold_answers(path.name):
            problems.append(Collected("", "not known", (shown(label),), _why_nobodys(path, places)))
    return pieces, problems


def _entries(folder: Path, is_someones: Callable[[str], bool]) -> Iterator[Path]:
    """What is in the archive. A folder with a person's name is one piece; into others it looks. No link is followed."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith(HIDDEN) or path.is_symlink():
            continue
        if path.is_dir() and not is_someones(path.name):
            yield from _entries(path, is_someones)
        elif path.is_dir() or path.is_file():
            yield path


def _upload(name: str, places: Places, roster: Roster) -> Upload | None:
    upload = of_platform(name) or of_pack(name, places.assignment)
    if upload or not roster.path or any(of_pack(name, other) for other in places.others):
        return upload
    by_name = of_roster(name)
    return by_name if roster.student(by_name.keys) else None


def _platforms_download(path: Path, label: str, opened: ExitStack) -> list[Piece]:
    """The pieces of a platform's download of a class; none if not everything in the zip has a name of that platform."""
    with ExitStack() as just_opened:
        try:
            packed = just_opened.enter_context(open_zip(just_opened.enter_context(path.open("rb"))))
        except BadZipFile:
            return []
        pieces = _pieces_in(packed, path, label)
        if pieces:
            opened.push(just_opened.pop_all())
        return pieces


def _pieces_in(packed: ZipFile, path: Path, label: str) -> list[Piece]:
    """The pieces of a download, by the name that begins each member's path, or follows the folder around all of them."""
    paths = [(member, PurePosixPath(member.filename)) for member in members(packed) if is_inside(member.filename)]
    files = [(member, name) for member, name in paths if name.parts]
    names = [name for _, name in files]
    wrapper = names[0].parts[0] if names and not of_platform(names[0].parts[0]) else ""
    skipped = int(bool(wrapper) and all(len(name.parts) > 1 and name.parts[0] == wrapper for name in names))
    pieces: list[Piece] = []
    for member, name in files:
        parts = name.parts[skipped:]
        upload = of_platform(parts[0])
        if upload is None or (pieces and upload.platform != pieces[0].upload.platform):
            return []
        inner = "/".join(parts[1:]) or upload.file
        take_this = partial(_take_from_download, packed, member, inner)
        pieces.append(Piece(f"{label}: {'/'.join(parts)}", label, upload, _written(path), take_this))
    return pieces


def _take_from_download(packed: ZipFile, member: ZipInfo, name: str, unpacked: Unpacked) -> None:
    unpacked.names.append(name)
    with limits(unpacked, name):
        take_member(packed, member, name, unpacked)


def _why_nobodys(path: Path, places: Places) -> str:
    if other := next((other for other in places.others if of_pack(path.name, other)), ""):
        return f"it is a hand-in for {other}"
    if not is_zip(path.name) and OTHER_ARCHIVES.search(path.name):
        return "it is no zip: unpack it into this folder"
    wanted = f"its name does not say whose it is: rename it <student>_{places.assignment}.zip"
    if is_zip(path.name):
        wanted += ", or, if it holds a class, unpack it into this folder"
    return wanted


def _named_student(roster: Roster, ids: Mapping[str, str], assignment: str, name: str) -> str:
    """The student of the class that a file inside an upload is named for; empty if there is none."""
    pack = of_pack(name, assignment)
    return (roster.student(pack.keys) or "" if roster.path else ids.get(folded(pack.person), "")) if pack else ""


def _of_one_student(
    student: str, pieces: list[Piece], places: Places, update: bool, whose: Callable[[str], str]
) -> Collected:
    """Take what all pieces of one student hold, if they are one person's, and of several attempts the last."""
    if reason := _conflict(student, pieces):
        return Collected(student, "conflict", _labels(pieces), reason)
    latest = max(piece.attempt for piece in pieces)
    counted = [piece for piece in pieces if piece.attempt == latest]
    earlier = tuple(f"an earlier attempt was left aside: {piece.label}" for piece in pieces if piece.attempt != latest)
    workshop = Path(mkdtemp(prefix=STAGING, dir=places.archive.parent))
    staging = workshop / places.assignment  # a folder like any other, where a temporary one is open to nobody else
    staging.mkdir()
    try:
        unpacked = Unpacked(staging, places.assignment)
        for piece in counted:
            piece.take(unpacked)
        result = _with_times(student, counted, unpacked, places)
        remarks = (*earlier, *_other_names(student, unpacked, whose), *unpacked.remarks)
        return _placed(replace(result, remarks=remarks), staging, places, update)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _conflict(student: str, pieces: Sequence[Piece]) -> str:
    """Why pieces cannot all be one student's; empty if they can."""
    people = sorted({f"{piece.upload.platform} {shown(piece.upload.person)}" for piece in pieces})
    if len(people) > 1:
        return f"several people are {student}: {_listed(people)}. Tell them apart in {ROSTER}, or remove what is not theirs"
    names = [Path(piece.label).name for piece in pieces if piece.upload.platform == PLAIN]
    kinds = Counter(
        ("notebook" if NOTEBOOK.search(name) else "answers") if may_hold_answers(name) else "pack" for name in names
    )
    if any(number > 1 for number in kinds.values()) or (kinds["pack"] and len(kinds) > 1):
        return (
            f"several uploads have the name {student}. Keep the one that counts, remove the others, and collect again"
        )
    return ""


def _with_times(student: str, pieces: Sequence[Piece], unpacked: Unpacked, places: Places) -> Collected:
    """The hand-in as it was unpacked, and whether anything in it is for this assignment."""
    times = [piece.upload.at for piece in pieces if piece.upload.at]
    at, clock = (max(times), pieces[0].upload.platform) if times else (
        max(piece.saved_at for piece in pieces), "file system")  # fmt: skip
    hand_in = take(unpacked.folder / places.source.name, exercises_in(places.source))
    saved = last_saved(hand_in)
    status, reason = "taken", ""
    if not unpacked.files:
        status, reason = "nothing in it", "neither a notebook nor an answers file: ask for another upload"
    elif not hand_in.entries and (other := _other_module(unpacked, places)):
        status, reason = "other module", f"it is a hand-in for {other}"
    return Collected(
        student,
        status,
        _labels(pieces),
        reason,
        len(unpacked.files),
        _text(at),
        clock,
        _text(saved) if saved != NEVER else "",
        any(piece.upload.is_late for piece in pieces),
    )


def _other_module(unpacked: Unpacked, places: Places) -> str:
    """The module that a hand-in without answers to this one is for, by its answers, or else by its files' names."""
    everything = take(unpacked.folder / places.source.name, _Everything())
    own = sequence.number_of(places.source)
    numbers = {int(id.partition(".")[0]) for id in everything.entries if re.fullmatch(r"\d{1,2}\.\d{1,2}", id)}
    of_number = {sequence.number_of(Path(other)): other for other in places.others}
    if numbers:
        return "" if own in numbers else of_number.get(min(numbers), f"module {min(numbers)}")
    stems = [path.stem for path in files_below(unpacked.folder)]
    if any(stem.startswith(places.assignment) for stem in stems):
        return ""
    return next((other for other in places.others if any(stem.startswith(other) for stem in stems)), "")


def _other_names(student: str, unpacked: Unpacked, whose: Callable[[str], str]) -> tuple[str, ...]:
    """What a learner's files say of being another student's: it changes nothing, and an instructor may want to know."""
    parts = {part for name in unpacked.names for part in name.replace("\\", "/").split("/")}
    others = sorted({other for part in parts if (other := whose(part)) and folded(other) != folded(student)})
    return (f"a file in it is named for {_listed(others)}",) if others else ()


def _placed(result: Collected, staging: Path, places: Places, update: bool) -> Collected:
    """Put what was unpacked where hand-ins are, unless something else is there."""
    if result.status not in DONE:
        return result
    target = places.submitted(result.student)
    if present := _present(target):
        if _contents(target) == _contents(staging):
            return replace(result, status="unchanged")
        before = _time_of(target)
        if not update or (before and _text(before) >= result.handed_in):
            when = f" on {_text(before)}" if before else ""
            words = "that is not earlier" if update else "add --update to take a later one"
            return replace(result, status="kept", reason=f"another hand-in is there, handed in{when}: {words}")
        kept = places.archive.parent / REPLACED / present.parent.name
        kept.mkdir(parents=True, exist_ok=True)
        shutil.move(target, _unused(kept / f"{places.assignment} {_text(before or NEVER).replace(':', '.')}"))
    (staging / TIMESTAMP).write_text(f"{result.handed_in}\n", encoding="utf-8")
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        target.rmdir()  # it is empty
    shutil.move(staging, target)
    return replace(result, status="updated" if present else "taken")


def _present(target: Path) -> Path | None:
    """What is there, or what is there under a name that some systems take for the same."""
    if target.is_dir():
        return target if any(target.iterdir()) else None
    return target if target.exists() or target.is_symlink() else None


def _contents(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink() and path.name != TIMESTAMP]
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).digest() for path in paths}


def _time_of(target: Path) -> datetime | None:
    try:
        return read_timestamp(target)
    except HandInError:
        return None


def _unused(path: Path) -> Path:
    candidates = (path.with_name(f"{path.name} ({number})") for number in count(2))
    return path if not path.exists() else next(other for other in candidates if not other.exists())


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None)


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _labels(pieces: Iterable[Piece]) -> tuple[str, ...]:
    return tuple(shown(piece.label) for piece in pieces)


def _listed(words: Sequence[str]) -> str:
    more = len(words) - MOST_NAMED
    return ", ".join(words[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


class _Everything(Container):
    """Every exercise."""

    def __contains__(self, exercise: object) -> bool:
        return True
