"""The key of a query exercise in KQL."""

from __future__ import annotations

from dataclasses import dataclass

from course.grade.query.key import QueryKey


@dataclass(frozen=True)
class KqlKey(QueryKey):
    """The key of a query exercise whose reference, mistakes and alternatives are written in KQL.

    ``sql`` is the reference as a person would write it in SQL. Mutants are made of it, and hidden data sets are built
    around its values: the SQL that the translation gives is long, and may change with its package.
    """

    sql: str = ""
