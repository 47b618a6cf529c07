"""The interview of a lesson without a browser: questions, own answers, points and candidates."""

from __future__ import annotations

import ipywidgets as widgets
import pytest

import course
from course import exercise as exercises
from course.learner.answers import Answers
from course.learner.answers_file import answers_path
from course.learner.entry import Entry
from course.learner.saved import read_saved
from course.sequence.interview import interview_of
from course.views import interview as interview_view
from course.views.draft import RESTORED
from course.views.interview import HIDE, SHOW
from course.views.writing import Writing
from tests.course_copy import make_course
from tests.views.face import button, click, part, parts, send, shown, typed

NOTEBOOK = "modules/07-more.ipynb"


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A course whose lesson 7 this kernel runs."""
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setattr(exercises, "_open_answers", {})
    made = make_course(tmp_path)
    monkeypatch.setenv("JPY_SESSION_NAME", str(made / NOTEBOOK))
    return made


@pytest.fixture
def displayed(monkeypatch):
    """What is displayed: the live widget, then the twin, then what the twin becomes."""
    outputs = []

    class Handle:
        def update(self, output):
            outputs.append(output)

    def display(output, display_id=False):
        outputs.append(output)
        return Handle() if display_id else None

    monkeypatch.setattr(interview_view, "display", display)
    monkeypatch.setattr(interview_view, "display_live", outputs.append)
    return outputs


@pytest.fixture
def interview(root, displayed):
    made = course.mock_interview("7")
    made._ipython_display_()
    return made


def visible(interview) -> list[int]:
    return [panel.at for panel in interview.panels if panel.widget.layout.display != "none"]


def test_one_question_at_a_time_and_the_turn_is_announced(interview, displayed):
    assert visible(interview) == [1] and button(displayed[0], "Previous question").disabled
    click(displayed[0], "Next question")
    click(displayed[0], "Next question")

    assert visible(interview) == [3] and button(displayed[0], "Next question").disabled
    assert interview._companion.announcement == f"Question 3 of 3: {interview_of(7)[2].ask}"
    click(displayed[0], "Previous question")
    assert visible(interview) == [2]


def test_what_a_good_answer_has_waits_for_a_click_and_works_without_an_answer(interview):
    panel = interview.panels[0]
    assert panel._good.layout.display == "none"
    click(panel.widget, SHOW)

    assert panel._good.layout.display is None
    assert [box.description for box in parts(panel._good, widgets.Checkbox)] == list(interview_of(7)[0].points)
    for words in ("A strong answer", "A weak answer", "A bluffing answer", "What shows it: "):
        assert words in shown(panel._good)
    click(panel.widget, HIDE)
    assert panel._good.layout.display == "none"


def test_answers_and_ticks_are_saved_and_read_again_and_score_nothing(root, interview, displayed):
    for panel, text in zip(interview.panels, ("One <case>.", "", "Mine."), strict=True):
        part(panel.widget, Writing).value = text
    interview.panels[0].boxes[1].value = True
    interview.answers.flush()
    interview.refresh()
    saved = read_saved(root / NOTEBOOK)

    assert [saved[f"7-interview-{at}"].answer for at in (1, 2, 3)] == ["One <case>.", None, "Mine."]
    assert saved["7-interview-points"].answer == {"1": {interview_of(7)[0].points[1]: True}}
    assert all(entry.tries == 0 and entry.first_score is None for entry in saved.entries.values())
    assert "● saved" in shown(displayed[0])
    assert "One &lt;case&gt;." in displayed[-1].data

    again = course.mock_interview("7")
    again._ipython_display_()
    assert [panel.text for panel in again.panels] == ["One <case>.", "", "Mine."]
    assert [box.value for box in again.panels[0].boxes] == [False, True, False, False]


def test_what_was_typed_without_a_kernel_is_back_and_the_saved_one_too(interview):
    panel = interview.panels[1]
    box = part(panel.widget, Writing)
    box.value = "At the same age."
    send(box, **typed("Too early.", restored=True))
    assert panel.text == box.value == "Too early." and RESTORED in shown(panel.widget)

    click(panel.widget, "Bring back")
    assert panel.text == box.value == "At the same age."


def test_another_window_s_answer_and_tick_are_shown(root, interview):
    point = interview_of(7)[0].points[0]
    other = Answers(answers_path(root / NOTEBOOK))
    other.put("7-interview-1", Entry().changed("From there."))
    other.put("7-interview-points", Entry().changed({"1": {point: True}}))
    other.flush()
    interview.panels[0].boxes[2].value = True
    interview.answers.refresh()
    interview.answers.flush()

    assert part(interview.panels[0].widget, Writing).value == "From there."
    assert [box.value for box in interview.panels[0].boxes] == [True, False, True, False]
    assert read_saved(root / NOTEBOOK)["7-interview-points"].answer["1"].keys() == {
        point,
        interview_of(7)[0].points[2],
    }


def test_damaged_ticks_are_no_ticks(root, interview):
    for damaged in ("yes", {"1": "yes"}, {"1": {interview_of(7)[0].points[0]: "yes"}}):
        interview.answers.put("7-interview-points", Entry().changed(damaged))
        interview.refresh()
        assert not any(box.value for box in interview.panels[0].boxes)


def test_the_twin_has_all_questions_with_folded_answers_and_needs_no_script(interview, displayed):
    twin = displayed[-1].data

    assert twin.count("<details>") == 3 and "<script" not in twin
    assert all(question.points[0] in twin for question in interview_of(7))


def test_a_module_without_an_interview_says_so(root, displayed):
    course.mock_interview("1")._ipython_display_()

    assert "There is no interview for module 1" in displayed[-1].data
