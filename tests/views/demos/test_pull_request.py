"""A pull request to read: every line of its diff, with sign and number."""

from __future__ import annotations

from course.case.pull_requests import lines
from course.views.demos.pull_request import PullRequest
from tests.views.words import words


def test_a_pull_request_shows_every_line_with_sign_and_number():
    page = PullRequest(482).twin

    assert "#482 Put retries in one place" in page
    assert page.count('class="course-diff-line ') == len(lines(482))
    assert "&lt;" not in words(page)[:50]
