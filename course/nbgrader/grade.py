"""`course grade`: grades all collected hand-ins of an assignment as `nbgrader autograde` does, says how far it is, and sums up."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import chdir
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from types import MappingProxyType

from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from course.nbgrader.autograde import CourseAutograde
from course.nbgrader.cluster import ClusterError
from course.nbgrader.outcome import Outcome, Summary
from course.nbgrader.regrade import changes, table

STOPPED = 130  # what shells say after Ctrl-C
REDRAW_SECONDS = 0.25


def regrade(root: Path, assignment: str, students: Collection[str], jobs: int, agreed: bool) -> bool:
    """Show who gains and who loses if all is graded again, and ask; whether to do it."""
    try:
        found = changes(root, converter_for(root, _assignment(root, assignment), students, jobs, True))
    except NbGraderException as problem:
        print(problem)
        return False
    print("\n".join(table(found)))
    if agreed or not found:
        return agreed
    if not sys.stdin.isatty():
        print("Nothing is written. The same command with --yes writes it.")
        return False
    return input("Write this into the grade book? [y/N] ").strip().casefold() in ("y", "yes")


def regrade_as_json(
    root: Path, assignment: str, students: Collection[str], jobs: int, agreed: bool, cluster: str = ""
) -> int:
    """As `regrade`, and then as `grade` if that is agreed, in one JSON document. A program is never asked."""
    name, found, problem = _assignment(root, assignment), [], ""
    try:
        found = changes(root, converter_for(root, name, students, jobs, True))
    except NbGraderException as error:
        problem = str(error)
    is_written = agreed and not problem
    report = {"assignment": name, "changes": [asdict(change) for change in found], "written": is_written}
    if is_written:
        return grade(root, name, students, jobs, True, True, cluster, report)
    print(json.dumps({**report, "problem": problem}, indent=1, ensure_ascii=False))
    return int(bool(problem))


def grade(
    root: Path,
    assignment: str,
    students: Collection[str],
    jobs: int,
    force: bool,
    as_json: bool,
    cluster: str = "",
    known: Mapping[str, object] = MappingProxyType({}),
) -> int:
    """Grade what is not done, or all with ``force``, in the course below ``root``. 0 if every hand-in was graded.
    What is ``known`` stands before the rest in the JSON document.

    ``cluster`` is the address of a scheduler whose workers judge; without it, this machine does.

    Whatever stops it, Ctrl-C or worse, leaves each hand-in done or not done: the next run does the rest.
    """
    converter = converter_for(root, _assignment(root, assignment), students, jobs, force)
    converter.cluster, converter.say = cluster, lambda sentence: print(sentence, file=sys.stderr)
    outcomes: list[Outcome] = []
    progress = Progress(outcomes, lambda: len(converter.assignments) - converter.summary.left_alone)
    converter.on_graded = lambda outcome: (outcomes.append(outcome), progress.show())
    stopped, problem, lost, start = False, "", "", monotonic()
    try:
        with chdir(root):
            converter.start()
    except KeyboardInterrupt:
        stopped = True
    except NbGraderException as error:
        problem, lost = str(error), str(error) * isinstance(error, ClusterError)
    progress.clear()
    if as_json:
        report = _report(converter, outcomes, monotonic() - start)
        print(json.dumps({**known, **report, "stopped": stopped, "problem": problem}, indent=1, ensure_ascii=False))
    else:
        print("\n".join(_lines(converter.summary, problem, lost, stopped, monotonic() - start)))
    return STOPPED if stopped else int(bool(problem))


class Progress:
    """One line on a terminal: how many hand-ins are graded, how fast, and how long the rest will take."""

    def __init__(self, outcomes: list[Outcome], total: Callable[[], int], stream=sys.stderr):
        self._outcomes, self._total, self._stream = outcomes, total, stream
        self._start, self._shown = monotonic(), 0.0

    def show(self) -> None:
        now = monotonic()
        if self._stream.isatty() and now - self._shown >= REDRAW_SECONDS:
            self._shown = now
            self._stream.write(f"\r{progress_line(len(self._outcomes), self._total(), now - self._start)}\033[K")
            self._stream.flush()

    def clear(self) -> None:
        if self._shown:
            self._stream.write("\r\033[K")
            self._stream.flush()


def progress_line(done: int, total: int, seconds: float) -> str:
    """How far it is.

    >>> progress_line(40, 1000, 5.0)
    '40 of 1,000 hand-ins · 8.0 a second · 2 min left'
    """
    rate = done / seconds if seconds else 0.0
    left = (total - done) / rate if rate else 0.0
    return f"{done:,} of {total:,} hand-ins · {rate:.1f} a second · {_duration(left)} left"


def _assignment(root: Path, name: str) -> str:
    """The name of an assignment, by its name or its module's number; as it was given if there is none."""
    if name.isascii() and name.isdigit():
        matches = sorted(path.name for path in (root / "solutions").glob(f"{int(name):02}-*") if path.is_dir())
        return matches[0] if matches else name
    return name


def converter_for(root: Path, assignment: str, students: Collection[str], jobs: int, force: bool) -> CourseAutograde:
    """nbgrader's converter with this course's settings. It says nothing by itself."""
    with chdir(root):
        app = NbGrader()
        app.config_dir = str(root)
        app.load_config_file()
    app.log.setLevel(logging.CRITICAL + 1)
    app.update_config(Config({"CourseDirectory": {"root": str(root), "assignment_id": assignment}}))
    converter = CourseAutograde(coursedir=CourseDirectory(parent=app), parent=app)
    converter.force, converter.jobs, converter.students = force, jobs, list(students)
    converter.summary = Summary()
    return converter


def _lines(summary: Summary, problem: str, lost: str, stopped: bool, seconds: float) -> list[str]:
    """A line for each problem, one for all of it, and one for a cluster that was lost."""
    lines = [outcome.line for outcome in summary.problems]
    if problem and not summary.problems and not (lost and summary.graded):
        return [problem]
    rest = " Stopped: the same command does the rest." if stopped else ""
    return [*lines, f"{summary.line} It took {_duration(seconds)}.{rest}", *filter(None, [lost])]


def _report(converter: CourseAutograde, outcomes: list[Outcome], seconds: float) -> dict:
    summary = converter.summary
    return {
        "assignment": converter.coursedir.assignment_id,
        "graded": summary.graded,
        "continued": summary.continued,
        "left_alone": summary.left_alone,
        "unchanged": summary.unchanged,
        "seconds": round(seconds, 1),
        "hand_ins": [
            {
                "student": outcome.hand_in.student,
                "score": outcome.score,
                "max_score": outcome.max_score,
                "not_judged": list(outcome.not_judged),
                "problem": str(outcome.error or ""),
            }
            for outcome in outcomes
        ],
    }


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{round(seconds)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.1f} h"
