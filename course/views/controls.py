"""Controls that ipywidgets lacks: a number to slide or to type, and steps to walk through."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import anywidget
import ipywidgets as widgets
import traitlets

from course.views.frame import button


class Number(widgets.HBox):
    """A number to choose with a slider or to type; it snaps to the nearest step."""

    value = traitlets.Int()

    def __init__(self, label: str, lowest: int, highest: int, step: int, value: int):
        limits = {"min": lowest, "max": highest, "step": step, "value": value}
        self._slider = widgets.IntSlider(description=label, readout=False, **limits)
        self._box = widgets.BoundedIntText(description="or type it", **limits)
        super().__init__([self._slider, self._box], value=value)
        for control in (self._slider, self._box):
            control.observe(lambda change: self._take(change.new), "value")
        self.observe(lambda _: self._show(), "value")

    def _take(self, number: int) -> None:
        lowest, step = self._slider.min, self._slider.step
        self.value = lowest + step * round((number - lowest) / step)
        self._show()

    def _show(self) -> None:
        self._slider.value = self._box.value = self.value


class ArrowKeys(anywidget.AnyWidget):
    """An invisible widget that sends ``{"move": 1}`` for the right arrow key in its demo, -1 for the left one."""

    _esm = Path(__file__).with_name("keys.js")


class Walk(widgets.HBox):
    """Steps to walk through by button, by arrow key or from a list. ``value`` is the position of the current one, from 0."""

    value = traitlets.Int(0)

    def __init__(self, names: Sequence[str]):
        self._last, self._choice = (
            len(names) - 1,
            widgets.Dropdown(description="Step", options=_numbered(names), value=0),
        )
        self._back = button("Previous", "Go back one step")
        self._next = button("Next", "Go on to the next step", primary=True)
        keys = ArrowKeys()
        super().__init__([self._back, self._next, self._choice, keys])
        self._back.on_click(lambda _: self.move(-1))
        self._next.on_click(lambda _: self.move(1))
        keys.on_msg(lambda _widget, content, _buffers: self.move(content["move"]))
        traitlets.link((self, "value"), (self._choice, "value"))
        self.observe(lambda _: self._switch(), "value")
        self._switch()

    def move(self, by: int) -> None:
        """Go some steps forward or back; beyond the ends nothing happens."""
        if 0 <= self.value + by <= self._last:
            self.value += by

    def rename(self, names: Sequence[str]) -> None:
        """Walk through other steps, from the first."""
        self.value, self._last = 0, len(names) - 1
        self._choice.options = _numbered(names)  # which chooses the first of them
        self._switch()

    def _switch(self) -> None:
        self._back.disabled, self._next.disabled = self.value == 0, self.value == self._last


def _numbered(names: Sequence[str]) -> list[tuple[str, int]]:
    return [(f"{number}. {name}", number - 1) for number, name in enumerate(names, 1)]
