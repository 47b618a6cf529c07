"""The decision log: every decision that the lessons ask for, and what the learner wrote, in one place."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

import ipywidgets as widgets
from IPython.display import HTML, display

from course import sequence
from course.learner.progress import DECISION
from course.learner.saved import Saved, nothing_saved, read_saved, saved_stamp
from course.sequence import lesson_notebook as lessons
from course.views.companion import Companion
from course.views.live import display_live
from course.views.markup import note
from course.views.refreshed import Refreshed
from course.views.twin import date_words
from course.views.welcome import page_style
from course.views.welcome.map import link, place


class DecisionLog:
    """What ``course.decisions()`` gives a notebook: the log as it is now, and an empty one as its twin."""

    def _ipython_display_(self) -> None:
        folder, root = place()
        live = Refreshed(lambda: log_html(root, folder), lambda: saved_stamp(root)).widget
        display_live(widgets.VBox([live, Companion()]).add_class("course-page"))
        display(HTML(static_html(root, folder)))


def static_html(root: Path, folder: Path) -> str:
    """The log before any decision: the same for everybody."""
    return f'<div class="course-twin course-bare">{log_html(root, folder, nothing_saved)}</div>'


def log_html(root: Path, folder: Path, saved: Callable[[Path], Saved] = read_saved) -> str:
    """The log as HTML with links relative to ``folder``."""
    questions = [(path, ask) for path in sequence.lessons(root) if (ask := lessons.decision(path))]
    entries = "".join(_entry_html(path, ask, folder, saved(path)) for path, ask in questions)
    return f'{page_style()}<div class="course-log">{entries or "<p>No lesson asks for a decision yet.</p>"}</div>'


def _entry_html(lesson: Path, ask: str, folder: Path, saved: Saved) -> str:
    number = sequence.number_of(lesson)
    entry = saved[DECISION.format(number=number)]
    text = str(entry.answer or "").strip()
    head = f"{link(lesson, folder, sequence.name(number))}{_written_on(entry.saved_at) if text else ''}"
    entry_text = f'<p class="course-entry">{escape(text)}</p>' if text else note("○ Not decided yet.")
    return f'<article><p class="course-note">{head}</p><p><strong>{escape(ask)}</strong></p>{entry_text}</article>'


def _written_on(moment: str) -> str:
    """The day on which an entry was saved, in local time."""
    day = date_words(moment)
    return f" · {day}" if day else ""
