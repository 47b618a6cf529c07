"""Questions to colleagues of which a few may be asked: who is asked answers. For a plan with one control, choices of ids."""

from __future__ import annotations

from html import escape

from course.case.cast import person
from course.grade.models.interview import INSTANT


def data(settings: dict) -> dict:
    """The problems with what is believed of them, the questions with whom they are for and what is answered, and how many may be asked."""
    return {
        "allowed": INSTANT.allowed,
        "problems": [[problem, round(100 * weight)] for problem, weight in zip(INSTANT.problems, INSTANT.weights, strict=True)],
        "questions": [
            {"id": question.id, "who": person(question.who).name, "role": person(question.who).role, "ask": question.ask, "said": question.words}
            for question in INSTANT.questions
        ],
    }  # fmt: skip


def html(settings: dict, answer: object) -> str:
    """The questions that were asked, each with its answer."""
    chosen = answer.get(settings["controls"][0]["id"]) if isinstance(answer, dict) else None
    questions = INSTANT.chosen(chosen if isinstance(chosen, list) else ())
    said = "".join(
        f"<li>{escape(question.id)}. <strong>{escape(person(question.who).name)}</strong>: {escape(question.ask)}<br>{escape(question.words)}</li>"
        for question in questions
    )
    return f"<p>{len(questions)} of {INSTANT.allowed} questions asked.</p>" + (f"<ul>{said}</ul>" if said else "")
