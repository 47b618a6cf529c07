"""A question and its answer: the options to choose from, what answers the chosen one, and the page without a kernel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import ipywidgets as widgets

from course.sequence.practice import Question
from course.verdict import code_html
from course.views.markup import Markup, folded


def asked(question: Question) -> widgets.HTML:
    """The question itself, with the style of its options."""
    return widgets.HTML(_style() + _asked(question))


def options(question: Question) -> widgets.RadioButtons:
    """Its options, none of them chosen."""
    buttons = widgets.RadioButtons(options=list(question.options), value=None, description=question.ask)
    return buttons.add_class("course-options")


def answer(question: Question, chosen: str | None) -> str:
    """What answers the chosen option; nothing if none is chosen."""
    if chosen is None:
        return ""
    kind, sign = ("passed", "✓") if chosen == question.right else ("not-yet", "◐")
    return (
        f'<div class="course-verdict course-{kind}"><p><strong>{sign}</strong> '
        f"{code_html(question.options[chosen])}</p></div>"
    )


def unanswered(question: Question) -> str:
    """The question, its options, and one click away the right one with its reason."""
    items = "".join(f"<li>{code_html(option)}</li>" for option in question.options)
    right = f"<p><strong>{code_html(question.right)}.</strong> {code_html(question.options[question.right])}</p>"
    return _asked(question) + f"<ul>{items}</ul>" + folded("Answer", Markup(right))


@cache
def _style() -> str:
    return f"<style>{Path(__file__).with_name('options.css').read_text(encoding='utf-8')}</style>"


def _asked(question: Question) -> str:
    return f"<p><strong>{code_html(question.ask)}</strong></p>"
