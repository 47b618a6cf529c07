"""Conditions that nearly agree with another on the practice data: the data suggest them, and mutants carry them."""

from __future__ import annotations

import duckdb
import pytest

from course.authoring.query.near import near_mutants

FLAG = "SELECT count(*) FROM loans AS l JOIN applications AS a ON a.application_id = l.application_id WHERE l.below_cutoff_test"


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE applications AS SELECT i AS application_id, 500 + i AS score, 'web' AS channel FROM range(200) r(i);"
            "CREATE TABLE loans AS SELECT i AS loan_id, i AS application_id, i < 120 AS below_cutoff_test, i % 2 = 0 AS restructured "
            "FROM range(200) r(i)"
        )
        yield connection


def changes(sql: str, connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [mutant.change for mutant in near_mutants(sql, connection)]


def test_a_limit_that_agrees_takes_the_place_of_a_flag(connection):
    assert changes(FLAG, connection) == ["`l.below_cutoff_test` became `a.score < 620`"]
    (mutant,) = near_mutants(FLAG, connection)
    assert mutant.operator == "NEAR"
    assert mutant.sql.endswith("WHERE a.score < 620")


def test_it_need_not_agree_in_every_row(connection):
    connection.execute("UPDATE loans SET below_cutoff_test = NOT below_cutoff_test WHERE loan_id IN (3, 150)")
    assert changes(FLAG, connection) == ["`l.below_cutoff_test` became `a.score < 620`"]


@pytest.mark.parametrize(
    "sql",
    [
        FLAG.replace("below_cutoff_test", "restructured"),  # nothing agrees
        FLAG.replace("WHERE l.below_cutoff_test", "WHERE NOT l.below_cutoff_test OR l.restructured"),
        "SELECT count(*) FROM loans",
    ],
)
def test_what_merely_holds_for_most_rows_agrees_with_nothing(connection, sql):
    assert changes(sql, connection) == []


def test_the_condition_of_a_part_has_its_own(connection):
    sql = (
        FLAG.replace("count(*)", "count(*) FILTER (WHERE l.below_cutoff_test)")
        .replace(" WHERE l.below_cutoff_test)", " WHERE l.below_cutoff_test)")
        .rpartition(" WHERE")[0]
    )
    assert changes(sql, connection) == ["`l.below_cutoff_test` became `a.score < 620`"]
