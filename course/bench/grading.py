"""Measures how fast a class is graded: against nbgrader's own executor, against the judgement alone, and as it grows.

All of it is measured in turns on the same hand-ins, so that a busy machine slows all of them, and told in ratios. Each
hand-in is a mix of right and known wrong answers to module 5. What was judged before is not looked up but where it says so.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import psutil
from nbgrader.apps.api import NbGraderAPI

from course import sheet as sheets
from course.authoring.kind import kind
from course.authoring.proof import CompiledExercise
from course.authoring.read import read
from course.bench.measurement import Measurement
from course.learner.answers_file import dump
from course.learner.entry import Entry
from course.nbgrader.grade import converter_for

MODULE = "05-sql-first-answers"
ROUNDS, WITH_KERNEL, QUICK = 5, 2, 40  # hand-ins in each round
SMALL, LARGE = 100, int(os.environ.get("COURSE_BENCH_HAND_INS", "1000"))
JOBS = 2
CPU_SETTLES = 0.2  # seconds between two looks at the memory


def bench(root: Path) -> list[Measurement]:
    """A class is graded in turns by each way, then a class of 100 and one of 1,000, or of COURSE_BENCH_HAND_INS."""
    with tempfile.TemporaryDirectory() as scratch, _quiet():
        course = _make_course(root, Path(scratch, "course"))
        answers = [answer for _, answer in _hand_in(course, range(LARGE))]
        print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", file=sys.stderr)
        warm = [f"s{number:05}" for number in range(QUICK)]
        _grade(course, warm)
        _grade(course, warm, keeps=True)
        bare = _Bare(course, answers[:QUICK])
        with bare:
            turns = [
                (
                    _grade(course, warm[:WITH_KERNEL], quick=False),
                    _grade(course, warm),
                    bare.seconds() / QUICK,
                    _grade(course, warm, keeps=True),
                )
                for _ in range(ROUNDS)
            ]
        with_kernel, quick, judging, known = (statistics.median(times) for times in zip(*turns, strict=True))
        _forget(course)
        first_cpu, _ = _cost(course, SMALL)
        _forget(course)
        start = perf_counter()
        cpu, memory = _cost(course, LARGE)
        first = (perf_counter() - start) / LARGE
        everybody = [f"s{number:05}" for number in range(LARGE)]
        _grade(course, everybody, keeps=True)
        again = _grade(course, everybody, keeps=True)
        print(f"load after: {os.getloadavg()[0]:.1f}", file=sys.stderr)
    print(
        f"for one hand-in: {with_kernel:.3f} s by nbgrader's executor, {quick:.3f} s without a kernel, {judging:.3f} s to "
        f"judge, {known:.3f} s if all was judged before, {again:.4f} s if nothing has changed; "
        f"{cpu:.3f} s of processor for each of {LARGE:,}",
        file=sys.stderr,
    )
    return [
        Measurement("grading, in parts of nbgrader's own executor", quick / with_kernel, "×", 1 / 20),
        Measurement("grading what was judged before, in the same", known / with_kernel, "×", 1 / 20),
        Measurement("grading, in judgements alone", quick / judging, "×", 2.0),
        Measurement(f"grading {LARGE:,} again with nothing changed, in the first time", again / first, "×", 1 / 20),
        Measurement(f"CPU for one of {LARGE:,}, in those for one of {SMALL}", cpu / first_cpu, "×", 1.1),
        Measurement("memory of all its processes", memory / 1e6, "MB", 1_500),
    ]


def _make_course(root: Path, folder: Path, grade_book: str = "") -> Path:
    """A course with the one assignment, generated. ``grade_book`` is the address of one on a server."""
    folder.mkdir()
    config = (root / "nbgrader_config.py").read_text(encoding="utf-8")
    setting = f"c.CourseDirectory.db_url = {grade_book!r}\n" if grade_book else ""
    (folder / "nbgrader_config.py").write_text(config + setting, encoding="utf-8")
    shutil.copytree(root / "solutions" / MODULE, folder / "solutions" / MODULE)
    config = converter_for(folder, MODULE, (), JOBS, False).config
    NbGraderAPI(config=config).generate_assignment(MODULE)
    return folder


def _hand_in(course: Path, numbers: Sequence[int]) -> Iterator[tuple[str, dict[str, object]]]:
    """Hand-ins with answers by chance, the same each time; a third of them right as a whole."""
    source = course / "solutions" / MODULE / f"{MODULE}.ipynb"
    sheet, right, wrong = sheets.load(source.parent), {}, {}
    for exercise in read(source):
        expected = sheets.expectation(sheet[exercise.id])
        one = CompiledExercise(
            exercise.kind, exercise.id, sheets.with_figures(exercise.key), expected, exercise.starter
        )
        right[exercise.id] = [answer for _, answer in kind(exercise.kind).right_answers(one)]
        wrong[exercise.id] = [answer for _, answer in kind(exercise.kind).wrong_answers(one)]
    chance = random.Random(5)
    released = course / "exercises" / MODULE / f"{MODULE}.ipynb"
    for number in numbers:
        pool = right if number % 3 == 0 else {id: [*right[id], *wrong[id]] for id in right}
        given = {id: chance.choice(pool[id]) for id in pool}
        folder = course / "submitted" / f"s{number:05}" / MODULE
        folder.mkdir(parents=True)
        os.link(released, folder / released.name)
        text = dump({id: Entry().changed(answer) for id, answer in given.items()})
        (folder / f"{MODULE}.answers.json").write_text(text, encoding="utf-8")
        yield folder.parent.name, given


def _grade(course: Path, students: Sequence[str], quick: bool = True, keeps: bool = False) -> float:
    """Grade these, done or not. The seconds for each. Verdicts that were reached before are used where it is said."""
    converter = converter_for(course, MODULE, students, JOBS, True)
    converter.quick, converter.keeps_verdicts = quick, keeps
    start = perf_counter()
    converter.start()
    return (perf_counter() - start) / len(students)


def _cost(course: Path, count: int) -> tuple[float, float]:
    """The seconds of processor time for each of so many hand-ins, all new, and the most memory that was held."""
    with _watched_memory() as most:
        before = _cpu()
        _grade(course, [f"s{number:05}" for number in range(count)])
        return (_cpu() - before) / count, most()


def _forget(course: Path) -> None:
    """Nothing was ever graded."""
    shutil.rmtree(course / "autograded", ignore_errors=True)
    (course / "gradebook.db").unlink()
    NbGraderAPI(config=converter_for(course, MODULE, (), JOBS, False).config).generate_assignment(MODULE)


def _cpu() -> float:
    """Processor time of this process and of all below it that are alive: those that judge stay."""
    return sum(sum(process.cpu_times()[:2]) for process in _family())


def _family() -> list[psutil.Process]:
    me = psutil.Process()
    return [me, *me.children(recursive=True)]


@contextmanager
def _watched_memory() -> Iterator[Callable[[], float]]:
    """What all processes hold at most while this is open, in bytes, looked at five times a second."""
    held, is_over = [0.0], threading.Event()

    def watch() -> None:
        while not is_over.wait(CPU_SETTLES):
            held.append(float(sum(_memory_of(process) for process in _family())))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield lambda: max(held)
    finally:
        is_over.set()
        watcher.join()


def _memory_of(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.Error:  # it has just ended
        return 0


class _Bare:
    """Processes that only judge: no notebook, no page, no gradebook. One for each of JOBS, the answers dealt out."""

    def __init__(self, course: Path, answers: list[dict[str, object]]):
        self._course, self._answers = course, answers

    def __enter__(self) -> _Bare:
        command = [sys.executable, "-m", "course.bench.bare_judgement", str(self._course / "solutions" / MODULE)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._processes = [subprocess.Popen(command, **pipes) for _ in range(JOBS)]
        for number, process in enumerate(self._processes):
            self._tell(process, self._answers[number::JOBS])
        self.seconds()
        return self

    def __exit__(self, *error: object) -> None:
        for process in self._processes:
            process.communicate()

    def seconds(self) -> float:
        """The time until all have judged all of their answers once."""
        start = perf_counter()
        for process in self._processes:
            self._tell(process, "judge")
        for process in self._processes:
            process.stdout.readline()
        return perf_counter() - start

    @staticmethod
    def _tell(process: subprocess.Popen, what: object) -> None:
        process.stdin.write(json.dumps(what) + "\n")
        process.stdin.flush()


@contextmanager
def _quiet() -> Iterator[None]:
    """nbgrader shells out to alembic, which lies beside Python."""
    path = os.environ["PATH"]
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), path])
    try:
        yield
    finally:
        os.environ["PATH"] = path
