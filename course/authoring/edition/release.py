"""Makes the learners' edition: reads the course, rewrites what tells too much, and writes it whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from course import __version__, sequence
from course.authoring.edition import closing as closings
from course.authoring.edition import contents
from course.authoring.edition.closing import Closing
from course.authoring.read import SOURCE, read, sources
from course.grade.count import quantity
from course.learner import edition
from course.learner.clone import GitProblem, git, is_clone

WHO = ("-c", "user.name=course release", "-c", "user.email=course@localhost")
PLAIN = ("-c", "commit.gpgsign=false", "-c", "core.hooksPath=", "-c", "core.autocrlf=false", "-c", "core.excludesFile=")
PROGRAM = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH
MOST_NAMES = 5


class ReleaseError(Exception):
    """There is no edition: the message tells an instructor why and what to do."""


@dataclass(frozen=True)
class Release:
    """What was written, how many files of it, which modules are closed, and what there is to know of it, as sentences."""

    place: Path
    files: int
    closed: tuple[int, ...]
    notes: tuple[str, ...]

    @property
    def text(self) -> str:
        closed = ", ".join(f"{number} ({sequence.module(number).title})" for number in self.closed)
        lines = [f"The learners' edition of version {__version__} is in {self.place}: {quantity(self.files, 'file')}."]
        lines += [
            f"Closed, without right values: {closed}." if closed else "No module is closed: Check judges everywhere."
        ]
        return "\n".join([*lines, *(f"* {note}" for note in self.notes)])


def release(root: Path, folder: Path | None, zip_file: Path | None, closed: Sequence[int] = ()) -> Release:
    """Write the edition into a new folder, as a Git repository with one commit, or into a zip file. Raises ReleaseError."""
    place = folder or zip_file
    if place is None or folder and zip_file:
        raise ReleaseError("Name a folder for the edition, or a zip file: course release FOLDER, or --zip FILE.")
    _require_whole(root)
    closing = _closing(root, closed)
    _require_free(root, place.absolute(), folder is not None)
    names, notes = _names(root)
    texts = _edition(root, names, closing)
    programs = frozenset(name for name in names if os.access(root / name, os.X_OK))
    try:
        if folder:
            _write_folder(folder.absolute(), texts, programs)
        else:
            _write_zip(place.absolute(), texts, programs)
    except GitProblem as problem:
        raise ReleaseError(
            f"Git could not make the edition ({problem}). Nothing was written; --zip FILE needs no Git."
        ) from problem
    except OSError as problem:
        raise ReleaseError(
            f"The edition could not be written ({problem.strerror or problem}). Nothing of it was left. Once that is fixed, run the "
            "same command again."
        ) from problem
    return Release(place, len(texts), closing.modules, (*notes, *closings.told_elsewhere(closing)))


def _require_whole(root: Path) -> None:
    if edition.is_learners(root) or not any((root / SOURCE).glob("*/*.ipynb")):
        raise ReleaseError("An edition is made from the whole course, which has the folder solutions. It is not here.")


def _closing(root: Path, closed: Sequence[int]) -> Closing:
    notebooks = {sequence.number_of(notebook): notebook for notebook in sources(root)}
    if unknown := [number for number in closed if number not in notebooks]:
        raise ReleaseError(
            f"Module {unknown[0]} has no exercises to close. Those that have are {', '.join(map(str, notebooks))}."
        )
    exercises = [(number, exercise) for number, notebook in notebooks.items() for exercise in read(notebook)]
    return Closing(
        tuple(sorted(set(closed))),
        tuple(exercise for number, exercise in exercises if number in closed),
        tuple(exercise for number, exercise in exercises if number not in closed),
    )


def _require_free(root: Path, place: Path, is_folder: bool) -> None:
    """Raise ReleaseError for a place that is taken, cannot be, or is in the course itself."""
    if place.resolve().is_relative_to(root.resolve()):
        raise ReleaseError(
            f"{place.name} would be inside the course itself. Choose a place beside it, such as ../{place.name}."
        )
    if not place.parent.is_dir():
        raise ReleaseError(f"There is no folder {place.parent}. Make it first, or choose another place.")
    if is_folder and place.is_dir() and any(place.iterdir()):
        raise ReleaseError(
            f"The folder {place} is not empty. Choose a new one, or empty it first; nothing was written."
        )
    if place.exists() and not (is_folder and place.is_dir()):
        raise ReleaseError(f"There is a file {place} already. Choose another name, or delete it; nothing was written.")


def _names(root: Path) -> tuple[list[str], list[str]]:
    """The files of the course that belong to an edition, and what there is to say of them. Raises ReleaseError for changes
    that nobody committed where they would reach learners.
    """
    if not is_clone(root):
        return sorted(contents.files_below(root)), []
    try:
        tracked = git(root, "ls-files", "-z").decode().split("\0")
        changed = [
            line[3:] for line in git(root, "status", "--porcelain", "-z", "--no-renames").decode().split("\0") if line
        ]
    except GitProblem as problem:
        raise ReleaseError(f"Git could not list the course's files ({problem}). Nothing was written.") from problem
    if dirty := [path for path in changed if contents.is_kept(path)]:
        names = ", ".join(dirty[:MOST_NAMES]) + (
            f" and {len(dirty) - MOST_NAMES} more" if len(dirty) > MOST_NAMES else ""
        )
        raise ReleaseError(
            f"Learners would get changes that are not committed: {names}. Commit them, or put them back with git checkout. "
            "Nothing was written."
        )
    sheets = [path for path in changed if path.startswith(f"{SOURCE}/")]
    notes = [
        f"{path} is changed and not committed: the edition has the exercises as they were built last."
        for path in sheets
    ]
    return [path for path in tracked if path and contents.is_kept(path)], notes


def _edition(root: Path, names: Sequence[str], closing: Closing) -> dict[str, bytes]:
    """Every file of the edition by its path. Raises ReleaseError for one that is gone."""
    try:
        files = {name: (root / name).read_bytes() for name in names}
    except FileNotFoundError as problem:
        raise ReleaseError(
            f"{problem.filename} is gone. Put it back with git checkout. Nothing was written."
        ) from problem
    texts = {name: _rewritten(root, name, files[name], files, closing) for name in names}
    texts["README.md"] = contents.readme(closing.modules).encode()
    texts[edition.MARK] = edition.mark(__version__, tuple(map(str, closing.modules))).encode()
    if closing.modules:
        register = {name: texts.pop(name).decode() for name in names if name.startswith(closings.FACTS_FOLDER)}
        needed = "\n".join(text.decode("utf-8", "replace") for name, text in texts.items() if _may_need_facts(name))
        texts |= {name: text.encode() for name, text in closings.without_facts(register, closing, needed).items()}
    return dict(sorted(texts.items()))


def _may_need_facts(name: str) -> bool:
    return name.endswith((".py", ".toml", ".ipynb", ".md"))


def _rewritten(root: Path, name: str, content: bytes, files: Mapping[str, bytes], closing: Closing) -> bytes:
    if not name.endswith((".md", ".ipynb", ".json", ".toml")):
        return content
    text = content.decode("utf-8")
    if name == "docs/start.md":
        text = contents.start_page(text)
    elif name == "docs/privacy.md":
        text = contents.privacy_page(text)
    elif name == "CHANGELOG.md":
        text = contents.changelog(text, closing.modules)
    elif name.endswith(".ipynb"):
        text = closings.without_told_figures(contents.without_answers(text), closing)
    elif name == closings.CARRIED:
        text = closings.without_references(text, closing)
    elif re.fullmatch(r"course/sequence/practice/\d+\.toml", name):
        text = closings.without_meanings(text, closing)
    elif name.endswith("/checks.json") and closing.notebook_of(name):
        folder = name.rpartition("/")[0]
        notebook = files[f"{folder}/{folder.rpartition('/')[2]}.ipynb"].decode("utf-8")
        text = closings.close_sheet(root / folder, closings.prompts(notebook))
    return text.encode("utf-8")


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """A place beside the edition's to write it to. Whatever is left of it, also by a run that was killed, is removed."""
    part = place.with_name(f".{place.name}.part")
    _remove(part)
    try:
        yield part
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    if part.is_dir():
        shutil.rmtree(part)
    part.unlink(missing_ok=True)


def _write_folder(place: Path, texts: Mapping[str, bytes], programs: frozenset[str]) -> None:
    with _beside(place) as part:
        for name, text in texts.items():
            path = part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
            if name in programs:
                path.chmod(path.stat().st_mode | PROGRAM)
        git(part, *PLAIN, "init", "--quiet", "--initial-branch=main", "--template=")
        git(part, *PLAIN, "add", "--force", "--all", seconds=120)
        message = f"Course {__version__}, the learners' edition"
        git(part, *WHO, *PLAIN, "commit", "--quiet", "--no-verify", f"--message={message}", seconds=120)
        if place.is_dir():
            place.rmdir()
        os.replace(part, place)


def _write_zip(place: Path, texts: Mapping[str, bytes], programs: frozenset[str]) -> None:
    with _beside(place) as part:
        with ZipFile(part, "w", ZIP_DEFLATED) as archive:
            for name, text in texts.items():
                info = ZipInfo(f"{place.stem}/{name}", (1980, 1, 1, 0, 0, 0))
                info.compress_type = ZIP_DEFLATED
                info.external_attr = (stat.S_IFREG | (0o755 if name in programs else 0o644)) << 16
                archive.writestr(info, text)
        os.replace(part, place)
