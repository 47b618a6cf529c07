"""Every exercise of the course, found by itself: fair, fresh, and without leaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.authoring.check import module_problems, release_problems
from course.authoring.read import sources

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("notebook", sources(ROOT), ids=lambda path: path.stem)
def test_every_exercise_is_fair(notebook):
    assert list(module_problems(ROOT, notebook)) == []


def test_the_release_is_fresh_and_gives_nothing_away():
    assert list(release_problems(ROOT)) == []
