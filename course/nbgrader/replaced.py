"""What of nbgrader the course replaces where nbgrader has no setting for it."""

from __future__ import annotations

from course.nbgrader.autograde import use_course_autograde
from course.nbgrader.feedback_steps import use_course_feedback
from course.nbgrader.paths import use_literal_brackets
from course.nbgrader.quiet import use_few_warnings
from course.nbgrader.receipts import use_sound_timestamps
from course.nbgrader.release import use_course_release


def use_course_classes() -> None:
    """Make nbgrader's commands and formgrader's buttons work as the course needs them."""
    use_course_autograde()
    use_course_release()
    use_course_feedback()
    use_literal_brackets()
    use_sound_timestamps()
    use_few_warnings()
