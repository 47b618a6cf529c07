"""The exercise frame: what a learner does and sees."""

from __future__ import annotations

import re
from dataclasses import replace

import ipywidgets as widgets
import pytest

from course.exercise import Exercise
from course.learner.answers import Answers
from course.learner.entry import Entry
from course.views.companion import Companion
from course.views.frame import Frame, frame_of
from tests.views import face
from tests.views.conftest import QUERY, STARTER

RIGHT, WRONG = QUERY["reference"], QUERY["mistakes"]["The test shop is in."]


def shown(frame: Frame) -> str:
    return face.shown(frame.widget)


def click(frame: Frame, label: str) -> None:
    face.click(frame.widget, label)


def editor(frame):
    return next(part for part in face.parts(frame.widget) if hasattr(part, "diagnostics"))


@pytest.fixture
def query(folder):
    return frame_of(Exercise("sql", "9.2", STARTER))


@pytest.fixture
def form(folder):
    return frame_of(Exercise("form", "9.1"))


@pytest.mark.parametrize(
    ("sql", "status", "says"),
    [
        (STARTER, "○ open", "○ Not attempted:"),
        (WRONG, "◐ not yet", "The test shop is in."),
        (RIGHT, "✓ passed", "✓ Passed:"),
        ("SELEC 1", "◐ not yet", "Did you mean SELECT?"),
        ("DELETE FROM merchants", "◐ not yet", "one query that reads the tables"),
    ],
)
def test_check_says_the_most_useful_thing(query, sql, status, says):
    editor(query).value = sql
    click(query, "Check")

    assert says in shown(query).replace("<strong>", "").replace("</strong>", "")
    assert status in shown(query)
    assert face.announced(query.widget)


def test_what_was_passed_stays_passed_and_says_what_the_last_try_was(query):
    for sql in (RIGHT, WRONG):
        editor(query).value = sql
        click(query, "Check")

    assert "✓ passed; this answer is not yet right" in shown(query)
    assert "✓ passed<" in shown(frame_of(Exercise("sql", "9.2", STARTER)))


def test_a_query_that_was_checked_can_be_brought_back(query):
    for sql in (RIGHT, WRONG):
        editor(query).value = sql
        click(query, "Check")

    assert list(query.exercise.answers["9.2"].runs) == [WRONG, RIGHT]


def test_a_run_of_another_query_takes_the_verdict_away(query):
    editor(query).value = RIGHT
    click(query, "Check")
    click(query, "Run")
    assert "✓ Passed:" in shown(query).replace("<strong>", "").replace("</strong>", "")

    editor(query).value = WRONG
    click(query, "Run")
    assert "✓ Passed:" not in shown(query).replace("<strong>", "").replace("</strong>", "")


def test_run_shows_rows_and_judges_nothing(query):
    editor(query).value = WRONG
    click(query, "Run")

    assert "<td>large</td>" in shown(query) and "3 rows" in shown(query)
    assert "Not yet" not in shown(query) and query.exercise.answers["9.2"].tries == 0


def test_a_run_that_fails_explains_and_judges_nothing(query):
    editor(query).value = "SELECT tire FROM merchants"
    click(query, "Run")

    assert "The query did not run." in shown(query) and "There is no column" in shown(query)
    assert "Not yet" not in shown(query) and query.exercise.answers["9.2"].tries == 0


def test_earlier_queries_can_be_brought_back(query):
    for sql in (WRONG, RIGHT, WRONG):
        editor(query).value = sql
        click(query, "Run")
    earlier = face.part(query.widget, widgets.Dropdown)

    assert query.exercise.answers["9.2"].runs == (WRONG, RIGHT)
    earlier.value = RIGHT
    assert editor(query).value == query.exercise.answer == RIGHT


def test_a_large_result_is_paged_and_counted(query):
    editor(query).value = "SELECT payment_id, customer_id FROM payments"
    click(query, "Run")

    (large,) = [part for part in face.parts(query.widget) if type(part).__name__ == "ITable"]
    assert "84,000 rows, the first 10,000 can be paged through" in shown(query)
    assert len(large.df) == 10_000 and "<span class=course-null>NULL</span>" in set(large.df.iloc[:, 1])


@pytest.mark.parametrize("button", ["Check", "Run"])
def test_an_error_is_underlined_until_the_text_changes(query, button):
    editor(query).value = "SELECT tire FROM merchants"
    click(query, button)
    (mark,) = editor(query).diagnostics

    assert "SELECT tire FROM merchants"[mark["from"] : mark["to"]] == "tire"
    editor(query).value = "SELECT tier FROM merchants"
    assert editor(query).diagnostics == []


def test_what_an_older_query_gave_goes_when_another_is_checked(query):
    editor(query).value = "SELECT tire FROM merchants"
    click(query, "Run")
    assert "There is no column" in shown(query)

    editor(query).value = RIGHT
    click(query, "Check")
    assert "There is no column" not in shown(query) and "Passed" in shown(query)

    click(query, "Run")
    click(query, "Check")
    assert "3 rows" in shown(query)


def test_numbers_that_differ_stand_to_the_right(query):
    editor(query).value = WRONG
    click(query, "Check")

    assert '<th scope="col">tier</th><th scope="col" class="course-number">merchants</th>' in shown(query)


def test_the_expected_result_is_one_click_away_and_closes_again(query):
    before = shown(query)
    click(query, "Expected result")
    assert "Expected on the practice data: 3 rows" in shown(query)

    click(query, "Expected result")
    assert shown(query) == before


def test_hints_open_one_by_one(query):
    for label in ("Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3"):
        click(query, label)

    assert shown(query).count('class="course-hint"') == 3


def test_a_block_of_code_in_a_hint_keeps_its_lines(query):
    hint = "A neighbour:\n```\nSELECT 1\nWHERE 1 < 2\n```\nAdd `x`."
    query.exercise.sheet = replace(query.exercise.sheet, hints=(hint,))
    click(query, "Hint 1 of 3")

    assert (
        '<p><strong>Hint 1.</strong> A neighbour:</p><pre class="course-answer">SELECT 1\nWHERE 1 &lt; 2</pre>'
        in shown(query)
    )
    assert "<p>Add <code>x</code>.</p>" in shown(query)


def test_what_is_typed_is_saved(query, folder):
    editor(query).value = WRONG
    query.exercise.answers.flush()

    assert Answers(folder / "09-count.answers.json")["9.2"].answer == WRONG


def test_a_form_saves_and_judges_each_field(form):
    form.body.widget.answer = {"n": "one", "rows": "320"}
    click(form, "Check")
    assert "One too few." in shown(form) and form.exercise.answer == {"n": "one", "rows": "320"}

    form.body.widget.answer = {"n": "two", "rows": "320"}
    click(form, "Check")
    assert "✓ passed" in shown(form)


def test_every_control_of_a_query_has_a_label(query):
    named = [part for part in face.parts(query.widget) if hasattr(part, "value") and not isinstance(part, widgets.HTML)]

    assert named
    assert all(getattr(part, "label", "") or getattr(part, "description", "") for part in named)


def test_an_answer_to_an_earlier_text_says_so_until_it_is_checked(query):
    words = "given to an earlier text of the exercise, in version 0.2.0 of the course"
    answers = query.exercise.answers
    assert words not in shown(query)
    answers.put("9.2", replace(answers["9.2"].changed(WRONG), given_to="0.2.0"))
    query.refresh()
    assert words in shown(query)
    click(query, "Check")

    assert words not in shown(query)


def test_a_passed_exercise_can_be_folded_to_a_line(query):
    assert companion(query).foldable and companion(query).fold == {}
    editor(query).value = RIGHT
    click(query, "Check")

    title, said = companion(query).fold["title"], companion(query).fold["words"]
    assert title == "9.2 Merchants"
    assert re.fullmatch(r"4 of 4 points · passed \d{1,2} [A-Z][a-z]+ \d{4}", said)


def test_a_passed_exercise_whose_text_has_changed_stays_open(query):
    editor(query).value = RIGHT
    click(query, "Check")
    answers = query.exercise.answers
    answers.put("9.2", replace(answers["9.2"], given_to="0.1.0"))
    query.refresh()

    assert companion(query).fold == {}


def test_an_entry_that_does_not_know_when_it_was_passed_says_no_day(query):
    query.exercise.answers.put("9.2", Entry(RIGHT, "2026-01-05", passed=True, best_score=0.875))
    query.refresh()

    assert companion(query).fold["words"] == "3.5 of 4 points · passed"


def test_what_was_asked_for_last_is_looked_at(query, monkeypatch):
    looked = []
    monkeypatch.setattr(companion(query), "look_at", lambda part, gently=False: looked.append(part))
    for label in ("Run", "Expected result", "Hint 1 of 3", "Show the tables", "Check", "Hide the tables"):
        click(query, label)

    assert looked == [
        "course-result-area",
        "course-expected-area",
        "course-hint-area",
        "course-side",
        "course-verdict-area",
    ]


def companion(frame: Frame) -> Companion:
    return next(part for part in face.parts(frame.widget, Companion) if part.foldable)
