"""Widgets over an exercise: traits and views, no judgement."""

from __future__ import annotations

from course.exercise import Exercise


def frame_of(exercise: Exercise):
    """The frame of an exercise with the body that its kind needs."""
    from course.views.form import FormBody
    from course.views.frame import Frame
    from course.views.query import QueryBody

    return Frame(exercise, {"sql": QueryBody, "kql": QueryBody, "form": FormBody}[exercise.kind])
