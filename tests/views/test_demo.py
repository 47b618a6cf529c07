"""The frame of demos: what it shows, says and takes back for a demo that states its controls and its picture only."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets
import pytest

from course.dashboards.describe import Chart
from course.views import live
from course.views.controls import Number, Walk
from course.views.dashboard.plot import Plot
from course.views.demo import ChartBox, Demo, Part, Row
from tests.views.drawn import drawn
from tests.views.words import words


class Doubling(Demo):
    """A number, and twice that number."""

    title = "Twice <as much>"
    meta = "whole numbers"
    pictures = 0

    def make_controls(self) -> Sequence[Row]:
        self.number = Number("Number", 0, 10, 2, 4)
        self.sure = widgets.Checkbox(description="Sure", value=False)
        return [self.number, [self.sure]]

    def picture(self) -> Sequence[Part]:
        self.pictures += 1
        if self.number.value == 10:
            raise ValueError("Ten is too much.")
        chart = Chart("columns", "Twice", "SELECT 8", x="x", y="y", unit="pieces", y_title="Pieces", source="sums")
        return [f"<p>{2 * self.number.value}</p>", Plot.of(chart, [{"x": "now", "y": 2 * self.number.value}])]

    def sentence(self) -> str:
        return f"Twice {self.number.value} is {2 * self.number.value}."


class Page(Demo):
    """A page to read."""

    title = "A page"

    def picture(self) -> Sequence[Part]:
        return ["<p>To read.</p>"]


@pytest.fixture
def demo() -> Doubling:
    return Doubling()


@pytest.fixture
def displayed(monkeypatch) -> list:
    shown = []
    monkeypatch.setattr(live, "display", lambda output, raw=False: shown.append(output))
    return shown


def test_the_picture_follows_a_control_and_is_said(demo):
    demo.controls["Number"].value = 6

    assert "<p>12</p>" in demo.picture_html and "Lowest 12 (now)" in demo.picture_html
    assert demo.announcement == "Twice 6 is 12."


def test_it_starts_silent_with_its_head_escaped(demo):
    assert demo.announcement == ""
    assert words(demo.twin).startswith("Twice <as much> whole numbers 8 Twice")


def test_start_again_takes_all_controls_back_and_draws_once(demo):
    before = demo.picture_html
    demo.controls["Number"].value, demo.controls["Sure"].value = 8, True
    pictures = demo.pictures
    demo.controls["Start again"].click()

    assert (demo.number.value, demo.sure.value, demo.picture_html) == (4, False, before)
    assert demo.pictures == pictures + 1


def test_an_error_while_drawing_is_a_sentence_and_the_demo_goes_on(demo):
    demo.controls["Number"].value = 10
    assert words(demo.picture_html) == "! Ten is too much." and demo.announcement == "Ten is too much."

    demo.controls["Number"].value = 2
    assert "<p>4</p>" in demo.picture_html


def test_a_part_keeps_its_widget_so_that_only_what_changed_is_drawn(demo):
    charts = [each for each in inside(demo.widget) if isinstance(each, ChartBox)]
    demo.controls["Sure"].value = True
    demo.controls["Number"].value = 6

    assert [each for each in inside(demo.widget) if isinstance(each, ChartBox)] == charts


def test_what_a_demo_sets_itself_is_no_change_of_the_learners(demo):
    assert demo.widget
    with demo.settling():
        demo.sure.value = True

    assert demo.announcement == ""


def test_the_twin_has_the_chart_as_an_image_and_the_style_of_charts_once(demo):
    assert len(drawn(demo.twin)) == 1
    assert demo.twin.count(".course-chart-title {") == 1


def test_a_demo_is_displayed_live_with_its_twin(demo, displayed):
    demo._ipython_display_()

    assert displayed[0]["text/plain"] == "Run this cell to make it interactive."
    assert displayed[1].data == demo.twin


def test_without_controls_it_is_a_page(displayed):
    Page()._ipython_display_()

    assert [words(each.data) for each in displayed] == ["A page To read."]
    assert '<div class="course-frame' in displayed[0].data  # a twin would be hidden where a widget is alive


@pytest.mark.parametrize(("typed", "taken"), [(5, 4), (7, 8), (99, 10), (-3, 0)])
def test_a_number_goes_to_the_nearest_step(typed, taken):
    number = Number("Number", 0, 10, 2, 4)
    slider, box = number.children
    box.value = typed

    assert number.value == slider.value == box.value == taken


def test_a_walk_ends_at_both_ends():
    walk = Walk(["first", "second"])
    back, forward, choice, _ = walk.children
    assert back.disabled and not forward.disabled
    walk.move(-1)
    assert walk.value == 0

    forward.click()
    walk.move(1)
    assert (walk.value, choice.value, forward.disabled) == (1, 1, True)


def inside(widget: widgets.Widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)
