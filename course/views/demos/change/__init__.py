"""The demo of a change on its way from commit to release, made with real git."""

from __future__ import annotations

from IPython.display import HTML, display


class ChangeDemo:
    """What ``course.change()`` gives a notebook: the demo, and all its steps as a static page of their own."""

    def _ipython_display_(self) -> None:
        from course.views.demos.change.picture import twin
        from course.views.demos.change.story import read_story
        from course.views.demos.change.widget import ChangeViewer
        from course.views.live import display_live

        story = read_story()
        display_live(ChangeViewer(story).widget)
        display(HTML(twin(story)))
