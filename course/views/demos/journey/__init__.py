"""The journey demo: a payment's way through a real small checkout, with parts to slow down and to end."""

from __future__ import annotations

from IPython.display import HTML, display


class JourneyDemo:
    """What ``course.journey()`` gives a notebook: the demo, and a recorded session as static HTML."""

    def _ipython_display_(self) -> None:
        from course.views.demos.journey.widget import Journeys
        from course.views.live import display_live

        display_live(Journeys().widget)
        display(HTML(twin()))


def twin() -> str:
    """A recorded session as HTML that needs no kernel, no script and no network."""
    from course.services.checkout.session import Recorded
    from course.views.demos.journey.picture import HEAD, account, faults, scene, sheet
    from course.views.stills import stills
    from course.views.twin import style

    session = Recorded()
    journey = session.send()
    drawn = stills(scene(session.states, session.worker_count, journey), sheet())
    shown = f"{drawn}{account(journey)}{faults(session.faults)}"
    note = f'<p class="course-note">{session.says} Run this cell to start the service on yours.</p>'
    return f'{style()}<style>{sheet()}</style><div class="course-twin course-journey">{HEAD}{note}{shown}</div>'
