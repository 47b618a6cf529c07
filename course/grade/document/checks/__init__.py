"""All checks of documents; importing this package registers them in CHECKS."""

from course.grade.document.checks import acceptance, decisions, evidence, goals, lines, requirements, short, structure

__all__ = ["acceptance", "decisions", "evidence", "goals", "lines", "requirements", "short", "structure"]
