"""The document exercise without a browser: type, see the checks change, keep a word, insert evidence, read it static."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from course import exercise as exercises
from course import sheet as sheets
from course.case.facts import FACTS
from course.exercise import Exercise
from course.grade.document import read_document
from course.grade.document.checks.evidence import false_facts
from course.grade.kind import make_key
from course.keys.key import digest
from course.learner.entry import Entry
from course.sequence import ROOT
from course.views.document import evidence
from course.views.document.evidence import known_facts
from course.views.document.panel import Panel
from course.views.document.picture import checks_html, document_html
from course.views.frame import frame_of
from course.views.twin import static_html
from tests.views import face

KEY = {
    "checks": [
        {"check": "facts", "points": 4, "least": 1},
        {"check": "weak", "points": 2},
        {"check": "executed", "points": 4, "needed": 1, "gate": True},
    ],
    "template": "# Memo\n\n",
    "reference": "R1 The service shall answer. [F3.count=186]\n\n```gherkin\nScenario: s\n"
    '  Given the merchant has charged €1 with key "A"\n  When the merchant charges €1 with key "A"\n'
    "  Then the customer is charged once\n```\n",
    "review": "spec_review",
    "hints": ["One.", "Two.", "Three."],
}
WEAK = "# Memo\n\nR1 The service shall be fast."


@pytest.fixture(scope="module")
def sheet_text() -> str:
    key = make_key("document", KEY)
    compiled = sheets.compile_key("document", key).to_json()
    entry = sheets.ExerciseSheet("9.1", "document", "A memo", 5, 10.0, key.hints, digest(key), compiled)
    return sheets.Sheet(sheets.data_version(), (entry,)).text()


@pytest.fixture
def frame(tmp_path, monkeypatch, sheet_text):
    for name in ("NBGRADER_EXECUTION", "JPY_SESSION_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(exercises, "_open_answers", {})
    (tmp_path / "checks.json").write_text(sheet_text, encoding="utf-8")
    (tmp_path / "09-memo.ipynb").write_text(json.dumps({"cells": [], "metadata": {}}))
    monkeypatch.chdir(tmp_path)
    return frame_of(Exercise("document", "9.1"))


def editor(frame):
    return frame.body.input


def panel(frame) -> Panel:
    return face.part(frame.widget, Panel)


def typed(frame, text: str) -> dict:
    """What the panel shows after a text was typed: checks by name."""
    editor(frame).value = text
    return {check["id"]: check for check in panel(frame).state["checks"]}


def test_the_template_stands_in_the_editor_and_is_no_attempt(frame):
    assert editor(frame).value == "# Memo\n\n"
    frame.check()
    assert "Not attempted" in face.shown(frame.widget)


def test_every_check_is_visible_before_writing_with_what_it_cannot_see(frame):
    checks = panel(frame).state["checks"]

    assert [check["id"] for check in checks] == ["facts", "weak", "executed"]
    assert all(check["why"] and check["misses"] and check["points"] for check in checks)


def test_checks_follow_the_text(frame):
    assert typed(frame, WEAK)["facts"]["points"] == "0 of 4"
    assert typed(frame, WEAK + " [F3.count=186]")["facts"]["points"] == "4 of 4"


def test_a_weak_word_is_kept_with_a_reason_that_stays_in_the_text(frame):
    flagged = typed(frame, WEAK)["weak"]["findings"][0]
    assert (flagged["word"], flagged["line"]) == ("fast", 3)

    face.send(panel(frame), type="keep", word="fast", line=2, reason="the law's <own> word")

    assert editor(frame).value.endswith("fast. <!-- keep fast: the law's own word -->")
    assert typed(frame, editor(frame).value)["weak"]["full"]
    assert "kept “fast”: the law's own word" in document_html(editor(frame).value)


@pytest.mark.parametrize(
    ("typed_text", "shown", "source"),
    [
        (
            "[F3.count=186]",
            "<strong>186</strong> <small>(F3.count)</small>",
            "F3.count: 186 payments were charged twice.",
        ),
        (
            "[F3.count=280]",
            "<strong>280</strong> <small>(F3.count)</small>",
            "F3.count: 280 payments were charged twice.",
        ),
        (
            "0.671 % [F4.ratio=0.671 %]",
            "We saw 0.671 % <small>(F4.ratio)</small> here",
            "F4.ratio: ",
        ),
        ("€17,068 [F3.amount=7,068]", "€17,068 <strong>7,068</strong> <small>(F3.amount)</small>", "F3.amount: "),
        ("[F3.count=<b>1]", "<strong>&lt;b&gt;1</strong>", ""),
        ("[Q-7.1]", "<small>(Q-7.1)</small>", "Q-7.1: your query of exercise 7.1."),
        (
            "[F99.sum=5]",
            "<strong>5</strong> <small>(F99.sum)</small>",
            "F99.sum: no figure of the register has this name.",
        ),
        ("`[F3.count=186]`", "<code>[F3.count=186]</code>", ""),
    ],
)
def test_a_reader_sees_a_quoted_figure_and_its_source(typed_text, shown, source):
    html = document_html(f"We saw {typed_text} here.")

    assert shown in html
    assert source in html


def test_a_check_points_at_places_and_saves(frame):
    typed(frame, WEAK)
    frame.check()

    marks = editor(frame).diagnostics
    assert any(WEAK[mark["from"] : mark["to"]] == "fast" for mark in marks)
    frame.exercise.answers.flush()
    assert WEAK in json.loads(frame.exercise.answers.path.read_text())["exercises"]["9.1"]["answer"]


def test_facts_are_offered_without_their_value_until_found(frame):
    offered = {one["label"]: one for one in panel(frame).evidence}

    assert offered["F3.count"]["apply"] == "[F3.count=]"
    assert "186" not in offered["F3.count"]["detail"]


def test_facts_that_a_page_prints_are_offered_with_their_value():
    source = ROOT / "solutions" / "12-specification-and-documentation" / "12-specification-and-documentation.ipynb"
    page = "\n".join(
        "".join(cell["source"]) for cell in json.loads(source.read_text())["cells"] if cell["cell_type"] == "markdown"
    )
    told = [fact for fact in FACTS if any(exercise.startswith("12.") for exercise in fact.told_in)]
    offered = {
        entry["label"]: entry["apply"] for entry in known_facts(Path("12-specification-and-documentation.ipynb"))
    }

    assert {fact.id for fact in told} >= {"F3.count", "F5.daily"}
    assert [fact.id for fact in told if f"{fact.value:,}" not in page] == []
    assert [fact.id for fact in told if f"={fact.value:,}]" not in offered[fact.id]] == []


def test_the_review_has_every_criterion_and_says_that_it_does_not_count(frame):
    marks = frame.body.after[-1].children[0]

    assert [one["title"] for one in marks.criteria][0] == "Problem insight"
    assert all(len(one["marks"]) == 4 for one in marks.criteria)
    assert "never enters the score" in marks.note


def test_a_review_is_summed_saved_and_restored_and_changes_no_score(frame):
    typed(frame, KEY["reference"])
    frame.check()
    before = frame.exercise.answers["9.1"]
    frame.body.after[-1].children[0].marks = {"Problem insight": 2, "Honest risks": 3}

    assert frame.body.after[-1].children[0].said == "Self-judged: 4 of 5 points, 2 of 8 criteria."
    assert frame.exercise.answers["9.1"] == before
    again = frame_of(Exercise("document", "9.1"))
    assert again.body.after[-1].children[0].marks == {"Problem insight": 2, "Honest risks": 3}
    assert "2: The problem, its size" in static_html(again.exercise) and "Self-judged: 4 of 5 points" in static_html(
        again.exercise
    )


@pytest.mark.parametrize("saved", ["text", [1], {"Problem insight": 9}, {"Problem insight": "2"}, {"No criterion": 1}])
def test_what_is_no_review_in_an_answers_file_is_passed_over(frame, saved):
    answers = frame.exercise.answers
    answers.put("9.1-review", answers["9.1-review"].changed(saved))

    assert frame_of(Exercise("document", "9.1")).body.after[-1].children[0].marks == {}


def test_specimens_stand_beside_the_review_each_mark_with_its_reason(frame):
    annotated = frame.exercise.expectation.annotated

    assert [one.name for one in annotated] == ["A strong one", "A middling one", "A weak one"]
    for one in annotated:
        assert len(one.remarks) == len(frame.exercise.expectation.review)
        assert all(why in static_html(frame.exercise) for _, why in one.remarks)


def test_a_copied_specimen_counts_nothing(frame):
    for one in frame.exercise.expectation.annotated:
        assert frame.exercise.judge(one.text).score == 0
        assert "specimen" in frame.exercise.judge(one.text).text


def test_the_facts_of_the_specimens_are_true(frame):
    for one in frame.exercise.expectation.annotated:
        assert false_facts(read_document(one.text)) == []


@pytest.mark.parametrize(
    ("text", "shown", "not_shown"),
    [
        ("# A\n\n| a |\n|---|\n| 1 |", "<table>", "| a |"),
        ("<script>alert(1)</script>", "&lt;script&gt;", "<script>"),
        ("[x](javascript:alert(1))", "[x]", "href"),
        ("![x](https://tracker.example/x.png)", "x", "<img"),
    ],
)
def test_a_preview_shows_the_text_and_runs_nothing(text, shown, not_shown):
    html = document_html(text)

    assert shown in html and not_shown not in html


def test_a_preview_cuts_out_what_the_notebook_draws(frame):
    typed(frame, "before\n\n```mermaid\ngraph LR\n```\n\n- ```mermaid\n  nested\n  ```\n\n~~~mermaid\nnever closed")
    _, preview = frame.body.widget.children
    face.click(frame.widget, "Preview")

    first, drawn, between, last = preview.children
    assert "before" in first.value and "nested" in between.value
    assert drawn.outputs[0]["data"]["text/markdown"] == "```mermaid\ngraph LR\n```"
    assert last.outputs[0]["data"]["text/markdown"].startswith("```mermaid\nnever closed")
    typed(frame, editor(frame).value + " more")
    assert preview.children[1] is drawn

    face.click(frame.widget, "Preview")
    assert preview.children == ()


def test_the_twin_holds_document_and_findings(frame):
    typed(frame, KEY["reference"])
    frame.check()

    html = static_html(frame.exercise, frame.exercise.verdict())
    assert "The service shall answer." in html and "10 of 10 points" in html
    assert "10 of 10 points by the checks" in html
    assert "3 of 3" not in checks_html(frame.exercise.expectation, "")


def test_an_own_query_is_inserted_with_what_it_returns(tmp_path, monkeypatch):
    monkeypatch.setattr(evidence, "_saved_entries", lambda notebook: {
        "7.1": Entry(answer="SELECT 'a|b' AS name, i AS n FROM range(7) t(i)", runs=("SELECT 1",)),
        "7.2": Entry(answer="SELECT nothing", runs=("SELECT 1",)),
    })  # fmt: skip

    table = evidence.own_result(None, "[Q-7.1]")

    assert table.startswith("[Q-7.1]\n\n| name | n |\n| --- | --- |\n| a/b | 0 |")
    assert table.count("a/b") == 5 and "7 rows, the first 5 shown." in table
    assert evidence.own_result(None, "[Q-7.2]") == "[Q-7.2]"
    assert evidence.own_result(None, "[Q-9.9]") == "[Q-9.9]"


def test_where_nothing_draws_a_diagram_its_text_says_what_it_is():
    shown = document_html("before\n\n```Mermaid\ngraph LR\n  A --> <b>B</b>\n```\n\n```python\nx\n```")

    assert "A diagram, as the text it is drawn from" in shown
    assert shown.count("<figure") == 1
    assert "A --&gt; &lt;b&gt;B" in shown
