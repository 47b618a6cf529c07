"""The author's part of exercises in KQL."""

from __future__ import annotations

from course.authoring.query.base_kind import QueryAuthoring
from course.grade.kql.key import KqlKey
from course.grade.kql.language import as_sql
from course.grade.query.key import QueryKey


class KqlAuthoring(QueryAuthoring):
    """KQL is proved by the SQL that it means."""

    def as_sql(self, key: KqlKey) -> QueryKey:
        return as_sql(key)


KIND = KqlAuthoring()
