"""A state machine: a table of what each event leads to in each state."""

from __future__ import annotations

from course.views.form.table import data, html

__all__ = ["data", "html"]
