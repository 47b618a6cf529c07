"""What an exercise needs to see, beside its answer: a demo that a button opens, and that stays in view until it is closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import ipywidgets as widgets

from course.registry import Registry

DEMOS = Registry("course.views.demos")
SIDE, WORK, OPEN = "course-side", "course-work", "course-has-side"


class Beside:
    """An exercise's ``answer`` and a place beside it, or above it where there is no room for two columns.

    ``needs`` is the name of a demo and what it is called with. The demo is made when it is first opened, and keeps what was
    done in it. ``look`` brings the part with a class into view.
    """

    def __init__(self, answer: widgets.Widget, needs: Sequence[str], look: Callable[[str], None]):
        self._make = partial(_demo, *needs)
        self._called = DEMOS[needs[0]].DEMO.called if needs else ""
        self._look = look
        self._side = widgets.VBox().add_class(SIDE)
        self._side.layout.display = "none"
        self._button = widgets.Button()
        self._button.on_click(lambda _: self.toggle())
        self._say()
        self.buttons = (self._button,) if needs else ()
        self.widget = widgets.Box([answer, self._side] if needs else [answer]).add_class(WORK)

    def toggle(self) -> None:
        """Open what is needed, or put it away."""
        if self._is_open:
            self._side.layout.display = "none"
            self.widget.remove_class(OPEN)
        else:
            if not self._side.children:
                self._side.children = [self._make().widget]
            self._side.layout.display = None
            self.widget.add_class(OPEN)
            self._look(SIDE)
        self._say()

    @property
    def _is_open(self) -> bool:
        return self._side.layout.display != "none"

    def _say(self) -> None:
        self._button.description = f"{'Hide' if self._is_open else 'Show'} the {self._called}"
        self._button.tooltip = "Put it away" if self._is_open else f"Open the {self._called} beside the answer"


def problem_beside(needs: Sequence[str]) -> str:
    """What is wrong with what an author wants beside an exercise, in a sentence; empty if it can be shown."""
    if not needs:
        return ""
    if needs[0] not in DEMOS:
        return f"there is no demo “{needs[0]}” to open beside it. Those that exist are {', '.join(DEMOS)}."
    try:
        _demo(*needs)
    except Exception as error:  # whatever a demo says of its arguments
        return f"“{needs[0]}” cannot be opened beside it with {list(needs[1:])}: {error}."
    return ""


def _demo(name: str, *arguments: str) -> Any:
    return DEMOS[name].DEMO(*arguments)
