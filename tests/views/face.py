"""What a person finds in a widget without a browser: its parts, its words, its buttons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import ipywidgets as widgets

from course.views.companion import Companion

Part = TypeVar("Part", bound=widgets.Widget)


def parts(widget: widgets.Widget, kind: type[Part] = widgets.Widget) -> Iterator[Part]:
    """The widget and all that it holds, of one kind."""
    if isinstance(widget, kind):
        yield widget
    for child in getattr(widget, "children", ()):
        yield from parts(child, kind)


def part(widget: widgets.Widget, kind: type[Part]) -> Part:
    """The only part of a kind."""
    (found,) = parts(widget, kind)
    return found


def shown(widget: widgets.Widget) -> str:
    """All HTML that it shows."""
    return " ".join(each.value for each in parts(widget, widgets.HTML))


def outputs(widget: widgets.Widget) -> list[dict]:
    """What is drawn in its output areas."""
    return [output for each in parts(widget, widgets.Output) for output in each.outputs]


def announced(widget: widgets.Widget) -> str:
    """What a screen reader reads out."""
    return part(widget, Companion).announcement


def button(widget: widgets.Widget, label: str) -> widgets.Button:
    """The button with this label."""
    (found,) = [each for each in parts(widget, widgets.Button) if each.description == label]
    return found


def click(widget: widgets.Widget, label: str) -> None:
    """Click a button that can be clicked."""
    found = button(widget, label)
    assert not found.disabled
    found.click()


def send(widget: widgets.Widget, **message: object) -> None:
    """Send a widget what its own script in the browser would send."""
    widget._handle_custom_msg(message, [])


def typed(value: object, *path: str, age: int = 0, restored: bool = False, tab: str = "a", seen: int = 0) -> dict:
    """What a browser sends of one change: ``age`` in milliseconds, ``tab`` names the window, ``seen`` the edition there."""
    change = {"id": f"{tab}-{path}-{value}", "path": list(path), "value": value, "age": age}
    return {"type": "typed", "tab": tab, "seen": seen, "restored": restored, "changes": [change]}
