"""The author's part of exercises in SQL."""

from __future__ import annotations

from course.authoring.query.base_kind import QueryAuthoring
from course.grade.query.key import QueryKey


class SqlAuthoring(QueryAuthoring):
    """SQL is what mutants and rewrites are made of."""

    def as_sql(self, key: QueryKey) -> QueryKey:
        return key


KIND = SqlAuthoring()
