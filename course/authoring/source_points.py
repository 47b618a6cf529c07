"""The points of the article that the course is built on, and where the course covers each (source_points.tsv).

A place is an exercise (“5.2”), a module (“13”; 18 is the capstone), a part of a lesson (“1 demo”) or “cards”, the cards
of all modules.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from course import sequence
from course.authoring.read import read, sources

TABLE = Path(__file__).with_suffix(".tsv")
PLACE = re.compile(r"(?P<module>\d+)(?P<exercise>\.\d+)?( (?P<part>[a-z]+))?")
CARDS = "cards"


@dataclass(frozen=True)
class SourcePoint:
    """One point of the article."""

    number: int
    point: str
    places: tuple[str, ...]


def read_points() -> tuple[SourcePoint, ...]:
    """All points in the order of the article."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(SourcePoint(int(row["number"]), row["point"], tuple(row["places"].split(", "))) for row in rows)


def status(place: str, root: Path, exercises: frozenset[str]) -> str:
    """“there”, “announced” for a module that is not written yet, or “missing”, which is a mistake."""
    match = PLACE.fullmatch(place)
    if place == CARDS:
        return "there"
    if not match or int(match["module"]) not in {module.number for module in sequence.MODULES}:
        return "missing"
    if sequence.lesson(root, int(match["module"])) is None:
        return "announced"
    return "there" if not match["exercise"] or match[0] in exercises else "missing"


def exercise_ids(root: Path) -> frozenset[str]:
    """The ids of all exercises in the source notebooks."""
    return frozenset(exercise.id for notebook in sources(root) for exercise in read(notebook))


def table(root: Path, points: Sequence[SourcePoint]) -> str:
    """The points as a Markdown table for instructors."""
    exercises = exercise_ids(root)
    header = ["| # | point of the article | place |", "|---|---|---|"]
    return "\n".join([*header, *(_row(point, root, exercises) for point in points)])


def _row(point: SourcePoint, root: Path, exercises: frozenset[str]) -> str:
    place_states = [(place, status(place, root, exercises)) for place in point.places]
    places = ", ".join(place if state == "there" else f"{place} ({state})" for place, state in place_states)
    return f"| {point.number} | {point.point} | {places} |"
