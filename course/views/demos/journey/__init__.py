"""The journey demo: a payment's way through a real small checkout, with parts to slow down and to end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets as widgets

from course.services.checkout.front import FRONT, after_front_steps, front_steps, refused_journey
from course.services.checkout.journey import Journey
from course.services.checkout.session import PARTS, STATES, Live, Recorded
from course.services.run import ServiceError
from course.views.demo import Demo, Part, Row, action
from course.views.demos.journey import picture
from course.views.demos.journey.rush import Rush
from course.views.markup import note

STARTING = "Starting six processes. This takes some seconds."


class PaymentJourney(Demo):
    """A payment's way through a real small checkout that runs on this computer, with parts to slow down and to kill."""

    title = "The way of a payment"
    meta = "checkout of Mandaro Pay, rebuilt small"
    restart = ("All well again", "Start again with every part well")

    def __init__(self, live: Callable[[], Live] = Live):
        self.live, self.session = live, Recorded()
        self.status = f"Not running yet. What you see is this: {_lower(self.session.description)}"
        self.outcome: Journey | Rush | None = self.session.send()

    def make_controls(self) -> Sequence[Row]:
        self.start = self._action(
            "Start the service", "Start checkout and its parts on this computer", self._start_service, True
        )
        self.stop = self._action("Stop the service", "End all its processes", self._stop_service)
        self.kill = self._action(
            "End a worker in mid-payment", "Send a payment and end the process that answers it", self._kill
        )
        self.front = {part: widgets.Dropdown(description=part, options=STATES) for part in FRONT}
        self.work = widgets.Dropdown(description="workers", options=STATES[:2])
        self.parts = {part: widgets.Dropdown(description=part, options=STATES) for part in PARTS}
        send = self._action("Send one payment", "One payment, from the payer's side", self._send)
        several = self._action("Send 12 at once", "Twelve payments at the same moment", self._rush)
        self._settle()
        return [
            [self.start, self.stop],
            [send, several, self.kill],
            [*self.front.values(), self.work],
            [*self.parts.values()],
        ]

    def picture(self) -> Sequence[Part]:
        journey = self.outcome if isinstance(self.outcome, Journey) else None
        scene = picture.scene({**self.session.states, **self._front_states}, self.session.worker_count, journey)
        return [note(self.status), scene, *self._outcome_parts()]

    def sentence(self) -> str:
        if isinstance(self.outcome, Rush):
            return self.outcome.sentence
        return picture.sentence(self.outcome) if self.outcome else self.status

    def still(self) -> Sequence[Part]:
        session = Recorded()
        journey = session.send()
        return [
            note(f"{session.description} Run this cell to start the service on yours."),
            picture.scene(session.states, session.worker_count, journey),
            picture.account(journey),
            picture.faults(session.faults),
        ]

    def changed(self, control: widgets.Widget) -> None:
        part = next((part for part, choice in self.parts.items() if choice is control), None)
        self._try(lambda: self._set(part, control.value) if part else self._clear_outcome())

    def reset(self) -> None:
        self._try(self._heal)

    def _outcome_parts(self) -> list[Part]:
        if isinstance(self.outcome, Rush):
            return [self.outcome.chart]
        return [picture.account(self.outcome) if self.outcome else note("Send a payment to see what happens.")]

    @property
    def _front_states(self) -> dict[str, str]:
        return {part: choice.value for part, choice in self.front.items()}

    def _action(self, label: str, tooltip: str, act: Callable[[], None], primary: bool = False) -> widgets.Button:
        return action(label, tooltip, lambda: self._try(act), primary)

    def _try(self, act: Callable[[], None]) -> None:
        """Act on the session; if no process can be started, continue with the recording and say why."""
        try:
            act()
        except (ServiceError, OSError) as error:
            self.session.stop()
            self.session, self.outcome = Recorded(), None
            self.status = f"{error} So you see this: {_lower(self.session.description)}"
        self._settle()
        self.refresh()

    def _start_service(self) -> None:
        self._wait(STARTING)
        self.session = self.live()
        self._clear_outcome()

    def _stop_service(self) -> None:
        self.session.stop()
        self.session, self.outcome = Recorded(), None
        self.status = f"Stopped; no process is left. What you see is this: {_lower(self.session.description)}"

    def _set(self, part: str, state: str) -> None:
        self._wait(STARTING if self.session.states[part] == "gone" else f"The {part} becomes {state}.")
        self.session.set(part, state)
        self._clear_outcome()

    def _heal(self) -> None:
        self._wait(STARTING)
        with self.settling():
            for choice in (*self.front.values(), self.work):
                choice.value = "well"
        self.session.restart()
        self._clear_outcome()

    def _send(self) -> None:
        steps = front_steps(self._front_states)
        self.outcome = refused_journey(steps) or after_front_steps(steps, self.session.send())

    def _rush(self) -> None:
        workers = self.session.worker_count
        self.outcome = refused_journey(front_steps(self._front_states)) or Rush(tuple(self.session.rush()), workers)

    def _kill(self) -> None:
        self.outcome = refused_journey(front_steps(self._front_states)) or self.session.kill_worker()
        self.status = self.session.description

    def _clear_outcome(self) -> None:
        """Forget the last payment: it says nothing about the parts as they are now."""
        self.status, self.outcome = self.session.description, None

    def _wait(self, words: str) -> None:
        self.status, self.outcome = words, None
        self.refresh()

    def _settle(self) -> None:
        """Set the controls to the state of the session."""
        is_live = not isinstance(self.session, Recorded)
        self.start.disabled, self.stop.disabled = is_live, not is_live
        self.kill.disabled = self.session.worker_count < 2
        self.session.slow_workers(self.work.value == "slow")
        with self.settling():
            for part, choice in self.parts.items():
                choice.value = self.session.states[part]


def _lower(words: str) -> str:
    return words[0].lower() + words[1:]


DEMO = PaymentJourney
