"""Judges hand-ins on an existing dask.distributed scheduler. Tasks carry their data: workers share no disk with whoever grades.

A worker needs this very version of the course. It judges in a process of its own, as one machine alone does, and asks for a
notebook once: from then on a task is one learner's answers, and comes back as what the cells show.
"""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from nbgrader.converters.base import NbGraderException

import course
from course import sheet as sheets
from course.nbgrader.judges import Judged, Judges, Programme
from course.nbgrader.verdicts import NOT_DECIDING, files_of

CONNECT_SECONDS = 20
LOOK_SECONDS = 2.0  # between two looks at whether the scheduler is still there
MOST_AT_ONCE = 256
DECIDING = ("duckdb", "numpy", "pandas", "sqlglot")
SHOWS = ("exercise.py", "learner", "nbgrader", "views")
NO_DASK = "--cluster needs dask.distributed, which the extra “cluster” has: pip install 'technical-product-manager-course[cluster]'."
NO_WORKER = "No worker of the cluster can judge for this course, so nothing more was graded."


class ClusterError(NbGraderException):
    """The cluster cannot be used: the message says why. What was graded stays so."""


@dataclass(frozen=True)
class Sent:
    """A notebook as it travels: the programme, and what lies beside it by name."""

    programme: Programme
    files: dict[str, bytes]


class ClusterJudges(Judges):
    """Judges as many hand-ins at once as the workers have threads, twice over. ``say`` is told of workers that are not used."""

    def __init__(self, client: Any, say: Callable[[str], None]):
        self._client, self._say = client, say
        self._refused: set[str] = set()
        self._own = identity()
        self._refuse(client.run(_identity_by_value()))
        super().__init__(min(max(sum(client.nthreads().values()), 1), MOST_AT_ONCE))

    def judge(self, programme: Programme, answers: str, cell_seconds: float | None) -> Judged:
        """Judged by some worker. Raises ClusterError if there is none any more."""
        content: Sent | None = None
        while True:
            options = {"workers": self._able(), "allow_other_workers": False} if self._refused else {}
            future = self._client.submit(
                judge_there, programme.digest, content, answers, cell_seconds, self._own, pure=False, **options
            )
            answer = self._result(future)
            if isinstance(answer, Judged):
                return answer
            if answer == "unknown":
                files = {name: Path(path).read_bytes() for name, path in programme.files.items()}
                content = Sent(replace(programme, files={}), files)
            else:
                self._refuse(answer)

    def _result(self, future: Any) -> Any:
        from distributed import KilledWorker

        while True:
            try:
                return future.result(timeout=LOOK_SECONDS)
            except KilledWorker as killed:
                return Judged(problem=f"The workers that judged it ended, one after another: {killed}")
            except Exception as error:
                if future.status == "error":
                    raise
                if self._client.status != "running" or future.status in ("cancelled", "lost"):
                    raise _lost(self._client) from error

    def _able(self) -> list[str]:
        try:
            there = self._client.scheduler_info(n_workers=-1)["workers"]
        except OSError as error:
            raise _lost(self._client) from error
        able = [address for address in there if address not in self._refused]
        if not able:
            raise ClusterError(NO_WORKER)
        return able

    def _refuse(self, identities: dict[str, dict[str, str]]) -> None:
        """Use none of those that are not what this is, and say of each why."""
        for address, other in identities.items():
            if address not in self._refused and other != self._own:
                self._refused.add(address)
                unlike = [name for name in self._own if other.get(name) != self._own[name]]
                words = ", ".join(
                    f"{name} {other.get(name, 'missing')} instead of {self._own[name]}" for name in unlike
                )
                self._say(f"The worker {address} is not used: {other.get('problem') or words}.")
        if len(self._refused) and not self._able():
            raise ClusterError(NO_WORKER)


@contextmanager
def cluster(address: str, say: Callable[[str], None]) -> Iterator[ClusterJudges]:
    """Judges on the scheduler at an address. Raises ClusterError."""
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError(NO_DASK) from error
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterError(f"No scheduler answers at {address}: {error}") from error
    pool = None
    try:
        pool = ClusterJudges(client, say)
        yield pool
    finally:
        with suppress(Exception):  # it may be gone
            client.close(timeout=LOOK_SECONDS)
        if pool:
            pool.stop()


@cache
def identity() -> dict[str, str]:
    """What a worker must have in common with whoever grades: one version of all that decides about an answer and shows it."""
    package = Path(course.__file__).parent
    wings = {path.name for path in package.iterdir() if path.name not in NOT_DECIDING} | set(SHOWS)
    digest = blake2b(digest_size=6)
    for path in files_of(package, sorted(wings)):
        digest.update(f"{path.relative_to(package)}\n".encode() + path.read_bytes())
    return {
        "course": course.__version__,
        "code": digest.hexdigest(),
        "data": sheets.data_version(),
        "Python": f"{sys.version_info[0]}.{sys.version_info[1]}",
        **{name: _version(name) for name in DECIDING},
    }


def judge_there(
    digest: str, sent: Sent | None, answers: str, cell_seconds: float | None, wanted: dict[str, str]
) -> Judged | str | dict:
    """On a worker: judged; or “unknown”, to be sent the notebook; or who this is, if that is not what is wanted."""
    from distributed import get_worker

    if wanted != identity():
        return {get_worker().address: identity()}
    with _here.lock:
        if sent and digest not in _here.programmes:
            _here.programmes[digest] = _unpacked(sent)
        programme = _here.programmes.get(digest)
        _here.judges = _here.judges or Judges(1)
    return _here.judges.judge(programme, answers, cell_seconds) if programme else "unknown"


class _Here:
    """What a worker keeps: its judges, which are as many as are asked at once, and the notebooks that it was sent."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.judges: Judges | None = None
        self.programmes: dict[str, Programme] = {}
        self.folders: list[str] = []


_here = _Here()


@atexit.register
def _leave() -> None:
    if _here.judges:
        _here.judges.stop()
    for folder in _here.folders:
        shutil.rmtree(folder, ignore_errors=True)


def _unpacked(sent: Sent) -> Programme:
    folder = Path(tempfile.mkdtemp(prefix="course-notebook-"))
    _here.folders.append(str(folder))
    for name, content in sent.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return replace(sent.programme, files={name: str(folder / name) for name in sent.files})


def _identity_by_value() -> Callable[[], dict[str, str]]:
    """A function that travels as it is, for a worker without the course cannot look it up."""

    def identity_there() -> dict[str, str]:
        try:
            from course.nbgrader.cluster import identity
        except ImportError as error:
            return {"problem": f"it has not this course ({error})"}
        return identity()

    return identity_there


def _lost(client: Any) -> ClusterError:
    where = client.scheduler.address if client.scheduler else "which was there"
    return ClusterError(f"The scheduler {where} is lost. What was graded stays so; the same command does the rest.")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
