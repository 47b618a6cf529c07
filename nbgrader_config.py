"""The course's settings for nbgrader; course/nbgrader says what they are and why."""

from course.nbgrader import configure
from course.nbgrader.autograde import use_course_autograde

configure(get_config())  # noqa: F821 - nbgrader provides it
use_course_autograde()  # replaces a class of nbgrader, as no setting can grade a hand-in without its notebook
