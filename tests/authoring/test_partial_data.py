"""Queries on parts of a hidden data set: each runs once on the same rows, and always on those that are asked for."""

from __future__ import annotations

import pytest

from course.authoring.query import partial_data
from course.authoring.query.partial_data import PartialData
from course.grade.query.key import QueryKey

REFERENCE = "SELECT count(*) AS n FROM payments JOIN merchants USING (merchant_id)"
COUNT_MERCHANTS = "SELECT count(*) AS n FROM merchants"
# A step hides a table of the same name, and a text that the parser does not follow says nothing of its tables.
HIDDEN_BY_A_STEP = "WITH merchants AS (SELECT * FROM main.merchants) SELECT count(*) AS n FROM merchants"
THROUGH_A_FUNCTION = "SELECT count(*) AS n FROM query_table('merchants')"


@pytest.fixture
def part():
    data = PartialData(QueryKey(REFERENCE))
    data.open(1)
    return data


@pytest.fixture
def runs(monkeypatch):
    """The queries that really run."""
    run, texts = partial_data.run_here, []

    def counted(connection, sql):
        texts.append(sql)
        return run(connection, sql)

    monkeypatch.setattr(partial_data, "run_here", counted)
    return texts


def rows_of(part, **counts):
    """So many of each table's rows."""
    return frozenset(
        node
        for table, count in counts.items()
        for node in sorted(node for node in part.data_set.rows if node[0] == table)[:count]
    )


def count(part, sql, **counts):
    part.fill(rows_of(part, **counts))
    return part.run(sql).rows[0][0]


@pytest.mark.parametrize("sql", [COUNT_MERCHANTS, HIDDEN_BY_A_STEP, THROUGH_A_FUNCTION])
def test_a_query_sees_the_rows_that_are_filled_in(part, sql):
    assert [count(part, sql, merchants=number, payments=4) for number in (3, 0, 2, 3)] == [3, 0, 2, 3]


def test_the_same_rows_of_another_data_set_are_other_rows(part):
    def names():
        part.fill(rows_of(part, merchants=3))
        return part.run("SELECT * FROM merchants").rows

    first = names()
    part.open(2)
    second = names()
    part.open(1)

    assert first != second
    assert names() == first


def test_a_query_runs_once_on_the_same_rows_of_its_tables(part, runs):
    for payments, merchants in ((3, 2), (5, 2), (3, 2), (3, 1)):
        count(part, COUNT_MERCHANTS, payments=payments, merchants=merchants)

    assert runs == [COUNT_MERCHANTS] * 2


def test_a_query_that_fails_gives_nothing_and_runs_once(part, runs):
    part.fill(rows_of(part, merchants=1))

    assert [part.run("SELECT nothing FROM merchants") for _ in range(2)] == [None, None]
    assert len(runs) == 1


def test_rows_that_refer_to_others_follow_them(part):
    payment = min(part.data_set.leaders)

    assert all(payment in part.data_set.followers[leader] for leader in part.data_set.leaders[payment])
