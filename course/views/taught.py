"""Where an exercise was taught, as a link to that section of its lesson."""

from __future__ import annotations

import os
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

from course import sequence
from course.exercise import Exercise
from course.learner.place import Run
from course.sequence.taught import Section, taught_in

BESIDE = "data-course-beside"
"""The attribute that JupyterLab's extension of the course follows: the page to open beside this one, as a link from it."""


def taught_html(exercise: Exercise, offers_beside: bool = False) -> str:
    """A sentence with a link, and with ``offers_beside`` one that opens the lesson beside the exercise.

    Empty where the lesson is not, as on a hub that hands out exercises alone, and where nobody learns.
    """
    href, section = _place(exercise.notebook, exercise.id)
    if not section or exercise.run not in (Run.LEARNER, Run.AUTHOR):
        return ""
    target = escape(href, quote=True)
    beside = f'<a class="course-beside-link" href="{target}" {BESIDE}="{target}">Show the lesson beside</a>'
    return (
        f'<p class="course-note course-taught">Taught in <a href="{target}">{escape(section.title)}</a>'
        f"{f' {beside}' if offers_beside else ''}</p>"
    )


@cache
def _place(notebook: Path | None, id: str) -> tuple[str, Section | None]:
    """The link to the section that teaches an exercise, relative to its notebook, and the section."""
    root = sequence.course_root(notebook)
    if notebook is None or not notebook.resolve().is_relative_to(root) or not id.partition(".")[0].isdecimal():
        return "", None
    lesson = sequence.lesson(root, int(id.partition(".")[0]))
    section = taught_in(lesson).get(id) if lesson else None
    if lesson is None or section is None:
        return "", None
    path = quote(Path(os.path.relpath(lesson, notebook.resolve().parent)).as_posix())
    return f"{path}{quote(section.fragment, safe='#=')}", section
