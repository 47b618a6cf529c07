"""A pull request as a lesson shows it: what its author wrote, and its diff. Static, for nothing is answered here."""

from __future__ import annotations

from course.views.pictures.diff import pull_request_html, sheet
from course.views.twin import style


class PullRequestView:
    """What ``course.pull_request(482)`` gives a notebook."""

    def __init__(self, number: int):
        self.number = number

    def __repr__(self) -> str:
        return f"Pull request #{self.number}"

    def _repr_html_(self) -> str:
        return f'{style()}{sheet()}<div class="course-twin">{pull_request_html(self.number)}</div>'
