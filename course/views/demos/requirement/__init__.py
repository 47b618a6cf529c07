"""The requirement demo: one sentence, three engineers, three products; and what a check sees of a sentence of one's own."""

from __future__ import annotations

from IPython.display import HTML, display


class RequirementDemo:
    """What ``course.requirement()`` gives a notebook: the demo, and its first sentence as static HTML."""

    def _ipython_display_(self) -> None:
        from course.views.demos.requirement.picture import WISHES, built, seen
        from course.views.demos.requirement.widget import Requirement
        from course.views.live import display_live
        from course.views.twin import style

        display_live(Requirement().widget)
        first = WISHES[0]
        display(
            HTML(
                f'{style()}<div class="course-twin"><p>“{first.sentence}”</p>{seen(first.sentence)}{built(first)}</div>'
            )
        )
