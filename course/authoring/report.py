"""Prints what ``course build`` and ``course check`` found, for an author in a terminal."""

from __future__ import annotations

import sys
from pathlib import Path

from course import sequence
from course.authoring import build as building
from course.authoring import fresh as freshness
from course.authoring.check import problems, proofs
from course.authoring.kind import kind
from course.authoring.read import read, sources
from course.keys.key import AuthorError


def build(root: Path, number: int | None = None) -> int:
    """Build everything, or one module, and name the files that changed. Returns the exit code."""
    if _unknown(root, number):
        return 1
    try:
        changed = building.build(root, number)
    except AuthorError as error:
        print(error, file=sys.stderr)
        return 1
    for path in changed:
        print(f"wrote {path.relative_to(root).as_posix()}")
    print("Everything was fresh already." if not changed else "Commit these files together with their sources.")
    return 0


def check(root: Path, number: int | None = None) -> int:
    """Print each exercise, of all modules or of one, with what was tried, then every problem. Returns 1 if there is one."""
    if _unknown(root, number):
        return 1
    for notebook in sources(root, number):
        _print_proofs(notebook)
    found = list(problems(root, number))
    for problem in found:
        print(f"✗ {problem}", file=sys.stderr)
    print("All exercises are fair, fresh and without leaks." if not found else f"{len(found)} problems, listed above.")
    return 1 if found else 0


def fresh(root: Path) -> int:
    """Print what is stale. Returns 1 if something is."""
    stale = list(freshness.problems(root))
    for problem in stale:
        print(f"✗ {problem}", file=sys.stderr)
    return 1 if stale else 0


def _unknown(root: Path, number: int | None) -> bool:
    known = [sequence.number_of(notebook) for notebook in sources(root)]
    if number in (None, *known):
        return False
    print(
        f"Module {number} has no exercises yet. Those that have are {', '.join(map(str, known))}.",
        file=sys.stderr,
    )
    return True


def _print_proofs(notebook: Path) -> None:
    try:
        for exercise in read(notebook):
            tried = proofs(exercise)
            kept = sum(proof.holds for proof in tried)
            print(
                f"{exercise.id:<6}{exercise.title:<44}{exercise.points:>4g} points   {kept} of {len(tried)} proofs hold"
            )
            for line in kind(exercise.kind).measurements(exercise):
                print(line)
    except AuthorError:
        print(f"{notebook.stem}: not every exercise can be tried, see below.")
