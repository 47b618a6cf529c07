"""The editor as a plain text area, for front ends without anywidget and for those who prefer it."""

from __future__ import annotations

from html import escape

from ipywidgets import HTML, Layout, Textarea, VBox
from traitlets import dlink, link, observe

from course.views.editor.base import Editor

SHOWN_AS = {"label": "description", "rows": "rows", "placeholder": "placeholder", "read_only": "disabled"}


class PlainEditor(Editor, VBox):
    """An `Editor` made of standard widgets: no keys, no completion; buttons beside it call `run` and `check`."""

    def __init__(self, **traits: object) -> None:
        self._field = Textarea(layout=Layout(width="auto", flex_flow="column", align_items="stretch"))
        self._findings = HTML()
        super().__init__(children=[self._field, self._findings], **traits)
        link((self, "value"), (self._field, "value"))
        for name, field_name in SHOWN_AS.items():
            dlink((self, name), (self._field, field_name))

    @observe("diagnostics")
    def _show_diagnostics(self, change: dict) -> None:
        lines = "".join(f"<p>{escape(self._sentence(diagnostic))}</p>" for diagnostic in change["new"])
        self._findings.value = f'<div role="status">{lines}</div>'

    def _sentence(self, diagnostic: dict) -> str:
        line = self.value.count("\n", 0, diagnostic["from"]) + 1
        return f"Line {line}: {diagnostic['message']}"
