"""Shows a widget with its static twin; without a kernel, one sentence replaces the widget's values."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets
from IPython.display import HTML, display

from course.views.frame import problem_html
from course.views.twin import style

INSTEAD = "Run this cell to make it interactive."


def display_live(widget: widgets.Widget) -> None:
    """Display a widget as the notebook stores it: its view, and a sentence for readers without a kernel."""
    display({**widget._repr_mimebundle_(), "text/plain": INSTEAD}, raw=True)


def display_with_twin(make_widget: Callable[[], widgets.Widget | None], make_twin: Callable[[], str]) -> None:
    """Display a widget, if there is one, and its twin as a separate output; or, if they fail, a sentence that says why."""
    try:
        widget, twin = make_widget(), make_twin()
    except Exception as error:  # whatever is wrong with the data, the learner reads a sentence
        display(HTML(style() + problem_html(error)))
        return
    if widget is not None:
        display_live(widget)
    display(HTML(twin))
