"""The Course Rulebook as a page: each rule with its real-world equivalent, and how big Mandaro is."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from course.case.rulebook import RULES, Rule
from course.views.demo import Demo, Part
from course.views.markup import note
from course.views.scale import TITLE, scale_html

NOTE = (
    "Invented, like Mandaro itself, and no legal advice. Open a rule to read it, with its relatives in the real world."
)


class Rulebook(Demo):
    """The rules by which the case is judged, each with its real-world equivalent; below them the size of the case."""

    title = "The Rulebook of Mandaro"
    called = "Rulebook"

    def picture(self) -> Sequence[Part]:
        return [note(NOTE), *map(_rule, RULES), f"<h4>{TITLE}</h4>{scale_html()}"]


def _rule(rule: Rule) -> str:
    return (
        f'<details class="course-term"><summary><strong>{escape(rule.id)}</strong> · {escape(rule.title)}</summary>'
        f"<p>{escape(rule.text)}</p>{note(f'In the real world, as of {rule.as_of}: {rule.counterpart}')}</details>"
    )


DEMO = Rulebook
