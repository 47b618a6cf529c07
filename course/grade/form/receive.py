"""What a closed sheet says of a form: which questions are answered, and what was understood of what was typed."""

from __future__ import annotations

from course.grade.count import agree, quantity
from course.grade.form.expectation import FieldExpectation, FormExpectation
from course.verdict import UNFINISHED, Excerpt, Finding, RowDifference, Verdict

OPEN = (None, "", [], {})
NOTHING = "nothing: what is there cannot be read"


def receive_form(expected: FormExpectation, answer: dict) -> Verdict:
    """How many questions are answered, and each that was typed as it was understood. Nothing here knows what is right."""
    asked = [field for field in expected.fields if field.rule.is_judged]
    filled = [field for field in asked if answer.get(field.id) not in OPEN]
    if not filled:
        return Verdict.not_attempted("nothing is answered yet.")
    unread = [field for field in filled if field.rule.clean(field.settings, answer[field.id]) in OPEN]
    if len(asked) == 1:
        words = NOTHING if unread else filled[0].rule.understood(filled[0].settings, answer[filled[0].id])
        return Verdict.saved(words or "your answer", *_problems(filled, answer))
    read = len(filled) - len(unread)
    return Verdict.saved(
        f"{read} of {quantity(len(asked), 'answer')}",
        *_problems(filled, answer),
        *_table(filled, answer),
        *_open(asked, filled),
    )


def _problems(filled: list[FieldExpectation], answer: dict) -> list[Finding]:
    """What could not be read, in the words of the control."""
    return [
        Finding("unread", sentence, about=field.ask)
        for field in filled
        for path, sentence in field.rule.notes(field.settings, answer[field.id])
        if sentence and not path and field.rule.clean(field.settings, answer[field.id]) in OPEN
    ]


def _open(asked: list[FieldExpectation], filled: list[FieldExpectation]) -> list[Finding]:
    count = len(asked) - len(filled)
    return [Finding(UNFINISHED, f"{quantity(count, 'question')} {agree(count)} open.")] if count else []


def _table(filled: list[FieldExpectation], answer: dict) -> list[Finding]:
    lines = [(field.ask, field.rule.understood(field.settings, answer[field.id])) for field in filled]
    rows = tuple(RowDifference("", line) for line in lines if line[1])
    table = Excerpt("What was understood", ("Question", "Understood"), rows, wraps=(0, 1))
    return [Finding("understood", "This is how it was read.", table=table)] if rows else []
