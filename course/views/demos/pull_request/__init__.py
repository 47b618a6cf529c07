"""A pull request as a lesson shows it: what its author wrote, and its diff, to read."""

from __future__ import annotations

from collections.abc import Sequence

from course.views.demo import Demo, Part
from course.views.pictures.diff import pull_request_html, sheet


class PullRequest(Demo):
    """A pull request of the case company with its diff, to read: ``course.pull_request(482)``."""

    def __init__(self, number: int):
        self.number = number

    def picture(self) -> Sequence[Part]:
        return [sheet() + pull_request_html(self.number)]


DEMO = PullRequest
