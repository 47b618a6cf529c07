"""All checks of documents; importing this package registers them in CHECKS."""

from course.grade.document.checks import (
    acceptance,
    agreement,
    callouts,
    claims,
    decisions,
    evidence,
    goals,
    interface,
    lines,
    plans,
    records,
    requirements,
    short,
    stories,
    structure,
    together,
)

__all__ = [
    "acceptance",
    "agreement",
    "callouts",
    "claims",
    "decisions",
    "evidence",
    "goals",
    "interface",
    "lines",
    "plans",
    "records",
    "requirements",
    "short",
    "stories",
    "structure",
    "together",
]
