"""A question in a lesson: choosing an option answers it at once, and nobody counts it."""

from __future__ import annotations

from collections.abc import Sequence

from course.sequence.practice import question
from course.views.demo import Demo, Part, Row
from course.views.demos.question.picture import answer, asked, options, unanswered


class Question(Demo):
    """A question that answers at once. ``id`` is the module's number and a letter, such as "5a"."""

    restart = ("Clear", "Take the choice back")

    def __init__(self, id: str):
        self.id = id

    def make_controls(self) -> Sequence[Row]:
        self.question = question(self.id)
        self.options = options(self.question)
        return [asked(self.question), self.options]

    def picture(self) -> Sequence[Part]:
        return [answer(self.question, self.options.value)]

    def sentence(self) -> str:
        return self.question.options.get(self.options.value, "Nothing is chosen.")

    def still(self) -> Sequence[str]:
        return [unanswered(self.question)]


DEMO = Question
