"""Prepares an update beside the course: the new files, copies of what a learner changed, the saved work, the journal."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from course.learner import backup, changes, edition
from course.learner.backup import BackupError
from course.learner.clone import SILENT, VERSION_FILE, answer, git, version_in
from course.learner.code_cells import with_own_code
from course.learner.entry import now
from course.setup.update import finish
from course.setup.update.journal import Journal
from course.setup.update.origin import NothingNew, Origin
from course.setup.update.plan import Plan, make_plan
from course.setup.update.version import UpdateProblem, files_below

PACKAGE = ("course", "tests")


def prepare(root: Path, folder: Path, origin: Origin) -> None:
    """Write everything that an update needs into a folder, the journal last. Raises NothingNew, UpdateProblem, OSError."""
    old = None if origin.old is None else origin.old.files
    here = _present(
        root, leftovers(root) | origin.new.files.keys() if old is None else old.keys() | origin.new.files.keys()
    )
    plan = make_plan(here, old, origin.new.files)
    if plan.is_empty and not origin.commit:
        raise NothingNew(f"Nothing new: {origin.name} holds what is here already. Nothing was changed.")
    _require_writable(root, [*plan.replace, *plan.remove])
    if folder.exists():
        shutil.rmtree(folder)
    for path in plan.replace:
        content = origin.new.files[path]
        if path.endswith(".ipynb") and path in here:
            content = with_own_code(content, here[path])
        _write(folder / "new" / path, content, path in origin.new.programs)
    for path in plan.keep:
        _write(folder / "kept" / path, here[path])
    _write(folder / "finish.py", Path(finish.__file__).read_bytes())
    if origin.commit:
        git(root, "read-tree", origin.commit, settings={**SILENT, "GIT_INDEX_FILE": str(folder.resolve() / "index")})
    _journal(root, origin, plan, here).write(folder / finish.PLAN)


def leftovers(root: Path) -> set[str]:
    """What the version in a folder consists of, where nobody kept a list: its package, and notebooks with what goes with
    them. A notebook of the learner's has no cards and no sheet."""
    package = [path for name in PACKAGE for path in files_below(root / name)]
    cards = list((root / "modules").glob("*.cards.md"))
    lessons = [path.with_name(path.name.replace(".cards.md", ".ipynb")) for path in cards]
    sheets = list((root / "exercises").glob("*/checks.json"))
    exercises = [path.with_name(f"{path.parent.name}.ipynb") for path in sheets]
    paths = [*package, *cards, *lessons, *sheets, *exercises]
    return {path.relative_to(root).as_posix() for path in paths}


def _journal(root: Path, origin: Origin, plan: Plan, here: Mapping[str, bytes]) -> Journal:
    stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S")
    work, problems = backup.everything(root)
    file = f"course-work-{stamp}.json" if work else ""
    if work:
        _save(root, root / file)
    return Journal(
        before=version_in(here[VERSION_FILE].decode("utf-8", "replace")),
        after=origin.new.number,
        prepared_at=now(),
        kept=f"course-kept-{stamp}",
        branch=f"my-work-{stamp}" if _has_own_commits(root) else "",
        commit=origin.commit,
        work=file,
        entries=sum(map(len, work.values())),
        problems=problems,
        replace=_digests(plan.replace, here),
        remove=_digests(plan.remove, here),
        keep=plan.keep,
        is_start_known=origin.old is not None,
        exercises=changes.compare(here if origin.old is None else origin.old.files, origin.new.files),
    )


def _has_own_commits(root: Path) -> bool:
    """Whether there may be commits of the learner's: an edition as it was handed out has one, which is nobody's work."""
    return not edition.is_learners(root) or answer(root, "rev-list", "--count", "HEAD") != "1"


def _save(root: Path, file: Path) -> None:
    try:
        backup.save(root, file)
    except BackupError as problem:
        raise UpdateProblem(
            f"Your work could not be saved to {file.name} first, so nothing was changed. See that the disk has space and that "
            "the course folder can be written, and run the same command again."
        ) from problem


def _require_writable(root: Path, paths: Iterable[str]) -> None:
    """Raise UpdateProblem now rather than stop on the way."""
    folders = {next(folder for folder in (root / path).parents if folder.is_dir()) for path in paths}
    if locked := sorted(str(folder.relative_to(root)) for folder in folders if not os.access(folder, os.W_OK)):
        raise UpdateProblem(
            f"The folder {locked[0]} of the course cannot be written, so nothing was changed. Allow it, or copy the course to "
            "a folder of your own, and run the same command again."
        )


def _present(root: Path, paths: Iterable[str]) -> dict[str, bytes]:
    return {path: (root / path).read_bytes() for path in paths if (root / path).is_file()}


def _digests(paths: Iterable[str], here: Mapping[str, bytes]) -> dict[str, str]:
    return {path: hashlib.sha256(here[path]).hexdigest() if path in here else "" for path in paths}


def _write(path: Path, content: bytes, is_program: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if is_program:
        path.chmod(0o755)
