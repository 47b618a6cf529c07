"""The Course Rulebook as a page: each rule, and behind it what resembles it in the real world."""

from __future__ import annotations

from html import escape

from IPython.display import HTML, display

from course.case.rulebook import RULES, Rule
from course.views.twin import style

NOTE = (
    "Invented, like Mandaro itself, and no legal advice. Open a rule to read it, with its relatives in the real world."
)


class Rulebook:
    """What ``course.rulebook()`` gives a notebook: HTML that needs no kernel, no script and no network."""

    def _ipython_display_(self) -> None:
        display(HTML(html()))


def html() -> str:
    """All rules, each to be opened."""
    head = '<div class="course-head"><strong class="course-title">The Rulebook of Mandaro</strong></div>'
    rules = "".join(_rule(rule) for rule in RULES)
    return f'{style()}<div class="course-frame">{head}<p class="course-note">{NOTE}</p>{rules}</div>'


def _rule(rule: Rule) -> str:
    return (
        f'<details class="course-term"><summary><strong>{escape(rule.id)}</strong> · {escape(rule.title)}</summary>'
        f"<p>{escape(rule.text)}</p>"
        f'<p class="course-note">In the real world, as of {escape(rule.as_of)}: {escape(rule.counterpart)}</p></details>'
    )
