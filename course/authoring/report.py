"""Prints what ``course build`` and ``course check`` found, for an author in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course.authoring import build as building
from course.authoring import fresh as freshness
from course.authoring.check import Checked, module_problems, release_problems
from course.authoring.place import EVERYWHERE, Place, unknown
from course.authoring.progress import Progress
from course.authoring.read import SourceExercise, read, sources
from course.authoring.steps import Listener, heard_by
from course.keys.key import AuthorError


def build(root: Path, place: Place = EVERYWHERE) -> int:
    """Build everything, or one module, and name the files that changed. Returns the exit code."""
    if sentence := unknown(root, place):
        print(sentence, file=sys.stderr)
        return 1
    try:
        with _progress_shown(root, place, OneLineEach()):
            changed = building.build(root, place.module)
    except AuthorError as error:
        print(error, file=sys.stderr)
        return 1
    for path in changed:
        print(f"wrote {path.relative_to(root).as_posix()}")
    print("Everything was fresh already." if not changed else "Commit these files together with their sources.")
    return 0


def check(root: Path, place: Place = EVERYWHERE, quick: bool = False) -> int:
    """Print each exercise of a place with what was tried, then every problem. Returns 1 if there is one."""
    if sentence := unknown(root, place):
        print(sentence, file=sys.stderr)
        return 1
    found: list[str] = []
    unproved: list[Checked] = []

    def tell(checked: Checked) -> None:
        print("\n".join(_lines(checked)), flush=True)
        if checked.left_out:
            unproved.append(checked)

    with _progress_shown(root, place, Listener()):
        for notebook in sources(root, place.module):
            found += module_problems(root, notebook, place, quick, tell)
    found += release_problems(root, place.module)
    for problem in found:
        print(f"✗ {problem}", file=sys.stderr)
    for left_out in sorted({checked.left_out for checked in unproved}):
        ids = [checked.exercise.id for checked in unproved if checked.left_out == left_out]
        print(f"NOT PROVED: {', '.join(ids)}. --quick left out {left_out}. Check without --quick before you commit.")
    print(_summary(len(found), bool(unproved)))
    return 1 if found else 0


def fresh(root: Path) -> int:
    """Print what is stale. Returns 1 if something is."""
    stale = list(freshness.problems(root))
    for problem in stale:
        print(f"✗ {problem}", file=sys.stderr)
    return 1 if stale else 0


def _summary(problems: int, is_partial: bool) -> str:
    if problems:
        return f"{problems} problems, listed above."
    return "No problem in what was checked." if is_partial else "All exercises are fair, fresh and without leaks."


def _lines(checked: Checked) -> Iterator[str]:
    exercise, tried = checked.exercise, checked.proofs
    if not tried:
        yield f"{exercise.id:<6}{exercise.title:<44}cannot be tried, see below"
        return
    kept = sum(proof.holds for proof in tried)
    heading = f"{exercise.id:<6}{exercise.title:<44}{exercise.points:>4g} points"
    yield f"{heading}   {kept} of {len(tried)} proofs hold{', NOT PROVED' if checked.left_out else ''}"
    yield from checked.measurements


class OneLineEach(Listener):
    """Prints each exercise once work on it has ended."""

    def end(self, exercise: SourceExercise) -> None:
        print(f"{exercise.id:<6}{exercise.title}", flush=True)


@contextmanager
def _progress_shown(root: Path, place: Place, elsewhere: Listener) -> Iterator[None]:
    """Show in a terminal how far the work is; ``elsewhere`` listens where there is none."""
    if not sys.stderr.isatty():
        with heard_by(elsewhere):
            yield
        return
    with heard_by(Progress(_readable(root, place), sys.stderr)):
        yield


def _readable(root: Path, place: Place) -> Iterator[SourceExercise]:
    """The exercises of a place in those notebooks that can be read."""
    for notebook in sources(root, place.module):
        try:
            yield from filter(place.holds, read(notebook))
        except AuthorError:
            continue
