"""Simulates what a very large class needs besides judging: how fast one process writes, and how many bytes a hand-in is.

A few hand-ins are judged, and what was judged is written for a large class, as if workers had sent it. In a grade book in a
file; one on a server is measured by COURSE_BENCH_GRADE_BOOK, its address.
"""

from __future__ import annotations

import os
import pickle
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time

from course.bench.grading import JOBS, MODULE, _hand_in, _make_course, _quiet
from course.bench.measurement import Measurement
from course.nbgrader import quick
from course.nbgrader.grade import converter_for
from course.nbgrader.judges import Judged, Judges, Programme

JUDGED, LARGE = 50, int(os.environ.get("COURSE_BENCH_HAND_INS", "2000"))
PART = 0.1  # of the class: the first that are written are compared with the last


class _Known:
    """Judges that judge the same answers once, and count what would travel to workers and back."""

    def __init__(self, pool: Judges):
        self._pool = pool
        self._known: dict[str, Judged] = {}
        self.bytes: dict[str, int] = {}

    def judge(self, programme: Programme, answers: str, cell_seconds: float | None) -> Judged:
        if answers not in self._known:
            self._known[answers] = judged = self._pool.judge(programme, answers, cell_seconds)
            self.bytes[answers] = len(answers.encode()) + len(pickle.dumps(judged))
        return self._known[answers]

    def each(self, items: Iterable, work) -> Iterator[tuple]:
        return ((item, work(item)) for item in items)


def bench(root: Path) -> list[Measurement]:
    """Write a class of 2,000, or of COURSE_BENCH_HAND_INS."""
    with tempfile.TemporaryDirectory() as scratch, _quiet():
        course = _make_course(root, Path(scratch, "course"), os.environ.get("COURSE_BENCH_GRADE_BOOK", ""))
        for _ in _hand_in(course, range(JUDGED)):
            pass
        for number in range(JUDGED, LARGE):
            folder = course / "submitted" / f"s{number:05}" / MODULE
            folder.mkdir(parents=True)
            for path in (course / "submitted" / f"s{number % JUDGED:05}" / MODULE).iterdir():
                os.link(path, folder / path.name)
        spent, pool = _written(course)
        part = int(LARGE * PART)
        first, last = (sum(spent[start : start + part]) / part for start in (JUDGED, LARGE - part))
        graded = sum(path.stat().st_size for path in (course / "autograded").rglob("*") if path.is_file()) / LARGE
        book = course / "gradebook.db"
        rows = book.stat().st_size / LARGE if book.exists() else 0.0
        travels = sum(pool.bytes.values()) / len(pool.bytes)
        print(
            f"for one hand-in: {1000 * last:.1f} ms of processor to write, {travels / 1000:.0f} kB to a worker and back, "
            f"{graded / 1000:.0f} kB graded, {rows / 1000:.1f} kB in the grade book",
            file=sys.stderr,
        )
        shutil.rmtree(course)
    return [
        Measurement("processor time to write one hand-in", 1000 * last, "ms", 50),
        Measurement(f"one of the last of {LARGE:,} to write, in one of the first", last / first, "×", 1.3),
        Measurement("bytes of one hand-in to a worker and back", travels / 1000, "kB", 250),
        Measurement("graded files of one hand-in", graded / 1000, "kB", 600),
    ]


def _written(course: Path) -> tuple[list[float], _Known]:
    """The processor time of this process for each hand-in, in the order in which they were written."""
    moments = [process_time()]
    converter = converter_for(course, MODULE, (), JOBS, False)
    converter.on_graded = lambda outcome: moments.append(process_time())
    known: list[_Known] = []
    judges = quick.judges

    @contextmanager
    def known_judges(jobs: int) -> Iterator[_Known]:
        with judges(jobs) as pool:
            known.append(_Known(pool))
            yield known[0]

    quick.judges = known_judges
    try:
        converter.start()
    finally:
        quick.judges = judges
    return [later - sooner for sooner, later in zip(moments, moments[1:], strict=False)], known[0]
