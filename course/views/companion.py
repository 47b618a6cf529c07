"""A widget without a face: announces verdicts, says when the kernel is gone, and copies answers into the notebook."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import anywidget
import traitlets

from course.learner.answers_file import METADATA, VERSION
from course.learner.backup import KIND
from course.learner.backup import VERSION as BACKUP_VERSION
from course.learner.entry import Entry
from course.views.draft import Place, with_drafts

FOLDER = Path(__file__).parent
FILE = {"key": METADATA, "version": VERSION, "backup_kind": KIND, "backup_version": BACKUP_VERSION}


class Companion(anywidget.AnyWidget):
    """``copy`` is the entry to keep in the notebook, ``announcement`` the sentence to be read out, ``draft`` whose answer
    it is, and ``file`` how files with answers are marked. ``fold`` is the line that is left of a passed exercise when it is
    folded, as its title and further words; only what is ``foldable`` ever is.
    """

    _esm = with_drafts(FOLDER / "companion.js")
    _css = FOLDER / "companion.css"
    copy = traitlets.Dict().tag(sync=True)
    announcement = traitlets.Unicode().tag(sync=True)
    draft = traitlets.Dict().tag(sync=True)
    file = traitlets.Dict(FILE).tag(sync=True)
    foldable = traitlets.Bool(False).tag(sync=True)
    fold = traitlets.Dict().tag(sync=True)

    def __init__(self, place: Place | None = None, foldable: bool = False):
        super().__init__(draft=asdict(place or Place("", "", "")), foldable=foldable)

    def look_at(self, part: str, gently: bool = False) -> None:
        """Bring the part of the frame with this class into view, if it is not.

        ``gently``: some of it is enough, and the focus stays where it is.
        """
        self.send({"look_at": part, "gently": gently})

    def unfold(self) -> None:
        """Show the whole exercise."""
        self.send({"unfold": True})

    def keep(self, entry: Entry) -> None:
        """Send the entry to the notebook."""
        self.copy = asdict(entry)
