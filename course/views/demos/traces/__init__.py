"""The latency demo: what fixes do to 300 recorded requests, part by part and in all."""

from __future__ import annotations

from IPython.display import HTML, display


class TracesDemo:
    """What ``course.traces()`` gives a notebook: the demo, and the requests as recorded in static HTML."""

    def _ipython_display_(self) -> None:
        from course.views.demos.traces.widget import Traces
        from course.views.live import display_live

        display_live(Traces().widget)
        display(HTML(twin()))


def twin() -> str:
    """The requests without any fix as HTML that needs no kernel, no script and no network."""
    from course.views.demos.traces.picture import HEAD, fixes, picture, sheet
    from course.views.stills import stills
    from course.views.twin import style

    drawn = stills(picture(()), sheet())
    return f'{style()}<style>{sheet()}</style><div class="course-twin course-traces">{HEAD}{drawn}{fixes()}</div>'
