"""Case data in memory, without touching anybody's cache folder."""

from __future__ import annotations

import pytest

from tests.case.contract import in_memory, practice_columns


@pytest.fixture(scope="session")
def case():
    """The columns of the practice data by table."""
    return practice_columns(0)


@pytest.fixture(scope="session")
def practice_data(case):
    with in_memory(case) as connection:
        yield connection


@pytest.fixture
def practice(practice_data):
    """The practice data of seed 0, through a cursor of its own: a result that one test leaves unread stops no other."""
    with practice_data.cursor() as connection:
        yield connection


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache folder of its own."""
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    return tmp_path
