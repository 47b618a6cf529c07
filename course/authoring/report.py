"""Prints what ``course build`` and ``course check`` found, for an author at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course.authoring import build as building
from course.authoring import fresh as freshness
from course.authoring.check import CheckResult, module_problems, release_problems
from course.authoring.place import EVERYWHERE, Place, unknown
from course.authoring.progress import Progress
from course.authoring.read import SourceExercise, read, sources
from course.authoring.steps import Listener, listening
from course.grade.count import quantity
from course.keys.key import AuthorError


def build(root: Path, place: Place = EVERYWHERE) -> int:
    """Build everything, or one module, and name the files that changed. Returns the exit code."""
    if sentence := unknown(root, place):
        print(sentence, file=sys.stderr)
        return 1
    try:
        with _progress_shown(root, place, FinishedExercises()):
            changed = building.build(root, place.module)
    except AuthorError as error:
        print(error, file=sys.stderr)
        return 1
    for path in changed:
        print(f"wrote {path.relative_to(root).as_posix()}")
    print("Everything was fresh already." if not changed else "Commit these files together with their sources.")
    return 0


def check(root: Path, place: Place = EVERYWHERE, quick: bool = False) -> int:
    """Print each exercise of a place with its proofs, then every problem. Returns 1 if there are any."""
    if sentence := unknown(root, place):
        print(sentence, file=sys.stderr)
        return 1
    problems: list[str] = []
    unproved_results: list[CheckResult] = []

    def report(result: CheckResult) -> None:
        print("\n".join(_lines(result)), flush=True)
        if result.left_out:
            unproved_results.append(result)

    with _progress_shown(root, place, Listener()):
        for notebook in sources(root, place.module):
            problems += module_problems(root, notebook, place, quick, report)
    problems += release_problems(root, place.module)
    for problem in problems:
        print(f"✗ {problem}", file=sys.stderr)
    for left_out in sorted({result.left_out for result in unproved_results}):
        ids = [result.exercise.id for result in unproved_results if result.left_out == left_out]
        print(f"NOT PROVED: {', '.join(ids)}. --quick left out {left_out}. Check without --quick before you commit.")
    print(_summary(len(problems), bool(unproved_results)))
    return 1 if problems else 0


def fresh(root: Path) -> int:
    """Print what is stale. Returns 1 if something is."""
    stale = list(freshness.problems(root))
    for problem in stale:
        print(f"✗ {problem}", file=sys.stderr)
    return 1 if stale else 0


def _summary(problems: int, is_partial: bool) -> str:
    if problems:
        return f"{quantity(problems, 'problem')}, listed above."
    return "No problem in what was checked." if is_partial else "All exercises are fair, fresh and without leaks."


def _lines(result: CheckResult) -> Iterator[str]:
    exercise, proofs = result.exercise, result.proofs
    if not proofs:
        yield f"{exercise.id:<6}{exercise.title:<44}cannot be tried, see below"
        return
    held_count = sum(proof.holds for proof in proofs)
    heading = f"{exercise.id:<6}{exercise.title:<44}{exercise.points:>4g} points"
    yield f"{heading}   {held_count} of {len(proofs)} proofs hold{', NOT PROVED' if result.left_out else ''}"
    yield from result.measurements


class FinishedExercises(Listener):
    """Prints each exercise when work on it has ended."""

    def end(self, exercise: SourceExercise) -> None:
        print(f"{exercise.id:<6}{exercise.title}", flush=True)


@contextmanager
def _progress_shown(root: Path, place: Place, fallback: Listener) -> Iterator[None]:
    """Show progress in a terminal; without one, ``fallback`` listens."""
    if not sys.stderr.isatty():
        with listening(fallback):
            yield
        return
    with listening(Progress(_readable(root, place), sys.stderr)):
        yield


def _readable(root: Path, place: Place) -> Iterator[SourceExercise]:
    """The exercises of a place in those notebooks that can be read."""
    for notebook in sources(root, place.module):
        try:
            yield from filter(place.holds, read(notebook))
        except AuthorError:
            continue
