"""Answers that newer ones have replaced and that were kept: each can be read, and brought back."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from html import escape

import ipywidgets as widgets

from course.learner.entry import Entry
from course.views.markup import folded
from course.views.twin import clock


class OtherAnswers:
    """A line for each kept answer; ``bring_back`` is called with the one that the learner wants. ``text`` gives what of an
    answer people read, if its kind knows that."""

    def __init__(self, bring_back: Callable[[Entry], None], text: Callable[[object], str] = lambda answer: ""):
        self._bring_back, self._text = bring_back, text
        self._shown: Sequence[Entry] = ()
        self.widget = widgets.VBox()

    def show(self, others: Sequence[Entry]) -> None:
        """Show these, and nothing if there are none."""
        if others != self._shown:
            self._shown = others
            self.widget.children = [self._row(other) for other in others]

    def _row(self, other: Entry) -> widgets.Widget:
        saved = clock(other.saved_at)
        use = widgets.Button(
            description="Bring back", tooltip=f"Make the answer of {saved} the present one; the present one is kept"
        )
        use.on_click(lambda _: self._bring_back(other))
        answer = f'<pre class="course-answer">{escape(self._text(other.answer) or in_words(other.answer))}</pre>'
        return widgets.HBox([use, widgets.HTML(folded(f"Another answer, of {saved}", answer))]).add_class(
            "course-actions"
        )


def in_words(answer: object) -> str:
    """An answer as plain text, whatever its kind.

    >>> print(in_words({"rate": "0.67", "sure": {"x": 1}}))
    rate: 0.67
    sure: {"x": 1}
    """
    if not isinstance(answer, dict):
        return str(answer)
    values = {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in answer.items()
    }
    return "\n".join(f"{name}: {value}" for name, value in values.items())
