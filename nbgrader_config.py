"""The course's settings for nbgrader; course/nbgrader says what they are and why."""

from course.nbgrader import configure
from course.nbgrader.collect import use_course_collecting
from course.nbgrader.replaced import use_course_classes

configure(get_config())  # noqa: F821 - nbgrader provides it
use_course_classes()  # where nbgrader has no setting: hand-ins of any state, answers beside a release, brackets in paths
use_course_collecting()  # nbgrader believes what is inside an upload
