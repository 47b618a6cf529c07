"""Charts of computed rows: ranges, quiet series, and notes that hide neither bars nor each other."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

from course.dashboards.describe import Chart
from course.views.chart_colours import CATEGORIES, GREY
from course.views.dashboard.notes import notes, room
from course.views.dashboard.parts import static_chart, table
from course.views.dashboard.picture import picture
from course.views.dashboard.plot import Plot
from course.views.dashboard.spec import MIME, bundle
from tests.views.words import words

STAYS = {"x": "name", "y": "start", "end": "end", "series": "part", "quiet": "waits"}
ROWS = [
    {"name": "first", "start": 0, "end": 5, "part": "waits"},
    {"name": "first", "start": 5, "end": 30, "part": "works"},
    {"name": "second", "start": 0, "end": 12, "part": "waits"},
]


def chart(kind: str, **parts) -> Chart:
    return Chart(kind, "Stays", "", unit="ms", y_title="Time", x_title="Guest", source="a clock", **parts)


def ranges(**parts) -> Plot:
    return Plot.of(chart("spans", **STAYS, **parts), ROWS)


def bins(*marks: tuple[float, str]) -> Plot:
    return Plot.of(chart("histogram", x="x", y="y", marks=marks), [{"x": x, "y": 3} for x in range(0, 100, 10)])


def rectangles(plot: Plot) -> list[tuple[float, float, str]]:
    """Left edge, width and colour of each bar of the picture."""
    drawn = re.sub(r' xmlns="[^"]+"', "", picture(plot))
    bars = ElementTree.fromstring(drawn).iter("rect")
    return [(float(bar.get("x")), float(bar.get("width")), bar.get("fill")) for bar in bars]


def test_a_range_goes_from_its_start_to_its_end():
    (first, wide, _), (second, wider, _), _ = rectangles(ranges())

    assert second == pytest.approx(first + wide, abs=0.1)
    assert wider == pytest.approx(5 * wide, abs=0.5)


def test_a_quiet_series_is_grey_and_the_others_keep_their_colours():
    assert [colour for _, _, colour in rectangles(ranges())] == [GREY, CATEGORIES[0], GREY]
    assert json.dumps({"range": [GREY, CATEGORIES[0]]})[1:-1] in json.dumps(bundle(ranges())["data"][MIME])


def test_a_range_is_read_as_both_its_ends():
    assert ranges().summary == "Stays. Time (ms). Lowest 0–5 (waits, first), highest 5–30 (works, first)."
    assert words(table(ranges())).endswith("first 0–5 5–30 second 0–12 –")


def test_the_colours_of_bars_are_named():
    assert "waits works" in words(static_chart(ranges(), ""))


def test_a_chart_without_a_query_offers_none():
    assert "Query" not in static_chart(ranges(), "")
    assert "Query" in static_chart(ranges(), "SELECT 1")


@pytest.mark.parametrize(
    ("marks", "lines"),
    [
        ([], []),
        ([(20, "one")], [0]),
        ([(20, "one"), (80, "far away")], [0, 0]),
        ([(20, "one"), (20, "at the same place")], [0, 1]),
        ([(20, "a long note, too long for its neighbour"), (30, "near"), (95, "far")], [0, 1, 0]),
    ],
)
def test_notes_that_would_touch_are_in_lines_of_their_own(marks, lines):
    plot = bins(*marks)

    assert [note.line for note in notes(plot)] == lines
    assert room(plot) == 16 * (max(lines) + 1 if lines else 0)


def test_a_note_near_the_right_edge_is_left_of_its_rule():
    assert [note.is_left for note in notes(bins((10, "a note"), (95, "another one")))] == [False, True]


def test_a_picture_grows_by_its_notes():
    assert 'viewBox="0 0 640 284"' in picture(bins())
    assert 'viewBox="0 -16 640 300"' in picture(bins((10, "a note")))


def test_a_note_on_a_day_that_is_not_shown_is_left_out():
    days = chart("line", x="day", y="y", marks=(("2025-12-24", "Christmas Eve"),))
    rows = [{"day": f"2025-12-0{day}", "y": day} for day in range(1, 5)]

    assert notes(Plot.of(days, rows)) == []
