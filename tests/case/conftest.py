"""Case data in memory, without touching anybody's cache folder."""

from __future__ import annotations

import pytest

from tests.case.contract import in_memory, practice_columns


@pytest.fixture(scope="session")
def practice():
    """The practice data of seed 0."""
    return in_memory(practice_columns(0))


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache folder of its own."""
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    return tmp_path
