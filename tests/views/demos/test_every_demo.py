"""What holds for every demo: it is reached by its name, labelled, read out, taken back, and readable without a kernel."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import ipywidgets as widgets
import pytest

import course
from course.grade.models.credit import read_bands
from course.registry import Registry
from course.sequence import practice
from course.services.link.receiver import Delivery
from course.views import live
from course.views.demo import Demo
from tests.views.words import words

QUERY = "WITH late AS (SELECT * FROM payment_attempts WHERE attempt_no > 1) SELECT count(*) AS attempts FROM late"
HOOK = Delivery("evt_1", "payment.captured", "{}", "t=1,v1=a", True)
TWO_REQUESTS = practice.question("5g").ask


@dataclass(frozen=True)
class Case:
    """How a demo is opened, what a learner does with it, and how what is read out then begins."""

    arguments: tuple = ()
    act: Callable[[Demo], object] | None = None
    said: str = ""


def press(label: str) -> Callable[[Demo], object]:
    return lambda demo: demo.controls[label].click()


def set_to(label: str, value: object) -> Callable[[Demo], object]:
    return lambda demo: setattr(demo.controls[label], "value", value)


CASES = {
    "board": Case(("link",)),  # its filters announce by themselves
    "burn": Case(
        act=set_to("Alarm", "1 hour, 14.4 times too fast"), said="Used of the two budgets: 46% of “answered”, 0% of"
    ),
    "centre": Case(),  # its script says where the box is
    "change": Case(act=press("Next"), said="Step 2 of 7, Branch."),
    "connectors": Case(
        act=set_to("Refreshes a month, in thousands", 1_000),
        said="Over 36 months building is worth €81.6k and buying €177.4k: buying is better by €95.8k.",
    ),
    "console": Case(act=lambda demo: demo.receive(HOOK), said="A webhook arrived: payment.captured"),
    "criteria": Case(act=set_to("Start from", "And the same request again"), said="The right service passes. 2 of 10"),
    "cutoff": Case(act=set_to("or type it", 560), said="Cut-off 560: 75.7% approved"),
    "depth": Case(act=set_to("Company", 1), said="Clothing. Code 1, was 4"),
    "files": Case(("checkout",)),  # tabs are announced by themselves
    "interview": Case(
        act=set_to("5. Bode: How long would a new start page take?", True),
        said="With 1 question you name the right problem 35",
    ),
    "joins": Case(act=press("Remove last"), said="30,568 rows, 4,110 more than before"),
    "journey": Case(act=set_to("acquirer", "slow"), said="A session recorded on"),
    "ladder": Case(act=set_to("Scope", 4), said="Several teams: Google L6 340 to 650"),
    "notes": Case(("interviews",)),
    "november": Case(act=set_to("Show", "all three"), said="Tomasz 81.44%, down 0.03 points on October"),
    "packer": Case(act=set_to("Fill it by", "best"), said="Value €99k. 8 of 8 weeks."),
    "peeking": Case(act=set_to("or type it", 10), said="10 looks: a false alarm in 19.3 of 100 such experiments"),
    "pipeline": Case(act=set_to("Test stage, people", 2), said="16.6 changes a week come out."),
    "practice": Case(("5e",), press("Run"), "2 rows. Make one pile for each rail and status"),
    "pull_request": Case((552,)),
    "question": Case(("5g",), set_to(TWO_REQUESTS, "One payment, two attempts"), "One press is one payment."),
    "queue": Case(act=set_to("Order", "the shortest first"), said="J3, J1, J4, J2: waiting costs €185.0k"),
    "requirement": Case(act=set_to("Change it", "It is quick."), said="◐ None of the five patterns."),
    "rulebook": Case(),
    "scale": Case(),
    "schema": Case(act=press("loans · 12,700"), said="loans: one row is one loan that was paid out"),
    "steps": Case((QUERY,), act=press("Next"), said="Step 2 of 2, the answer."),
    "theatre": Case(act=press("Next"), said="Step 2 of 7, Capture. The money: payer's bank €40.00."),
    "traces": Case(act=set_to("Buy the faster risk check (€8k)", True), said="With 1 fix for €8k"),
}
ACTED_ON = [name for name, case in CASES.items() if case.act]
EVERY = pytest.mark.parametrize("name", CASES)


def opened(name: str) -> Demo:
    return course.demo(name, *CASES[name].arguments)


def inside(widget: widgets.Widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)


def test_every_demo_is_looked_at_here():
    assert sorted(CASES) == list(Registry("course.views.demos"))


@EVERY
def test_a_demo_is_reached_by_its_name_and_says_what_it_is(name):
    demo = getattr(course, name)

    assert name in dir(course)
    assert isinstance(opened(name), demo)
    assert demo.__doc__ and demo.__doc__ != Demo.__doc__


@EVERY
def test_every_control_has_a_label(name):
    every = list(inside(opened(name).widget))
    buttons = [each for each in every if isinstance(each, widgets.Button)]
    fields = [each for each in every if each.has_trait("value") and each.has_trait("description")]

    assert [each for each in buttons if not (each.description and each.tooltip)] == []
    assert [each for each in fields if not (each.description or isinstance(each, widgets.HTML))] == []
    assert all(all(tabs.titles) for tabs in every if isinstance(tabs, widgets.Tab))


@EVERY
def test_the_twin_is_the_same_every_time_and_needs_nothing(name):
    twin = opened(name).twin

    assert twin == opened(name).twin
    assert "course-twin" in twin
    assert not re.search(r'<script|onclick|src="(?!data:)|<svg[^>]*role="img"', twin)
    assert all(re.findall(r'<img [^>]*alt="([^"]*)"', twin))


@pytest.mark.parametrize("name", ACTED_ON)
def test_a_change_is_read_out_and_nothing_before_it(name):
    demo = opened(name)
    assert demo.announcement == ""
    CASES[name].act(demo)

    assert demo.announcement.startswith(CASES[name].said)


@pytest.mark.parametrize("name", ACTED_ON)
def test_starting_again_takes_everything_back(name):
    demo = opened(name)
    before = values(demo)
    CASES[name].act(demo)
    demo.controls[demo.restart[0]].click()

    assert values(demo) == before
    assert demo.announcement


@pytest.mark.parametrize("name", [name for name in ACTED_ON if name != "journey"])  # what was sent stays in the past
def test_starting_again_shows_the_first_picture(name):
    demo = opened(name)
    before = demo.picture_html
    CASES[name].act(demo)
    demo.reset()

    assert demo.picture_html == before


@pytest.mark.parametrize("name", ["cutoff", "joins", "november", "schema", "steps"])
def test_without_data_one_sentence_stands_in_its_place(name, monkeypatch, tmp_path):
    displayed = []
    (tmp_path / "file").touch()
    read_bands.cache_clear()
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(live, "display", displayed.append)
    opened(name)._ipython_display_()

    (sentence,) = displayed
    assert words(sentence.data).startswith("! The case data could not be built in")


def values(demo: Demo) -> dict[str, object]:
    return {label: each.value for label, each in demo.controls.items() if each.has_trait("value")}
