"""Forms: keys compiled, answers judged field by field. One module per kind of field, in ``fields``; no state anywhere."""

from __future__ import annotations

from course.grade.form.compile import compile_form, mistaken, reference
from course.grade.form.expectation import FieldExpectation, FormExpectation
from course.grade.form.follow import follow_on
from course.grade.form.judge import judge_form
from course.grade.form.receive import receive_form

__all__ = [
    "FieldExpectation",
    "FormExpectation",
    "compile_form",
    "follow_on",
    "judge_form",
    "mistaken",
    "receive_form",
    "reference",
]
