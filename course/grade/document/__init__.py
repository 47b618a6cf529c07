"""Documents: Markdown judged by checks that are all visible beforehand, with the limits of each one stated.

An author writes the checks as dicts in the key: ``{"check": "facts", "points": 8, "least": 4}``. ``check`` names a
function of ``course.grade.document.checks``, whose docstring says which settings it takes. ``title`` words the check
for this exercise; with ``"gate": True`` nothing passes before the check is full. ``rubric`` adds a whole set from
``rubrics``. What the checks cannot see is left to a person, and the learner is told so.
"""

from __future__ import annotations

from .compile import compile_document, criteria, reference, wrong_document
from .expectation import CheckExpectation, Criterion, DocumentExpectation, Specimen
from .judge import JudgedCheck, Report, form_report, judge_document, report
from .parse import read_document

__all__ = [
    "CheckExpectation",
    "Criterion",
    "DocumentExpectation",
    "JudgedCheck",
    "Report",
    "Specimen",
    "compile_document",
    "criteria",
    "form_report",
    "judge_document",
    "read_document",
    "reference",
    "report",
    "wrong_document",
]
