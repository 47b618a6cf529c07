"""The git clone that a learner may work in: where new versions come from, and which one was fetched last."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

VERSION_FILE = "course/__init__.py"
SILENT = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true"}
UNASKED = {"GIT_SSH_COMMAND": "ssh -oBatchMode=yes", "GIT_ASKPASS": "", "SSH_ASKPASS": "", "GCM_INTERACTIVE": "never"}
OF_ANOTHER_CLONE = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"}
# A connection that brings nothing for half a minute ends, and git starts no housekeeping that outlives it.
FETCH = ("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=30", "-c", "gc.auto=0", "-c", "maintenance.auto=false")
DAY_SECONDS = 86_400
QUESTION_SECONDS = 5


class GitProblem(Exception):
    """Git could not do something; the message is what git said last."""


@dataclass(frozen=True)
class Upstream:
    """The branch of a remote from which a clone takes new versions."""

    remote: str
    branch: str

    @property
    def name(self) -> str:
        return f"{self.remote}/{self.branch}"

    @property
    def ref(self) -> str:
        """The local name of what was fetched last."""
        return f"refs/remotes/{self.name}"


@dataclass(frozen=True)
class Versions:
    """Two versions of the course, such as 0.3.0 and 0.2.0."""

    fetched: str
    present: str


def is_clone(root: Path) -> bool:
    """Whether this very folder is a clone; one inside of a larger repository is not."""
    return (root / ".git").exists()


def git(root: Path, *arguments: str, seconds: float = 20, settings: Mapping[str, str] = SILENT) -> bytes:
    """What git prints. It never asks and never opens an editor. Raises GitProblem, also when time is up."""
    inherited = {name: value for name, value in os.environ.items() if name not in OF_ANOTHER_CLONE}
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, env={**inherited, **settings}
        )
    except FileNotFoundError as problem:
        raise GitProblem("git is not installed") from problem
    except subprocess.TimeoutExpired as problem:
        raise GitProblem(f"no answer within {seconds:g} seconds") from problem
    except OSError as problem:
        raise GitProblem(str(problem.strerror or problem)) from problem
    if done.returncode:
        raise GitProblem(_reason(done.stderr.decode("utf-8", "replace")))
    return done.stdout


def answer(root: Path, *arguments: str) -> str:
    """One line from git; empty if git refuses."""
    with suppress(GitProblem):
        return git(root, *arguments, seconds=QUESTION_SECONDS).decode("utf-8", "replace").strip()
    return ""


def find_upstream(root: Path) -> Upstream | None:
    """What the present branch tracks; else the main branch of the remote that was cloned; None without a remote."""
    branch = answer(root, "symbolic-ref", "--quiet", "--short", "HEAD")
    tracked = answer(root, "config", f"branch.{branch}.merge").removeprefix("refs/heads/") if branch else ""
    remote = answer(root, "config", f"branch.{branch}.remote") if tracked else ""
    remotes = answer(root, "remote").splitlines()
    if remote in remotes:
        return Upstream(remote, tracked)
    if not remotes:
        return None
    remote = "origin" if "origin" in remotes else remotes[0]
    head = answer(root, "symbolic-ref", "--quiet", f"refs/remotes/{remote}/HEAD")
    return Upstream(remote, head.removeprefix(f"refs/remotes/{remote}/") or "main")


def fetch(root: Path, upstream: Upstream, seconds: float, settings: Mapping[str, str] = SILENT) -> None:
    """Fetch the newest commits of a branch. Raises GitProblem."""
    refs = f"+refs/heads/{upstream.branch}:{upstream.ref}"
    git(root, *FETCH, "fetch", "--quiet", "--no-tags", upstream.remote, refs, seconds=seconds, settings=settings)


def fetch_in_background(root: Path) -> None:
    """Look for a new version at most once a day, without waiting and without a word, whatever comes of it."""
    Thread(target=fetch_quietly, args=(root,), daemon=True).start()


def fetch_quietly(root: Path) -> None:
    """Fetch unless that was tried today; a failure is no one's business."""
    if not is_clone(root) or _fetched_lately(root):
        return
    with suppress(GitProblem):
        if upstream := find_upstream(root):
            fetch(root, upstream, seconds=60, settings={**SILENT, **UNASKED})


def newer_version(root: Path) -> Versions | None:
    """The version that was fetched last and the one in this folder; None unless the first is known to be newer.

    Uses no network.
    """
    if not is_clone(root) or (upstream := find_upstream(root)) is None:
        return None
    versions = Versions(version_in(answer(root, "show", f"{upstream.ref}:{VERSION_FILE}")), present_version(root))
    return versions if is_newer(versions.fetched, versions.present) else None


def present_version(root: Path) -> str:
    """The version of the files in a folder, which may be newer than the one that runs; empty if they do not say."""
    try:
        return version_in((root / VERSION_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return ""


def version_in(text: str) -> str:
    """The version that the text of ``course/__init__.py`` states; empty if it states none.

    >>> version_in('__version__ = "0.2.0"')
    '0.2.0'
    """
    stated = re.search(r'^__version__ = "([\d.]+)"', text, re.MULTILINE)
    return stated[1] if stated else ""


def is_newer(version: str, other: str) -> bool:
    """Whether one version is above another.

    >>> is_newer("0.10.0", "0.9.1"), is_newer("0.2.0", "0.2.0"), is_newer("", "0.1.0")
    (True, False, False)
    """
    return _numbers(version) > _numbers(other) > ()


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split(".") if number)


def _fetched_lately(root: Path) -> bool:
    # Git writes this file at each try, also at one that fails.
    record = root / answer(root, "rev-parse", "--git-path", "FETCH_HEAD")
    return record.is_file() and time.time() - record.stat().st_mtime < DAY_SECONDS


def _reason(errors: str) -> str:
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    marked = [line for line in lines if line.startswith(("fatal: ", "error: "))]
    last = (marked or lines or ["no message"])[-1]
    return last.removeprefix("fatal: ").removeprefix("error: ").rstrip(".")
