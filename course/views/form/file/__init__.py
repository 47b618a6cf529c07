"""A file: a box to edit it in, and a button to start over."""

from __future__ import annotations

from html import escape


def html(settings: dict, answer: object) -> str:
    return f'<pre class="course-answer">{escape(str(answer))}</pre>'
