"""Judges hand-ins in several processes at once. One that dies or takes too long costs the exercise it was at, no more."""

from __future__ import annotations

import atexit
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

PACKAGE = Path(__file__).parents[2]
FOLDER = "course-grading-"
START_SECONDS = 120.0
MOST_MEMORY = 500_000_000  # bytes: a process that holds more is replaced before its next hand-in
AHEAD = 2  # hand-ins for each process that wait, so that none is idle
Output = dict[str, Any]
Item, Result = TypeVar("Item"), TypeVar("Result")


@dataclass(frozen=True)
class Programme:
    """A notebook to run over hand-ins: its name and text, its code cells, and the files beside it by name.

    ``judge`` is the digest of the judge whose verdicts are kept; empty to judge everything anew.
    """

    name: str
    text: str
    sources: tuple[tuple[int, str], ...]
    files: dict[str, str]
    judge: str

    @cached_property
    def digest(self) -> str:
        """What tells it from every other: all that decides what it shows over an answer, but the course's own code."""
        contents = {name: blake2b(Path(path).read_bytes()).hexdigest() for name, path in self.files.items()}
        return blake2b(
            json.dumps([self.name, self.text, self.sources, contents, self.judge]).encode(), digest_size=16
        ).hexdigest()

    @property
    def opening(self) -> dict[str, Any]:
        return {
            "open": self.digest,
            "name": self.name,
            "text": self.text,
            "sources": self.sources,
            "files": self.files,
            "judge": self.judge,
        }


@dataclass(frozen=True)
class Judged:
    """What each cell shows over the answers of one hand-in. ``problem`` is set if nothing could be judged at all.

    ``spoiled`` counts the kept verdicts that were not whole, so that they were reached anew. ``is_by_chance``: a busy
    machine has decided something.
    """

    cells: tuple[tuple[int, int, list[Output]], ...] = ()
    spoiled: int = 0
    problem: str = ""
    is_by_chance: bool = False


class Judges:
    """As many processes as there are to be ``jobs``, each started when there is work for it. Kept from one class to the next."""

    def __init__(self, jobs: int):
        self.jobs = jobs
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="judge")
        self._idle: queue.SimpleQueue[_Process] = queue.SimpleQueue()
        self._all: set[_Process] = set()
        self._is_stopping = False
        self.owner = os.getpid()
        self._surroundings = _surroundings()

    def are_for(self, jobs: int) -> bool:
        """Whether these would be started again as they are: for so many jobs, by this process, in its surroundings."""
        return (self.jobs, self.owner, self._surroundings) == (jobs, os.getpid(), _surroundings())

    def each(self, items: Iterable[Item], work: Callable[[Item], Result]) -> Iterator[tuple[Item, Result]]:
        """Each item with the result of its work, in the order in which they are done; work happens in threads.

        Items are only taken from the iterable when there is room.
        """
        waiting: dict[Future[Result], Item] = {}
        source, is_empty = iter(items), False
        while waiting or not is_empty:
            while not is_empty and len(waiting) < self.jobs * AHEAD:
                item = next(source, None)
                if item is None:
                    is_empty = True
                else:
                    waiting[self._threads.submit(work, item)] = item
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield waiting.pop(future), future.result()

    def judge(self, programme: Programme, answers: str, cell_seconds: float | None) -> Judged:
        """Judged, without the cells that a process did not survive, each tried twice unless it took too long."""
        failed: dict[int, Output] = {}
        deaths: Counter[int] = Counter()
        while True:
            process = None
            try:
                process = self._process()
                answer = process.judge(programme, answers, failed, cell_seconds)
            except _Ended as ended:
                self._end(process)
                deaths[ended.at] += 1
                if self._is_stopping or (ended.at < 0 and deaths[ended.at] > 2):
                    return Judged(problem=ended.words)
                if ended.at >= 0 and (ended.is_late or deaths[ended.at] > 1):
                    failed[ended.at] = _stopped(ended.words)
                continue
            if answer.get("memory", 0) > MOST_MEMORY:
                self._end(process)
            else:
                self._idle.put(process)
            if "problem" in answer:
                return Judged(problem=answer["problem"])
            cells = tuple((index, count, outputs) for index, count, outputs in answer["cells"])
            return Judged(cells, answer["spoiled"], is_by_chance=bool(failed or answer["by_chance"]))

    def stop(self) -> None:
        """End all processes. What they were at is not judged."""
        self._is_stopping = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in list(self._all):
            process.stop()
        self._threads.shutdown(wait=True)
        for process in list(self._all):
            process.stop()

    def _process(self) -> _Process:
        """A process that nobody uses, started if there is none."""
        with suppress(queue.Empty):
            return self._idle.get_nowait()
        if self._is_stopping:
            raise _Ended(-1, "Judging was stopped.")
        process = _Process()
        self._all.add(process)
        process.wait_until_ready()
        return process

    def _end(self, process: _Process | None) -> None:
        if process is not None:
            self._all.discard(process)
            process.stop()


def _surroundings() -> list[str | None]:
    """What of its environment decides what a process imports, and where it finds data."""
    return [os.environ.get(name) for name in ("COURSE_CACHE", "HOME", "PATH", "PYTHONPATH")]


@contextmanager
def judges(jobs: int) -> Iterator[Judges]:
    """Judges for one class at a time. They stay for the next one: a server's button is pressed again and again."""
    global _kept
    if _kept is not None and not _kept.are_for(jobs):
        _stop_kept()
    if _kept is None:
        _kept = Judges(jobs)
    try:
        yield _kept
    except BaseException:  # what is under way belongs to nobody any more
        _stop_kept()
        raise


class _Ended(Exception):
    """A process did not survive: ``at`` is the cell that it was at, -1 for none."""

    def __init__(self, at: int, words: str, is_late: bool = False):
        super().__init__(words)
        self.at, self.words, self.is_late = at, words, is_late


class _Process:
    """A process that judges, and the thread that reads what it says so that waiting can end."""

    def __init__(self) -> None:
        self.has_stopped = False
        self._opened: set[str] = set()
        self._said: queue.Queue[str] = queue.Queue()
        self._folder = tempfile.mkdtemp(prefix=FOLDER)
        path = os.pathsep.join([str(PACKAGE), *filter(None, [os.environ.get("PYTHONPATH", "")])])
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "course.nbgrader.judge_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": path, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self._folder)},
            start_new_session=True,  # Ctrl-C in a terminal stops the caller, who then stops this
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def wait_until_ready(self) -> None:
        """Raises _Ended if it does not start."""
        self._next(START_SECONDS, -1)

    def judge(
        self, programme: Programme, answers: str, failed: dict[int, Output], cell_seconds: float | None
    ) -> dict[str, Any]:
        """Raises _Ended if this process does not survive, or is killed because a cell takes too long."""
        request = {"programme": programme.digest, "answers": answers, "failed": failed}
        said: dict[str, Any] = {"unknown": programme.digest} if programme.digest not in self._opened else {}
        at = -1
        while True:
            if "unknown" in said:
                self._send(programme.opening)
                self._opened.add(programme.digest)
            if "at" not in said:
                self._send(request)
            said = self._next(cell_seconds, at)
            if "cells" in said or "problem" in said:
                return said
            at = said.get("at", -1)

    def stop(self) -> None:
        if self.has_stopped:
            return
        self.has_stopped = True
        self._process.kill()
        self._process.wait()
        self._listener.join()
        self._process.stdout.close()
        with suppress(OSError):  # a request that the dead process never read
            self._process.stdin.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _next(self, seconds: float | None, at: int) -> dict[str, Any]:
        try:
            line = self._said.get(timeout=seconds)
        except queue.Empty:
            self.stop()
            raise _Ended(at, f"It took longer than {seconds:g} seconds.", is_late=True) from None
        if not line:
            raise _Ended(at, "The process that judged it ended.")
        return json.loads(line)

    def _send(self, message: dict) -> None:
        try:
            self._process.stdin.write(json.dumps(message) + "\n")
            self._process.stdin.flush()
        except (OSError, ValueError) as error:  # ValueError: it was stopped, and its pipe is closed
            raise _Ended(-1, "The process that judges has ended.") from error

    def _listen(self) -> None:
        for line in self._process.stdout:
            self._said.put(line)
        self._said.put("")


def _stopped(words: str) -> Output:
    return {"output_type": "error", "ename": "JudgingStopped", "evalue": words, "traceback": [words]}


_kept: Judges | None = None


@atexit.register
def _stop_kept() -> None:
    global _kept
    if _kept is not None and _kept.owner == os.getpid():
        _kept.stop()
    _kept = None
