"""A row of buttons of which one can be chosen, saved like an answer."""

from __future__ import annotations

from pathlib import Path

import traitlets

from course.learner.entry import Change
from course.views.draft import Drafted, with_drafts

CSS = """
.course-choice { display: flex; gap: 8px; }
.course-choice [aria-pressed="true"] { box-shadow: inset 0 0 0 2px var(--course-info); }
"""


class Choice(Drafted):
    """``options`` are {label, value}, ``value`` is the chosen one, ``label`` what is chosen for."""

    _esm = with_drafts(Path(__file__).with_name("choice.js"))
    _css = CSS
    value = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    options = traitlets.List().tag(sync=True)

    def take_typed(self, changes: list[Change]) -> None:
        self.value = str(changes[-1].value)
