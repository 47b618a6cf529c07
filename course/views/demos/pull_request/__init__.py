"""A pull request in a lesson: its description and its diff, to read."""

from __future__ import annotations

from collections.abc import Sequence

from course.views.demo import Demo, Part
from course.views.pictures.diff import diff_style, pull_request_html


class PullRequest(Demo):
    """A pull request of the case company with its diff, to read: ``course.pull_request(482)``."""

    def __init__(self, number: int):
        self.number = number

    def picture(self) -> Sequence[Part]:
        return [diff_style() + pull_request_html(self.number)]


DEMO = PullRequest
