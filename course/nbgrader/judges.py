"""Judges hand-ins in several processes at once. One that dies or takes too long costs the exercise it was at, no more."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from course.nbgrader.screen import Output

PACKAGE = Path(__file__).parents[2]
START_SECONDS = 120.0
MOST_MEMORY = 500_000_000  # bytes: a process that holds more is replaced before its next hand-in
AHEAD = 2  # hand-ins for each process that wait, so that none is idle
Item = TypeVar("Item")


@dataclass(frozen=True)
class Programme:
    """A notebook to run over hand-ins: its name and text, its code cells, and the files beside it by name."""

    name: str
    text: str
    sources: tuple[tuple[int, str], ...]
    files: dict[str, str]
    exercises: tuple[str, ...]

    @property
    def opening(self) -> dict[str, Any]:
        return {
            "open": self.name,
            "name": self.name,
            "text": self.text,
            "sources": self.sources,
            "files": self.files,
        }


@dataclass(frozen=True)
class Judged:
    """What became of one notebook of a hand-in: the answers that count, a remark, and what each cell shows.

    ``problem`` is set if nothing could be judged at all.
    """

    answers: str = ""
    remark: str = ""
    cells: tuple[tuple[int, int, list[Output]], ...] = ()
    problem: str = ""


class Judges:
    """As many processes as there are to be ``jobs``, each started when there is work for it."""

    def __init__(self, jobs: int, cell_seconds: float | None):
        self.jobs = jobs
        self._cell_seconds = cell_seconds
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="judge")
        self._mine = threading.local()
        self._processes: list[_Process] = []

    def judge(self, items: Iterable[Item], work_of: Any) -> Iterator[tuple[Item, list[Judged]]]:
        """Each item with its judged notebooks, in the order in which they are done.

        ``work_of`` gives the (programme, path of the notebook) pairs of an item. Items are only taken from the iterable
        when there is room.
        """
        waiting: dict[Future, Item] = {}
        source = iter(items)
        is_empty = False
        while waiting or not is_empty:
            while not is_empty and len(waiting) < self.jobs * AHEAD:
                item = next(source, None)
                if item is None:
                    is_empty = True
                else:
                    waiting[self._threads.submit(self._judge_all, work_of(item))] = item
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield waiting.pop(future), future.result()

    def stop(self) -> None:
        """End all processes."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.stop()
        self._threads.shutdown(wait=True)

    def _judge_all(self, work: list[tuple[Programme, Path]]) -> list[Judged]:
        return [self._judge_one(programme, notebook) for programme, notebook in work]

    def _judge_one(self, programme: Programme, notebook: Path) -> Judged:
        """Judged, without the cells that a process did not survive, each tried twice unless it took too long."""
        failed: dict[int, Output] = {}
        deaths: dict[int, int] = {}
        while True:
            process = self._process()
            try:
                answer = process.judge(programme, notebook, failed, self._cell_seconds)
            except _Ended as ended:
                process.stop()
                deaths[ended.at] = deaths.get(ended.at, 0) + 1
                if ended.at < 0 and deaths[ended.at] > 1:
                    return Judged(problem=ended.words)
                if ended.at >= 0 and (ended.is_late or deaths[ended.at] > 1):
                    failed[ended.at] = _stopped(ended.words)
                continue
            if "problem" in answer:
                return Judged(problem=answer["problem"])
            if answer["memory"] > MOST_MEMORY:
                process.stop()
            cells = tuple((index, count, outputs) for index, count, outputs in answer["cells"])
            return Judged(answer["answers"], answer["remark"], cells)

    def _process(self) -> _Process:
        process = getattr(self._mine, "process", None)
        if process is None or process.has_stopped:
            process = self._mine.process = _Process()
            self._processes = [other for other in self._processes if not other.has_stopped] + [process]
        return process


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
        path = os.pathsep.join([str(PACKAGE), *filter(None, [os.environ.get("PYTHONPATH", "")])])
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "course.nbgrader.judge_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,  # Ctrl-C in a terminal stops the caller, who then stops this
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        if not self._next(START_SECONDS, -1):
            raise _Ended(-1, "The process that judges does not start.")

    def judge(
        self, programme: Programme, notebook: Path, failed: dict[int, Output], cell_seconds: float | None
    ) -> dict[str, Any]:
        """Raises _Ended if this process does not survive, or is killed because a cell takes too long."""
        request = {
            "programme": programme.name,
            "hand_in": str(notebook),
            "exercises": programme.exercises,
            "failed": failed,
        }
        try:
            if programme.name not in self._opened:
                self._send(programme.opening)
                self._opened.add(programme.name)
            self._send(request)
        except OSError as error:
            raise _Ended(-1, "The process that judges has ended.") from error
        at = -1
        while True:
            said = self._next(cell_seconds, at)
            if "at" not in said:
                return said
            at = said["at"]

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
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()

    def _listen(self) -> None:
        for line in self._process.stdout:
            self._said.put(line)
        self._said.put("")


def _stopped(words: str) -> Output:
    return {"output_type": "error", "ename": "JudgingStopped", "evalue": words, "traceback": [words]}
