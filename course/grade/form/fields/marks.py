"""Marked lines of a text, or marked points of a chart: a choice of several by their ids."""

from __future__ import annotations

from dataclasses import dataclass

from course.grade.form.fields.choices import Choices, ChoicesKind


@dataclass(frozen=True, kw_only=True)
class Marks(Choices):
    """Lines of a text or points of a chart: ``options`` is a list of [id, label]. The rest is written as for choices,
    with ids."""

    kind: str = "marks"


class MarksKind(ChoicesKind):
    """Like choices, by the ids of the options."""

    Field = Marks

    def ids(self, settings: dict) -> list[str]:
        return [id for id, _ in settings["options"]]


KIND = MarksKind()
