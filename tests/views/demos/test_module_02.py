"""The pictures of module 2 without a browser: files, traces, the journey, the graph to choose nodes in."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from course.artefacts import files
from course.services.checkout.session import Recorded
from course.services.run import ServiceError
from course.views.demos import files as file_views
from course.views.demos import journey as journeys
from course.views.demos import traces
from course.views.demos.journey.picture import account, rush, scene
from course.views.demos.journey.widget import Journeys
from course.views.demos.traces.widget import Traces
from course.views.pictures import graph
from tests.views.drawn import drawn

GRAPH = {"shows": {"graph": "checkout"}}


def text(html: str) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL).split())


@pytest.mark.parametrize(
    "twin", [lambda: file_views.twin("checkout"), traces.twin, journeys.twin], ids=["files", "traces", "journey"]
)
def test_a_twin_is_the_same_every_time_and_needs_nothing(twin):
    found = twin()

    assert found == twin()
    assert "course-twin" in found
    assert not re.search(r'<script|src="(?!data:)|onclick', found)


def test_every_line_of_every_file_is_shown_with_its_number():
    found = file_views.twin("checkout")

    assert found.count('data-line="1"') == len(files("checkout"))
    assert found.count("data-line=") == sum(len(file.text.splitlines()) for file in files("checkout"))


def test_ticking_a_fix_changes_figures_and_is_announced():
    demo = Traces()
    before = text(demo._picture.value)
    demo.boxes["Keep connections to the acquirers open"].value = True

    assert "1,020 ms ! above the target" in before
    assert "832 ms ! above the target" in text(demo._picture.value)
    assert demo._companion.announcement == "With 1 fix for €9k the 95th percentile is 832 milliseconds."
    demo.reset.click()
    assert text(demo._picture.value) == before


def test_what_is_simulated_or_played_says_so():
    assert "simulated" in text(traces.twin())
    shown = text(scene({}, 3, None))
    assert shown.count("played") == 4 and "Solid boxes are real processes." in shown


class Absent:
    def __init__(self):
        raise ServiceError("No free port can be had on this computer: no.")


def test_without_a_service_the_demo_plays_the_recording_and_says_so():
    demo = Journeys(Absent)
    assert "Not running yet" in demo._says.value
    demo.start.click()

    assert "No free port" in demo._says.value and "recorded on" in demo._says.value
    assert not demo.start.disabled and demo.end.disabled
    demo.states["acquirer"].value = "slow"
    demo.send.click()
    assert demo._companion.announcement.startswith("504 Gateway Timeout")


def test_a_recording_holds_one_fault_at_a_time():
    demo = Journeys(Absent)
    demo.states["acquirer"].value = "slow"
    demo.states["cache"].value = "gone"

    assert {part: choice.value for part, choice in demo.states.items()} == {
        "cache": "gone",
        "database": "well",
        "acquirer": "well",
    }


@pytest.mark.parametrize("state", ["well", "slow", "gone"])
def test_the_scene_is_well_formed_and_says_its_states(state):
    session = Recorded()
    session.set("acquirer", state)
    drawn = scene(session.states, 3, session.send())
    picture = ElementTree.fromstring(drawn[: drawn.index("</svg>") + 6])

    assert f"acquirer {state}" in picture.get("aria-label")
    assert "prefers-reduced-motion: no-preference" in drawn


def test_steps_and_rush_stand_in_tables():
    session = Recorded()

    assert account(session.send()).count('<th scope="row">') == 5
    assert rush(session.rush(), 3).count('<th scope="row"') == 12
    assert "the steps were lost" in account(session.kill_worker())


def test_a_graph_is_drawn_from_its_file_and_marks_what_is_chosen():
    shown = graph.data(GRAPH)
    twin = graph.html(GRAPH, ["cache", "database"])
    picture = drawn(twin)[0]

    assert len(shown["boxes"]) == 13 and len(shown["lines"]) == 16
    assert "Chosen: cache, database." in twin
    assert ElementTree.fromstring(picture).tag.endswith("svg") and picture.count("✓") == 2
    assert all(0 <= value <= max(shown["width"], shown["height"]) for line in shown["lines"] for value in line)


def test_an_open_graph_shows_itself_and_no_choice():
    assert "Chosen: nothing." in graph.html(GRAPH, None)
