"""The welcome page: the map of the course, the decision log, and save and restore."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from course.views.twin import style


@cache
def page_style() -> str:
    """The course's style sheet with what the welcome page adds, as elements."""
    return f"{style()}<style>{Path(__file__).with_name('welcome.css').read_text(encoding='utf-8')}</style>"
