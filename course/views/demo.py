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
OWN = Path(__file__).with_name("demo.css")


class Demo:
    """Something to play with in a lesson, such as ``course.cutoff()``, on screen and as a static page beside it.

    A demo states its ``title``, its controls and the picture that follows from them. The frame redraws the picture
    after each change, reads out its sentence, takes everything back to the start, and draws the static twin. A style
    sheet of a demo's own is named after its folder. Without controls a demo is a page. Where the data cannot be read,
    one sentence takes the place of both.
    """

    title = ""
    meta = ""
    restart = ("Start again", "Go back to what this began with")
    _is_settling = False

    def make_controls(self) -> Sequence[Row]:
        """The controls in rows, made once, when the demo is first shown. May read data, and raise."""
        return ()

    def picture(self) -> Sequence[Part]:
        """What the present choices lead to: HTML, charts and, where they take part in the picture, widgets."""
        return ()

    def sentence(self) -> str:
        """The picture in words, to be read out after a change."""
        return ""

    def still(self) -> Sequence[str | Plot]:
        """What the static twin shows; the picture, unless readers without a kernel need something else."""
        return self.picture()

    def changed(self, control: widgets.Widget) -> None:
        """A learner changed a control; the picture follows."""
        self.refresh()

    @property
    def widget(self) -> widgets.VBox:
        """The demo on screen."""
        return self._opened._frame

    @property
    def controls(self) -> dict[str, widgets.Widget]:
        """The controls by their labels."""
        return {label: each for each in _inside(self.widget) if (label := _label(each))}

    @property
    def shown(self) -> str:
        """The picture on screen, as HTML."""
        return "".join(map(_html, self._opened._area.parts))

    @property
    def announced(self) -> str:
        """What was read out last."""
        return self._opened._companion.announcement

    @property
    def twin(self) -> str:
        """The demo as HTML that needs no kernel, no script and no network."""
        still = self._opened.still()
        rules = parts.rules() if any(isinstance(part, Plot) for part in still) else ""
        drawn = stills("".join(map(_html, still)), self._css)
        frame = f'<div class="course-twin course-demo course-{self._name}">'
        return f"{self._sheets}{rules}{frame}{self._head}{drawn}</div>"

    def refresh(self) -> None:
        """Show what follows from the present choices, and say it."""
        try:
            picture, words = self.picture(), self.sentence()
        except Exception as error:  # such as a query that takes too long: the learner reads a sentence and goes on
            picture, words = [problem_html(error)], str(error)
        self._area.show(picture)
        self.announce(words)

    def announce(self, words: str) -> None:
        """Have a sentence read out."""
        self._companion.announcement = words

    def reset(self) -> None:
        """Take every control back to what it began with."""
        with self.settling():
            for control, value in self._start.items():
                control.value = value
        self.refresh()

    def follow(self, control: widgets.Widget) -> None:
        """Call ``changed`` when a learner changes a control; only needed for controls that are made later."""
        control.observe(lambda change: None if self._is_settling else self.changed(control), "value")

    @contextmanager
    def settling(self) -> Iterator[None]:
        """Set controls without this being taken for a change of the learner's."""
        before, self._is_settling = self._is_settling, True
        try:
            yield
        finally:
            self._is_settling = before

    def _ipython_display_(self) -> None:
        is_page = type(self).make_controls is Demo.make_controls
        display_with_twin(lambda: None if is_page else self.widget, lambda: self.twin)

    @cached_property
    def _opened(self) -> Demo:
        """This demo with its controls made and its first picture drawn."""
        self._companion, self._area = Companion(), PictureArea()
        rows = self.make_controls()
        self._start = {control: control.value for control in _settable(rows)}
        for control in self._start:
            self.follow(control)
        self._area.show(self.picture())
        head = widgets.HTML(self._sheets + self._head)
        self._frame = widgets.VBox([head, *self._boxes(rows), self._area.widget, self._companion])
        for name in ("frame", "demo", self._name):
            self._frame.add_class(f"course-{name}")
        return self

    def _boxes(self, rows: Sequence[Row]) -> list[widgets.Widget]:
        """The rows as boxes; the button that resets, where there is something to reset, is in the last one."""
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
        return f"{style()}<style>{OWN.read_text(encoding='utf-8')}{self._css}</style>"


class PictureArea:
    """The parts of a picture on screen. A widget stays as long as its part is of the same kind."""

    def __init__(self) -> None:
        self.widget = widgets.VBox()
        self.parts: Sequence[Part] = ()

    def show(self, picture: Sequence[Part]) -> None:
        """Show these parts in place of the present ones."""
        self.parts = tuple(picture)
        before = self.widget.children[: len(self.parts)]
        self.widget.children = [_shown(part, old) for part, old in zip_longest(self.parts, before)]


class ChartBox(widgets.VBox):
    """A chart among other parts, with the style that it needs."""

    def __init__(self) -> None:
        self.view = ChartView(wide=True)
        super().__init__([widgets.HTML(parts.rules()), self.view.widget])
        self.add_class("course-dashboard")


def action(label: str, tooltip: str, act: Callable[[], object], primary: bool = False) -> widgets.Button:
    """A button that does something."""
    clickable = button(label, tooltip, primary)
    clickable.on_click(lambda _: act())
    return clickable


def _shown(part: Part, before: widgets.Widget | None) -> widgets.Widget:
    if isinstance(part, widgets.Widget):
        return part
    if isinstance(part, Plot):
        box = before if isinstance(before, ChartBox) else ChartBox()
        box.view.show(part, part.chart.sql)
        return box
    html = before if type(before) is widgets.HTML else widgets.HTML()
    html.value = part
    return html


def _html(part: Part) -> str:
    if isinstance(part, Plot):
        return f'<div class="course-dashboard">{parts.static_chart(part, part.chart.sql)}</div>'
    return part if isinstance(part, str) else ""


def _settable(rows: Sequence[Row]) -> list[widgets.Widget]:
    flat = [each for row in rows for each in ([row] if isinstance(row, widgets.Widget) else row)]
    return [each for each in flat if each.has_trait("value") and not isinstance(each, widgets.HTML)]


def _inside(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _inside(child)


def _label(widget: widgets.Widget) -> str:
    return getattr(widget, "description", "") or getattr(widget, "label", "")


def _box(row: Sequence[widgets.Widget]) -> widgets.HBox:
    return widgets.HBox(list(row)).add_class("course-controls")
