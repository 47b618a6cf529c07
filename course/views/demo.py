"""The frame of every demo: head, controls, picture, announcements, reset, and beside the live widget its static twin."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from html import escape
from itertools import zip_longest
from pathlib import Path

import ipywidgets as widgets

from course.views.companion import Companion
from course.views.dashboard import parts
from course.views.dashboard.plot import Plot
from course.views.dashboard.widget import ChartView
from course.views.frame import button, problem_html
from course.views.live import display_with_twin
from course.views.stills import stills
from course.views.twin import style

Part = str | Plot | widgets.Widget
Row = widgets.Widget | Sequence[widgets.Widget]
DEMO_CSS = Path(__file__).with_name("demo.css")


class Demo:
    """Something to play with in a lesson, such as ``course.cutoff()``, on screen and as a static page beside it.

    A demo states its ``title``, its controls and the picture that follows from them. The frame redraws the picture
    after each change, reads out its sentence, goes back to the start, and draws the static twin. A style
    sheet of a demo's own is named after its folder. Without controls a demo is a page. If the data cannot be read, one
    sentence replaces both.
    """

    title = ""
    meta = ""
    called = "demo"  # what a button that opens it beside an exercise calls it
    restart = ("Start again", "Go back to what this began with")
    _is_settling = False

    def make_controls(self) -> Sequence[Row]:
        """The controls in rows, created once, when the demo is first shown. May read data, and raise."""
        return ()

    def picture(self) -> Sequence[Part]:
        """What the current choices lead to: HTML, charts and, if they are part of the picture, widgets."""
        return ()

    def sentence(self) -> str:
        """The picture in words, read out after a change."""
        return ""

    def still(self) -> Sequence[str | Plot]:
        """What the static twin shows: the picture, unless readers without a kernel need something else."""
        return self.picture()

    def changed(self, control: widgets.Widget) -> None:
        """Called when a learner changed a control; redraws the picture."""
        self.refresh()

    @property
    def widget(self) -> widgets.VBox:
        """The demo on screen."""
        return self._on_screen._frame

    @property
    def controls(self) -> dict[str, widgets.Widget]:
        """The controls by their labels."""
        return {label: control for control in _inside(self.widget) if (label := _label(control))}

    @property
    def picture_html(self) -> str:
        """The picture on screen, as HTML."""
        return "".join(map(_html, self._on_screen._picture_area.parts))

    @property
    def announcement(self) -> str:
        """What was read out last."""
        return self._on_screen._companion.announcement

    @property
    def twin(self) -> str:
        """The demo as HTML that needs no kernel, no script and no network."""
        still = self._on_screen.still()
        rules = parts.dashboard_rules() if any(isinstance(part, Plot) for part in still) else ""
        picture = stills("".join(map(_html, still)), self._css)
        role = "frame" if self._is_page else "twin"  # a twin is hidden where its widget is alive; a page has none
        frame = f'<div class="course-{role} course-demo course-{self._name}">'
        return f"{self._sheets}{rules}{frame}{self._head}{picture}</div>"

    def refresh(self) -> None:
        """Show what follows from the current choices, and announce it."""
        try:
            picture, sentence = self.picture(), self.sentence()
        except Exception as error:  # such as a query that takes too long: the learner reads a sentence and goes on
            picture, sentence = [problem_html(error)], str(error)
        self._picture_area.show(picture)
        self.announce(sentence)

    def announce(self, words: str) -> None:
        """Have a sentence read out."""
        self._companion.announcement = words

    def reset(self) -> None:
        """Set every control back to its first value."""
        with self.settling():
            for control, value in self._start.items():
                control.value = value
        self.refresh()

    def follow(self, control: widgets.Widget) -> None:
        """Call ``changed`` when a learner changes a control; only needed for controls that are created later."""
        control.observe(lambda change: None if self._is_settling else self.changed(control), "value")

    @contextmanager
    def settling(self) -> Iterator[None]:
        """Set controls without this counting as a learner's change."""
        was_settling, self._is_settling = self._is_settling, True
        try:
            yield
        finally:
            self._is_settling = was_settling

    def _ipython_display_(self) -> None:
        display_with_twin(lambda: None if self._is_page else self.widget, lambda: self.twin)

    @property
    def _is_page(self) -> bool:
        return type(self).make_controls is Demo.make_controls

    @cached_property
    def _on_screen(self) -> Demo:
        """This demo with its controls created and its first picture drawn."""
        self._companion, self._picture_area = Companion(), PictureArea()
        rows = self.make_controls()
        self._start = {control: control.value for control in _settable(rows)}
        for control in self._start:
            self.follow(control)
        self._picture_area.show(self.picture())
        head = widgets.HTML(self._sheets + self._head)
        head.layout.display = None if self._head else "none"  # style sheets need no room
        self._frame = widgets.VBox([head, *self._boxes(rows), self._picture_area.widget, self._companion])
        for name in ("frame", "demo", self._name):
            self._frame.add_class(f"course-{name}")
        return self

    def _boxes(self, rows: Sequence[Row]) -> list[widgets.Widget]:
        """The rows as boxes; if there is something to reset, the last one has the reset button."""
        if self._start or type(self).reset is not Demo.reset:
            *rows, last = rows
            buttons = [action(*self.restart, self.reset)]
            rows = [*rows, [*last, *buttons]] if isinstance(last, Sequence) else [*rows, last, buttons]
        return [row if isinstance(row, widgets.Widget) else _box(row) for row in rows]

    @property
    def _name(self) -> str:
        return type(self).__module__.rpartition(".")[2]

    @property
    def _head(self) -> str:
        if not self.title:
            return ""
        meta = f'<span class="course-meta">{escape(self.meta)}</span>' if self.meta else ""
        return f'<div class="course-head"><strong class="course-title">{escape(self.title)}</strong>{meta}</div>'

    @property
    def _css(self) -> str:
        file = Path(sys.modules[type(self).__module__].__file__).with_name(f"{self._name}.css")
        return file.read_text(encoding="utf-8") if file.exists() else ""

    @property
    def _sheets(self) -> str:
        return f"{style()}<style>{DEMO_CSS.read_text(encoding='utf-8')}{self._css}</style>"


class PictureArea:
    """The parts of a picture on screen. A widget is reused while its part is of the same kind."""

    def __init__(self) -> None:
        self.widget = widgets.VBox()
        self.parts: Sequence[Part] = ()

    def show(self, picture: Sequence[Part]) -> None:
        """Replace the current parts by these."""
        self.parts = tuple(picture)
        current = self.widget.children[: len(self.parts)]
        self.widget.children = [_part_widget(part, old) for part, old in zip_longest(self.parts, current)]


class ChartBox(widgets.VBox):
    """A chart among other parts, with the style that it needs."""

    def __init__(self) -> None:
        self.view = ChartView(wide=True)
        super().__init__([widgets.HTML(parts.dashboard_rules()), self.view.widget])
        self.add_class("course-dashboard")


def action(label: str, tooltip: str, act: Callable[[], object], primary: bool = False) -> widgets.Button:
    """A button that does something."""
    clickable = button(label, tooltip, primary)
    clickable.on_click(lambda _: act())
    return clickable


def _part_widget(part: Part, current: widgets.Widget | None) -> widgets.Widget:
    if isinstance(part, widgets.Widget):
        return part
    if isinstance(part, Plot):
        box = current if isinstance(current, ChartBox) else ChartBox()
        box.view.show(part, part.chart.sql)
        return box
    html = current if type(current) is widgets.HTML else widgets.HTML()
    html.value = part
    return html


def _html(part: Part) -> str:
    if isinstance(part, Plot):
        return f'<div class="course-dashboard">{parts.static_chart(part, part.chart.sql)}</div>'
    return part if isinstance(part, str) else ""


def _settable(rows: Sequence[Row]) -> list[widgets.Widget]:
    all_widgets = [widget for row in rows for widget in ([row] if isinstance(row, widgets.Widget) else row)]
    return [widget for widget in all_widgets if widget.has_trait("value") and not isinstance(widget, widgets.HTML)]


def _inside(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _inside(child)


def _label(widget: widgets.Widget) -> str:
    return getattr(widget, "description", "") or getattr(widget, "label", "")


def _box(row: Sequence[widgets.Widget]) -> widgets.HBox:
    return widgets.HBox(list(row)).add_class("course-controls")
