"""The learners' edition: the course without its solutions, tests and history, and with closed sheets for graded work."""

from __future__ import annotations

from course.authoring.edition.release import Release, ReleaseError, release

__all__ = ["Release", "ReleaseError", "release"]
