"""Where a new version comes from: a zip file, a folder, or the branch that a clone follows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from course.learner import clone, edition
from course.learner.clone import GitProblem, answer, git
from course.setup.update.version import UpdateProblem, Version, of_commit, read_source

FETCH_SECONDS = 300
UNDER_WAY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
INSTEAD = "Or download the course as a zip file, and run: python3 -m course update FILE.zip"


class NothingNew(Exception):
    """There is no newer version: the message says so."""


@dataclass(frozen=True)
class Origin:
    """A new version, its ``commit`` if git knows it, and the version from which a learner started, None if nobody knows."""

    name: str
    new: Version
    old: Version | None
    commit: str = ""


def find_origin(root: Path, source: Path | None) -> Origin:
    """Read or fetch the new version. Raises NothingNew, UpdateProblem, GitProblem, OSError."""
    origin = _fetched(root) if source is None else _given(root, source)
    if sentence := edition.mismatch(root, origin.new.files, origin.name):
        raise UpdateProblem(sentence)
    return origin


def _given(root: Path, source: Path) -> Origin:
    if source.resolve() == root.resolve():
        raise UpdateProblem(
            "This is the very folder that is to be updated. Name the zip file or folder of a newer course."
        )
    new = read_source(source)
    here = clone.present_version(root)
    if clone.is_newer(here, new.number):
        raise UpdateProblem(
            f"{source.name} holds version {new.number}, and here is {here} already. Nothing was changed."
        )
    return Origin(source.name, new, _committed(root))


def _committed(root: Path) -> Version | None:
    try:
        return of_commit(root, "HEAD") if clone.is_clone(root) else None
    except GitProblem:
        return None


def _fetched(root: Path) -> Origin:
    if not clone.is_clone(root):
        raise UpdateProblem(
            "This folder is no git clone. Download the newer course as a zip file, and run: "
            "python3 -m course update FILE.zip"
        )
    _require_rest(root)
    upstream = clone.find_upstream(root)
    if upstream is None:
        raise UpdateProblem(f"This clone names no place that it came from (git remote). {INSTEAD}")
    print(f"Looking for a new version at {upstream.name}.", flush=True)
    try:
        clone.fetch(root, upstream, FETCH_SECONDS)
    except GitProblem as problem:
        raise UpdateProblem(
            f"The new version could not be fetched ({problem}). Nothing was changed. Check the network and run the same "
            f"command again. {INSTEAD}"
        ) from problem
    return _compared(root, upstream)


def _compared(root: Path, upstream: clone.Upstream) -> Origin:
    head, commit = answer(root, "rev-parse", "HEAD"), answer(root, "rev-parse", upstream.ref)
    start = answer(root, "merge-base", "HEAD", commit)
    if not start and edition.is_learners(root):  # each edition has a history of its own, which begins with it
        start = answer(root, "rev-list", "--max-parents=0", "HEAD")
    if start == commit:
        own = ", and commits of your own on top of it" if head != commit else ""
        raise NothingNew(f"Nothing new: you have the newest version at {upstream.name}{own}. Nothing was changed.")
    return Origin(upstream.name, of_commit(root, commit), of_commit(root, start) if start else None, commit)


def _require_rest(root: Path) -> None:
    """Raise UpdateProblem while another git command is at work or waits for a person."""
    folder = root / git(root, "rev-parse", "--git-dir").decode().strip()
    if any((folder / name).exists() for name in UNDER_WAY):
        raise UpdateProblem(
            "Git is in the middle of a merge or a rebase here. Finish it, or give it up with git merge --abort or "
            "git rebase --abort, and run the same command again. Nothing was changed."
        )
    if (folder / "index.lock").exists():
        raise UpdateProblem(
            f"Another git command is at work here. If none is, delete the file {folder.name}/index.lock. Then run the same "
            "command again. Nothing was changed."
        )
