"""A query as if it were new: a course of its own that holds it and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from course.authoring.read import read, sources
from course.bench.authoring import costliest, write_single_exercise

ROOT = Path(__file__).parents[2]


def test_the_dearest_query_stands_alone_in_its_course(tmp_path):
    exercise = costliest(ROOT)
    write_single_exercise(ROOT, exercise, tmp_path)

    (notebook,) = sources(tmp_path)
    (alone,) = read(notebook)
    assert replace(alone, notebook=exercise.notebook, cell=exercise.cell) == exercise
    assert (tmp_path / "modules" / notebook.name).exists()
