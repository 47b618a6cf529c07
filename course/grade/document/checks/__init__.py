"""All checks of documents; importing this package registers them in CHECKS."""

from course.grade.document.checks import (
    acceptance,
    callouts,
    decisions,
    evidence,
    goals,
    interface,
    lines,
    requirements,
    short,
    stories,
    structure,
)

__all__ = [
    "acceptance",
    "callouts",
    "decisions",
    "evidence",
    "goals",
    "interface",
    "lines",
    "requirements",
    "short",
    "stories",
    "structure",
]
