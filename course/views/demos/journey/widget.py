"""The journey demo on screen: start the service, send payments, slow parts down or end them, and see who notices."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import ipywidgets as widgets

from course.services.checkout.front import FRONT, before, behind, ended
from course.services.checkout.session import PARTS, STATES, Live, Recorded
from course.services.run import ServiceError
from course.views.companion import Companion
from course.views.demos.journey.picture import HEAD, account, rush, rush_sentence, scene, sentence, sheet
from course.views.frame import button
from course.views.twin import style

STARTING = "Starting six processes. This takes some seconds."


class Journeys:
    """The demo: a recorded session until the learner starts the service."""

    def __init__(self, live: Callable[[], Live] = Live):
        self._live, self.session = live, Recorded()
        self.start = button("Start the service", "Start checkout and its parts on this computer", primary=True)
        self.end = button("Stop the service", "End all its processes")
        self.send = button("Send one payment", "One payment, from the payer's side")
        self.many = button("Send 12 at once", "Twelve payments at the same moment")
        self.kill = button("End a worker in mid-payment", "Send a payment and end the process that answers it")
        self.heal = button("All well again", "Begin anew with every part well")
        self.states = {part: widgets.Dropdown(description=part, options=STATES) for part in PARTS}
        self.front = {part: widgets.Dropdown(description=part, options=STATES) for part in FRONT}
        self.work = widgets.Dropdown(description="workers", options=STATES[:2])
        self._says, self._scene, self._found, self._companion = (
            widgets.HTML(),
            widgets.HTML(),
            widgets.HTML(),
            Companion(),
        )
        acts = {
            self.start: self._start, self.end: self._end, self.send: self._send,
            self.many: self._rush, self.kill: self._kill, self.heal: self._heal,
        }  # fmt: skip
        for control, act in acts.items():
            control.on_click(lambda _, act=act: self._try(act))
        for part, choice in self.states.items():
            choice.observe(lambda change, part=part: self._try(lambda: self._set(part, change.new)), "value")
        for choice in (*self.front.values(), self.work):
            choice.observe(lambda change: self._try(self._draw_states), "value")
        self._settling = False
        self.widget = self._frame()
        self._show(f"Not running yet. What you see is this: {_lower(self.session.says)}")
        self._send()
        self._companion.announcement = ""

    def _start(self) -> None:
        self._busy(STARTING)
        self.session = self._live()
        self._show(self.session.says)
        self._draw()

    def _end(self) -> None:
        self.session.stop()
        self.session = Recorded()
        self._show(f"Stopped; no process is left. What you see is this: {_lower(self.session.says)}")
        self._draw()

    def _set(self, part: str, state: str) -> None:
        if self._settling or state == self.session.states[part]:
            return
        self._busy(STARTING if self.session.states[part] == "gone" else f"The {part} becomes {state}.")
        self.session.set(part, state)
        self._show(self.session.says)
        self._draw()

    def _heal(self) -> None:
        self._busy(STARTING)
        self._settling = True
        for choice in (*self.front.values(), self.work):
            choice.value = "well"
        self._settling = False
        self.session.restart()
        self._show(self.session.says)
        self._draw()

    def _send(self) -> None:
        met = before(self._met)
        self._draw(ended(met) or behind(met, self.session.send()))

    @property
    def _met(self) -> dict[str, str]:
        return {part: choice.value for part, choice in self.front.items()}

    def _draw_states(self) -> None:
        if not self._settling:
            self.session.slow_workers(self.work.value == "slow")
            self._draw()

    def _kill(self) -> None:
        if stopped := ended(before(self._met)):
            self._draw(stopped)
            return
        journey = self.session.kill_worker()
        self._show(self.session.says)
        self._draw(journey)

    def _rush(self) -> None:
        if stopped := ended(before(self._met)):
            self._draw(stopped)
            return
        workers = self.session.worker_count
        journeys = self.session.rush()
        self._found.value = rush(journeys, workers)
        self._companion.announcement = rush_sentence(journeys, workers)

    def _try(self, act: Callable[[], None]) -> None:
        """Act on the session; where no process can be had, go on with the recording and say why."""
        try:
            act()
        except (ServiceError, OSError) as error:
            self.session.stop()
            self.session = Recorded()
            self._show(f"{error} So you see this: {_lower(self.session.says)}")
            self._draw()

    def _busy(self, words: str) -> None:
        self._says.value = _note(words)

    def _show(self, words: str) -> None:
        """Say where the session stands, and let the controls agree with it."""
        is_live = not isinstance(self.session, Recorded)
        self._says.value, self._companion.announcement = _note(words), words
        self.start.disabled, self.end.disabled = is_live, not is_live
        self.kill.disabled = self.session.worker_count < 2
        self._settling = True
        self.session.slow_workers(self.work.value == "slow")
        for part, choice in self.states.items():
            choice.value = self.session.states[part]
        self._settling = False

    def _draw(self, journey=None) -> None:
        self._scene.value = scene({**self.session.states, **self._met}, self.session.worker_count, journey)
        self._found.value = account(journey) if journey else _note("Send a payment to see what happens.")
        if journey:
            self._companion.announcement = sentence(journey)

    def _frame(self) -> widgets.VBox:
        head = widgets.HTML(f"{style()}<style>{sheet()}</style>{HEAD}")
        running = widgets.HBox([self.start, self.end]).add_class("course-controls")
        way = widgets.HBox([*self.front.values(), self.work]).add_class("course-controls")
        faults = widgets.HBox([*self.states.values(), self.heal]).add_class("course-controls")
        sending = widgets.HBox([self.send, self.many, self.kill]).add_class("course-controls")
        parts = [head, running, self._says, way, faults, sending, self._scene, self._found, self._companion]
        return widgets.VBox(parts).add_class("course-frame").add_class("course-journey")


def _note(words: str) -> str:
    return f'<p class="course-note">{escape(words)}</p>'


def _lower(words: str) -> str:
    return words[0].lower() + words[1:]
