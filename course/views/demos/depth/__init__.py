"""The depth dial: how deep a technical product manager goes in eight competences, at five companies."""

from __future__ import annotations

from IPython.display import HTML, display


class DepthDemo:
    """What ``course.depth()`` gives a notebook: the dial, and all five companies as a static output of their own."""

    def _ipython_display_(self) -> None:
        from course.views.demos.depth.picture import twin
        from course.views.demos.depth.widget import Dial
        from course.views.live import display_live

        display_live(Dial().widget)
        display(HTML(twin()))
