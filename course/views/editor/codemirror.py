"""The editor in the browser: CodeMirror, sent once for all editors of a kernel."""

from __future__ import annotations

import gzip
from pathlib import Path

from ipywidgets import Widget
from traitlets import Bytes, Unicode, default

from course.learner.entry import Change
from course.views.draft import Drafted, with_drafts
from course.views.editor.base import Editor

STATIC = Path(__file__).parent / "static"


class Bundle(Widget):
    """The code of the editor as a model without a view, so that it travels once and not with every editor."""

    packed = Bytes().tag(sync=True)

    @default("packed")
    def _packed_script(self) -> bytes:
        return gzip.compress((STATIC / "editor.js").read_bytes(), mtime=0)


class SqlEditor(Editor, Drafted):
    """An `Editor` with highlighting, completion, and marks where something is wrong.

    Ctrl or Cmd with Enter runs, with Shift as well it checks. Tab takes an open completion and leaves otherwise,
    Escape closes the completion, F8 goes to the next mark.
    """

    _esm = with_drafts(STATIC / "loader.js")
    _bundle = Unicode().tag(sync=True)
    _shared: Bundle | None = None

    def __init__(self, **traits: object) -> None:
        super().__init__(**traits)
        self.on_msg(self._receive)

    @default("keys")
    def _synced_traits(self) -> list[str]:
        return [*self.traits(sync=True), *Editor.class_own_traits()]

    @default("_bundle")
    def _id_of_the_shared_bundle(self) -> str:
        if SqlEditor._shared is None or SqlEditor._shared.comm is None:  # none yet, or closed by Widget.close_all()
            SqlEditor._shared = Bundle()
        return SqlEditor._shared.model_id

    def insert(self, text: str) -> None:
        self.send({"type": "insert", "text": text})

    def select(self, start: int, length: int) -> None:
        self.send({"type": "select", "start": start, "length": length})

    def take_typed(self, changes: list[Change]) -> None:
        self.value = str(changes[-1].value)

    def _receive(self, _widget: Widget, content: dict, _buffers: list) -> None:
        events = {"run": self.run, "check": self.check}
        if content.get("type") in events:
            events[content["type"]]()
