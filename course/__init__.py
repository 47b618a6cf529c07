"""An interactive course on becoming a technical product manager.

The names below are all that a notebook needs. They load on first use, so that ``python3 -m course`` starts on a bare Python.
"""

__version__ = "0.1.0"
__all__ = ["form", "sql"]


def sql(id, starter=""):
    """An exercise that is answered in SQL."""
    from course.views.notebook import NotebookExercise

    return NotebookExercise("sql", id, starter)


def form(id):
    """An exercise that is answered by choices and numbers."""
    from course.views.notebook import NotebookExercise

    return NotebookExercise("form", id)
