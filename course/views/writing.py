"""A labelled field for a text of one's own that no exercise judges."""

from __future__ import annotations

from pathlib import Path

import traitlets

from course.learner.entry import Change
from course.views.draft import Drafted, with_drafts

CSS = """
.course-writing { display: grid; gap: 4px; width: 100%; }
.course-writing label { max-width: 72ch; }
.course-writing textarea {
  box-sizing: border-box; width: 100%; padding: 8px; resize: vertical; font: inherit;
  border: 1px solid var(--jp-border-color1); border-radius: 4px;
  background: var(--jp-layout-color0); color: var(--jp-content-font-color1);
}
"""


class Writing(Drafted):
    """``value`` is the text, ``label`` what is asked, ``rows`` the height in lines."""

    _esm = with_drafts(Path(__file__).with_name("writing.js"))
    _css = CSS
    value = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    placeholder = traitlets.Unicode().tag(sync=True)
    rows = traitlets.Int(6).tag(sync=True)

    def take_typed(self, changes: list[Change]) -> None:
        self.value = str(changes[-1].value)
