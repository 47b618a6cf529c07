"""Widgets over an exercise: traits and views, no judgement."""

from __future__ import annotations

from course.exercise import Exercise


def frame_of(exercise: Exercise):
    """The frame of an exercise with the body that its kind needs."""
    from course.views.document import DocumentBody
    from course.views.form import FormBody
    from course.views.frame import Frame
    from course.views.query import QueryBody

    bodies = {"sql": QueryBody, "kql": QueryBody, "form": FormBody, "document": DocumentBody}
    return Frame(exercise, bodies[exercise.kind])
