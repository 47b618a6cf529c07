"""The editor for queries: CodeMirror in JupyterLab, a text area where that is not wanted, one way to use both."""

from __future__ import annotations

import os

from course.views.editor.base import Editor, completion_schema
from course.views.editor.codemirror import SqlEditor
from course.views.editor.plain import PlainEditor

__all__ = ["Editor", "completion_schema", "make_editor"]


def make_editor(**traits: object) -> Editor:
    """The editor that fits this front end; ``COURSE_PLAIN_EDITOR=1`` in the environment asks for the text area."""
    if os.environ.get("COURSE_PLAIN_EDITOR") == "1":
        return PlainEditor(**traits)
    return SqlEditor(**traits)
