"""The console of Mandaro Link's API: send calls, read what goes over the wire, let things go wrong."""

from __future__ import annotations

from IPython.display import HTML, display


class ConsoleDemo:
    """What ``course.console()`` gives a notebook: the console, and a recorded session as static HTML.

    The API starts with the first call, so a notebook that is only executed starts nothing.
    """

    def _ipython_display_(self) -> None:
        from course.services.link.client import read_session
        from course.views.demos.console.picture import twin
        from course.views.demos.console.widget import Console
        from course.views.live import display_live

        display_live(Console().widget)
        display(HTML(twin(read_session())))
