"""The answer to an exercise in SQL as static HTML."""

from course.views.query.answer import answer_html

__all__ = ["answer_html"]
