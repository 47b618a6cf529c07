"""Takes a new version of the course and keeps what a learner did: prepares everything, then changes the folder.

Until the journal is written, nothing in the course folder has changed but for one new file of saved work. From then on,
every start of the course goes on with the update if it was stopped.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course.learner import backup, changes
from course.learner.answers import AnswersError
from course.learner.backup import BackupError
from course.learner.clone import GitProblem, answer
from course.setup.installation import try_lock
from course.setup.update import finish, journal, report
from course.setup.update.origin import NothingNew, find_origin
from course.setup.update.prepare import prepare
from course.setup.update.version import UpdateProblem

FOLDER = ".course-update"


def run(root: Path, source: Path | None) -> int:
    """Update the course in a folder from a zip file or a folder, or else by git; returns an exit code."""
    folder = root / FOLDER
    try:
        with only_one(root / f"{FOLDER}.lock"), nothing_half_prepared(folder):
            if is_under_way(folder):
                print(go_on(root))
            prepare(root, folder, find_origin(root, source))
            print(go_on(root))
    except NothingNew as sentence:
        print(sentence)
    except (UpdateProblem, finish.Unfinished) as problem:
        return _refuse(str(problem))
    except GitProblem as problem:
        return _refuse(f"Git could not do its part ({problem}). Nothing was changed.")
    except OSError as problem:
        return _refuse(finish.stopped_by(problem) if is_under_way(folder) else report.not_prepared(problem))
    except KeyboardInterrupt:
        return _refuse(report.stopped(is_under_way(folder)), 130)
    return 0


def resume(root: Path) -> int:
    """Complete an update that was stopped; returns an exit code."""
    try:
        print(go_on(root))
    except (UpdateProblem, finish.Unfinished) as problem:
        return _refuse(str(problem))
    except OSError as problem:
        return _refuse(finish.stopped_by(problem))
    return 0


def is_under_way(folder: Path) -> bool:
    """Whether an update waits to be completed."""
    return any((folder / name).exists() for name in (finish.PLAN, finish.DONE))


def go_on(root: Path) -> str:
    """Do what the journal says and is not done yet, and tell what happened. Raises Unfinished, UpdateProblem, OSError."""
    folder = root / FOLDER
    if (folder / finish.PLAN).exists():
        finish.finish(folder)
    update = journal.read(folder / finish.DONE)
    try:
        note = _bring_back(root, update.work)
        answered = changes.mark(root, update.exercises.changed, update.before, update.prepared_at)
    except (AnswersError, backup.NotWritten) as problem:
        raise UpdateProblem(finish.unfinished("your answers could not be written")) from problem
    has_branch = bool(update.commit and update.branch) and bool(
        answer(root, "rev-parse", "--verify", "--quiet", update.branch)
    )
    shutil.rmtree(folder, ignore_errors=True)
    return report.report(update, answered, note, has_branch, (root / update.kept).is_dir())


def _bring_back(root: Path, file: str) -> str:
    """Merge the saved work into the answers files; a sentence if it cannot be merged. Raises NotWritten.

    A notebook that was replaced has lost its copy of the answers, and one that was renamed has none beside it.
    """
    if not file or not (root / file).is_file():
        return ""
    try:
        backup.restore(root, backup.read(root / file))
    except backup.NotWritten:
        raise
    except BackupError as problem:
        return f"{problem} To bring your work back: python3 -m course restore {file}"
    return ""


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold a lock that the system drops when this process ends, however it ends. Raises UpdateProblem."""
    with path.open("a") as file:
        if not try_lock(file):
            raise UpdateProblem("Another update of this folder is running. Wait until it has ended.")
        yield


@contextmanager
def nothing_half_prepared(folder: Path) -> Iterator[None]:
    """Remove what was prepared in vain."""
    try:
        yield
    finally:
        if not is_under_way(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _refuse(sentence: str, code: int = 1) -> int:
    print(sentence, file=sys.stderr)
    return code
