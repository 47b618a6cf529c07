"""Every hostile or broken hand-in ends with what its answers deserve and a line that says so, and writes nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from course.nbgrader.collect import Places, collect
from course.nbgrader.hand_in import take
from tests.nbgrader.hostile import ASSIGNMENT, CASES, MODULES, NOTEBOOK, STUDENT, points_of

MOST_BYTES = 51_000_000


@pytest.fixture
def places(tmp_path) -> Places:
    """A course with this assignment and another, and one hand-in of ann, which nobody may touch."""
    cells = [{"metadata": {"nbgrader": {"grade_id": id.replace(".", "-")}}} for id in MODULES]
    for name in (ASSIGNMENT, "07-more"):
        (tmp_path / "solutions" / name).mkdir(parents=True)
    source = tmp_path / "solutions" / ASSIGNMENT / NOTEBOOK
    source.write_text(json.dumps({"cells": cells}))
    archive = tmp_path / "downloaded" / ASSIGNMENT / "archive"
    archive.mkdir(parents=True)
    ann = tmp_path / "submitted" / "ann" / ASSIGNMENT
    ann.mkdir(parents=True)
    (ann / NOTEBOOK).write_text("ann's")
    return Places(
        ASSIGNMENT, archive, lambda id: tmp_path / "submitted" / id / ASSIGNMENT, source, tmp_path / "roster.csv"
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_scores_what_it_deserves_and_is_told_in_one_line(places, case):
    case.make(places.archive)
    before = set(places.archive.rglob("*"))
    collection = collect(places)
    (hand_in,) = collection.hand_ins
    folder = places.submitted(STUDENT)
    entries = take(folder / NOTEBOOK, MODULES).entries if folder.exists() else {}
    points = {id: points_of(id, entries.get(id)) for id in MODULES}

    assert case.line in hand_in.line and case.remark in hand_in.line
    assert "\n" not in hand_in.line and "\x1b" not in hand_in.line
    assert {id: value for id, value in points.items() if id not in case.most} == {
        id: case.points.get(id, 0.0) for id in MODULES if id not in case.most
    }
    assert all(points[id] <= most for id, most in case.most.items())
    assert_nothing_else_changed(places, before)


def assert_nothing_else_changed(places: Places, before: set[Path]) -> None:
    root = places.roster.parent
    submitted = root / "submitted"
    assert (submitted / "ann" / ASSIGNMENT / NOTEBOOK).read_text() == "ann's"
    assert {path.name for path in submitted.iterdir()} <= {"ann", STUDENT}
    assert set(places.archive.rglob("*")) == before
    assert [path.name for path in places.archive.parent.iterdir()] == ["archive"]
    assert {path.name for path in root.iterdir()} == {"solutions", "downloaded", "submitted"}
    files = [path for path in (submitted / STUDENT).rglob("*") if not path.is_dir()]
    assert all(path.is_file() and not path.is_symlink() for path in files)
    assert len(files) <= 201 and sum(path.stat().st_size for path in files) <= MOST_BYTES


def test_the_table_is_long_and_each_name_is_there_once():
    assert len(CASES) >= 200
    assert len({case.name for case in CASES}) == len(CASES)
