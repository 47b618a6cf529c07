"""The body of an exercise in KQL."""

from __future__ import annotations

from course.views.query.body import QueryBody


class KqlBody(QueryBody):
    """An editor for KQL."""

    dialect = "kql"


BODY = KqlBody
