"""All checks of documents; importing this package registers them in CHECKS."""

from course.grade.document.checks import (
    acceptance,
    decisions,
    evidence,
    goals,
    interface,
    requirements,
    short,
    stories,
    structure,
)

__all__ = [
    "acceptance",
    "decisions",
    "evidence",
    "goals",
    "interface",
    "requirements",
    "short",
    "stories",
    "structure",
]
