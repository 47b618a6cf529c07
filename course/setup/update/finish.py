"""The last part of an update: puts prepared files in their places. It can be stopped anywhere and run again.

A copy of this file lies beside the prepared files, and ``python3 -m course`` runs that copy before anything else when an
update was stopped, for then the package may be half old and half new. So it imports nothing of the course.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

PLAN, DONE = "plan.json", "done.json"
STALE_SECONDS = 10


class Unfinished(Exception):
    """The update could not be finished now: the message tells a person why and what to do."""


def main() -> int:
    """Finish an update that was stopped; returns an exit code."""
    try:
        finish(Path(__file__).resolve().parent)
    except Unfinished as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def finish(folder: Path) -> None:
    """Do what the plan in this folder says. Raises Unfinished."""
    try:
        plan = json.loads((folder / PLAN).read_text("utf-8"))
        carry_out(plan, folder)
        os.replace(folder / PLAN, folder / DONE)
    except OSError as problem:
        raise Unfinished(stopped_by(problem)) from problem


def stopped_by(problem: OSError) -> str:
    """What a person reads when a file could not be read, written or moved."""
    name = f"{Path(problem.filename).name}: " if problem.filename else ""
    return unfinished(f"{name}{problem.strerror or problem}")


def unfinished(reason: str) -> str:
    """What a person reads when the update stopped on the way."""
    return (
        f"The update is not complete yet ({reason}). Nothing is lost. Close programs that use files of the course "
        "folder, see that the disk has space, and run the same command again: it goes on where it stopped."
    )


def carry_out(plan: dict, folder: Path) -> None:
    """Keep what may be a learner's, then replace, remove, and tell git."""
    root, kept = folder.parent, folder.parent / plan["kept"]
    if (folder / "kept").exists():
        os.replace(folder / "kept", kept)
    for path, seen in plan["replace"].items():
        staged = folder / "new" / path
        if staged.exists():  # otherwise it is in its place already
            keep_if_changed(root / path, seen, kept / path)
            make_way(root, path, kept)
            move(staged, root / path)
    for path, seen in plan["remove"].items():
        keep_if_changed(root / path, seen, kept / path)
        (root / path).unlink(missing_ok=True)
        tidy((root / path).parent, root)
    if plan["commit"]:
        move_branch(root, plan["commit"], plan["branch"], folder / "index")


def keep_if_changed(path: Path, seen: str, copy: Path) -> None:
    """Keep a file that was changed since the plan was made, as by a notebook that is still open."""
    if not path.is_file() or digest(path) == seen:
        return
    copy.parent.mkdir(parents=True, exist_ok=True)
    temporary = copy.with_name(f"{copy.name}.{os.getpid()}.tmp")
    shutil.copyfile(path, temporary)
    os.replace(temporary, copy)


def move(source: Path, target: Path) -> None:
    """Move a file, also to another disk, so that there is a whole one in its place at any time."""
    try:
        os.replace(source, target)
    except OSError as problem:
        if problem.errno != errno.EXDEV:
            raise
        temporary = target.with_name(f"{target.name}.{os.getpid()}.tmp")
        shutil.copy(source, temporary)
        os.replace(temporary, target)
        source.unlink()


def digest(path: Path) -> str:
    """What tells one content of a file from another; empty if there is no file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def make_way(root: Path, path: str, kept: Path) -> None:
    """Make the folder for a file; what has a name that is needed moves to the kept files."""
    parts = Path(path).parts
    for length in range(1, len(parts) + 1):
        place = root.joinpath(*parts[:length])
        is_in_the_way = place.is_dir() if length == len(parts) else place.exists() and not place.is_dir()
        if is_in_the_way:
            aside = kept / f"{place.relative_to(root)}.before"
            aside.parent.mkdir(parents=True, exist_ok=True)
            os.replace(place, aside)
    (root / path).parent.mkdir(parents=True, exist_ok=True)


def tidy(folder: Path, root: Path) -> None:
    """Remove folders that are empty but for Python's caches: a folder of the package is a demo or a kind of exercise."""
    while folder != root and folder.is_dir() and {child.name for child in folder.iterdir()} <= {"__pycache__"}:
        shutil.rmtree(folder / "__pycache__", ignore_errors=True)
        with suppress(OSError):
            folder.rmdir()
        if folder.exists():
            return
        folder = folder.parent


def move_branch(root: Path, commit: str, branch: str, index: Path) -> None:
    """Let the present branch be at the new version; commits that are not part of it get the branch, if it has a name.

    The index was prepared, too: git that is killed while it writes one leaves a lock that a person has to delete.
    """
    head = git(root, "rev-parse", "HEAD")
    if branch and git(root, "merge-base", "--is-ancestor", head, commit, may_fail=True) is None:
        git(root, "update-ref", f"refs/heads/{branch}", head)
    place = root / git(root, "rev-parse", "--git-path", "index")
    temporary = place.with_name("index.course-update")
    shutil.copyfile(index, temporary)
    os.replace(temporary, place)
    drop_stale_locks(root)
    git(root, "update-ref", "-m", "course update", "HEAD", commit)


def drop_stale_locks(root: Path) -> None:
    """Remove the locks that git leaves when it is killed while it moves a branch, which takes it milliseconds."""
    for name in {"HEAD", git(root, "symbolic-ref", "--quiet", "HEAD", may_fail=True) or "HEAD"}:
        lock = root / git(root, "rev-parse", "--git-path", f"{name}.lock")
        if lock.exists() and time.time() - lock.stat().st_mtime > STALE_SECONDS:
            lock.unlink(missing_ok=True)


def git(root: Path, *arguments: str, may_fail: bool = False) -> str | None:
    """What git prints in the course folder; None if it refused and may. Raises Unfinished."""
    elsewhere = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"}
    settings = {name: value for name, value in os.environ.items() if name not in elsewhere} | {"LC_ALL": "C"}
    command = ["git", "-C", str(root), *arguments]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", env=settings
    )
    if done.returncode == 0:
        return done.stdout.strip()
    if may_fail:
        return None
    lines = done.stderr.strip().splitlines() or ["no message"]
    reason = next((line for line in lines if line.startswith("fatal: ")), lines[-1])
    raise Unfinished(unfinished(f"git: {reason.removeprefix('fatal: ').rstrip('.')}"))
