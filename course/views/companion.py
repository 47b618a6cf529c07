"""A widget without a face: announces verdicts to screen readers and copies answers into the notebook's metadata."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import anywidget
import traitlets

from course.learner.answers import METADATA, VERSION, Entry


class Companion(anywidget.AnyWidget):
    """``copy`` is the entry to keep in the notebook, ``announcement`` the sentence to be read out."""

    _esm = Path(__file__).with_name("companion.js")
    copy = traitlets.Dict().tag(sync=True)
    announcement = traitlets.Unicode().tag(sync=True)

    def keep(self, id: str, entry: Entry) -> None:
        """Send one exercise's entry to the notebook."""
        self.copy = {"key": METADATA, "version": VERSION, "id": id, "entry": asdict(entry)}
