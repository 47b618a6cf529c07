"""Widgets that take an answer: the browser keeps what is typed until it is saved, and Python takes it over from there."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import anywidget
import traitlets

from course.learner.answers import Answers
from course.learner.backup import notebook_name
from course.learner.entry import Change, as_text
from course.sequence import course_root
from course.views.soon import soon

SCRIPT = Path(__file__).with_name("draft.js")
RESTORED = "What you typed while Python could not be reached is back."
REPLACED = "The answer that was saved before is kept below."
OLDER = "Something that you typed earlier and that was not saved is kept below; the saved answer is newer."


def with_drafts(script: Path | str) -> str:
    """A widget's own script with draft.js at its head."""
    own = script if isinstance(script, str) else script.read_text(encoding="utf-8")
    return f"{SCRIPT.read_text(encoding='utf-8')}\n{own}"


@dataclass(frozen=True)
class Place:
    """Whose answer it is: a digest of the person and the course, the notebook as a saved file names it, the exercise."""

    course: str
    notebook: str
    id: str


def place_of(notebook: Path | None, id: str) -> Place:
    """Where an answer of a notebook belongs. On Binder every session has another user, and all of them are one person."""
    if notebook is None:
        return Place("", "", "")
    root = course_root(notebook)
    folder = root if notebook.resolve().is_relative_to(root) else notebook.resolve().parent
    user = "" if "BINDER_SERVICE_HOST" in os.environ else os.environ.get("JUPYTERHUB_USER", "")
    return Place(sha256(f"{user}\0{folder}".encode()).hexdigest()[:16], notebook_name(root, notebook), id)


class Drafted(anywidget.AnyWidget):
    """A widget whose script uses the outbox of draft.js; until `save_to` is called, ``take_typed`` takes what is typed.

    ``edition`` counts the changes of the answer: who typed without knowing of the last one is in conflict with it.
    """

    draft = traitlets.Dict(asdict(Place("", "", ""))).tag(sync=True)
    edition = traitlets.Int(0).tag(sync=True)

    def __init__(self, **traits: object) -> None:
        self._unconfirmed: list[str] = []
        self._last_tab = ""
        self._take: Callable[[list[Change], bool, bool], None] = self._take_at_once
        super().__init__(**traits)
        self.on_msg(self._receive_typed)

    def take_typed(self, changes: list[Change]) -> None:
        """Take over what was typed where no answers are kept."""

    def _take_at_once(self, changes: list[Change], is_restored: bool, is_conflict: bool) -> None:
        self.take_typed(changes)
        self._confirm()

    def save_to(self, answers: Answers, place: Place, show: Callable[[str], None]) -> None:
        """Take what is typed into the answers, then call ``show`` with a sentence, if there is anything to be said.

        The browser forgets its draft when the answers are written.
        """

        def take(changes: list[Change], is_restored: bool, is_conflict: bool) -> None:
            before, others = answers[place.id].answer, answers.others(place.id)
            answers.take(place.id, changes, keeps_other=is_restored or is_conflict)
            is_new, is_kept = answers[place.id].answer != before, len(answers.others(place.id)) > len(others)
            show(_sentence(is_new, is_kept) if is_restored else "")

        self._take = take
        self.draft = asdict(place)
        answers.listeners.append(soon(lambda: answers.is_saved(place.id) and self._confirm()))

    def _receive_typed(self, _widget: object, content: dict, _buffers: list) -> None:
        if content.get("type") != "typed":
            return
        is_conflict = content["tab"] != self._last_tab and content["seen"] < self.edition
        self._unconfirmed += [change["id"] for change in content["changes"]]
        self.edition, self._last_tab = self.edition + 1, content["tab"]
        self._take(read_changes(content["changes"]), content["restored"], is_conflict)

    def _confirm(self) -> None:
        if self._unconfirmed:
            self.send({"type": "kept", "ids": self._unconfirmed})
            self._unconfirmed = []


def read_changes(changes: list[dict]) -> list[Change]:
    """The changes that a browser tells of; it says how many milliseconds ago they were made, as clocks differ."""
    present = datetime.now(UTC)
    return [
        Change(
            tuple(change["path"]), change.get("value"), as_text(present - timedelta(milliseconds=max(change["age"], 0)))
        )
        for change in changes
    ]


def _sentence(is_new: bool, is_kept: bool) -> str:
    if is_new:
        return f"{RESTORED} {REPLACED}" if is_kept else RESTORED
    return OLDER if is_kept else ""
