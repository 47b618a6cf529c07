"""The criteria demo: acceptance criteria run against a right payment service and seven wrong ones."""

from __future__ import annotations

from IPython.display import HTML, display


class CriteriaDemo:
    """What ``course.criteria()`` gives a notebook: the demo, and the happy path with its result as a static table."""

    def _ipython_display_(self) -> None:
        from course.views.demos.criteria.picture import PRESETS, judged, listing
        from course.views.demos.criteria.widget import Criteria
        from course.views.live import display_live
        from course.views.twin import style

        display_live(Criteria().widget)
        text = PRESETS["The happy path"]
        display(HTML(f'{style()}<div class="course-twin">{listing(text)}{judged(text)}</div>'))
