"""Runs an author's own query on the practice data."""

from __future__ import annotations

from course.case.database import practice_database
from course.grade.query.sandbox import QueryError, run
from course.keys.key import AuthorError


def find_rows(sql: str) -> list[tuple]:
    """The rows that an author's query finds in the practice data. Raises AuthorError."""
    try:
        return list(run(practice_database(), sql).rows)
    except QueryError as error:
        raise AuthorError(f"The query that finds a right answer fails: {error}. It reads: {sql}") from error
