"""Judges follow-on errors as a teacher would: what follows from a learner's own wrong number is right."""

from __future__ import annotations

from typing import Any

from course.grade.form.expectation import FieldExpectation, FormExpectation
from course.grade.form.mark import Mark
from course.grade.form.numbers import shown_number


def overruled(expected: FormExpectation, marks: dict[str, Mark], answer: dict) -> dict[str, Mark]:
    """The marks of fields that are judged by the learner's own answers alone, right or wrong."""
    filled = [
        field for field in expected.fields if field.rule.own_only and field.id in marks and marks[field.id].filled
    ]
    own = {field.id: _mark_for_own(expected, field, answer) for field in filled}
    return {id: mark for id, mark in own.items() if mark is not None}


def following_marks(expected: FormExpectation, marks: dict[str, Mark], answer: dict) -> dict[str, Mark]:
    """The marks of wrong fields that are right for what was answered in the fields that they follow from."""
    wrong = [
        field
        for field in expected.fields
        if field.id in marks and marks[field.id].filled and not marks[field.id].right()
    ]
    own = {field.id: _mark_for_own(expected, field, answer) for field in wrong}
    return {id: mark for id, mark in own.items() if mark is not None and mark.right()}


def follow_on(expected: FormExpectation, answer: dict) -> dict[str, object]:
    """The answer with what follows from it in every field that follows from others, as a consistent learner has it."""
    for field in expected.fields:
        right = _right_for_own(expected, field, answer)
        if right is not None:
            answer = {**answer, field.id: field.rule.reference(field.settings, right)}
    return answer


def sources(expected: FormExpectation, field: FieldExpectation) -> list[FieldExpectation]:
    """The fields that a field follows from."""
    return [expected[id] for id in field.rule.follows(expected.right(field)).values()]


def own_values(expected: FormExpectation, field: FieldExpectation, answer: dict) -> str:
    """The learner's own numbers that a field follows from, as a sentence says them; of plans only that they are plans."""
    if any(source.rule.is_plan for source in sources(expected, field)):
        return "own plan" if len(sources(expected, field)) == 1 else "own plans"
    return " and ".join(
        shown_number(source.rule.clean(source.settings, answer.get(source.id)), source.settings.get("unit", ""))
        for source in sources(expected, field)
    )


def _mark_for_own(expected: FormExpectation, field: FieldExpectation, answer: dict) -> Mark | None:
    right = _right_for_own(expected, field, answer)
    return None if right is None else field.rule.judge(field.settings, right, answer.get(field.id))


def _right_for_own(expected: FormExpectation, field: FieldExpectation, answer: dict) -> Any:
    """What is right for the learner's own numbers or plans; None where one is missing or 0, or nothing follows from them."""
    right = expected.right(field)
    names = field.rule.follows(right)
    values = {name: _number(expected[id], answer) for name, id in names.items()}
    if not values or not all(values.values()):
        return None
    try:
        return field.rule.right_for(field.settings, right, values)
    except (ArithmeticError, ValueError):
        return None


def _number(source: FieldExpectation, answer: dict) -> float | dict | None:
    return source.rule.clean(source.settings, answer.get(source.id))
