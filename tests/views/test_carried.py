"""A figure of an earlier exercise stands above a later one: the reference, and the learner's own beside it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from course import exercise as exercises
from course.authoring.read import read, sources
from course.exercise import Exercise
from course.learner.answers_file import answers_path, dump
from course.learner.entry import Entry
from course.views.carried import CarriedFigures
from course.views.frame import frame_of
from course.views.refreshed import Watch
from course.views.twin import static_html
from tests.views import words as in_words
from tests.views.face import outputs, part, send

ROOT = Path(__file__).parents[2]
AT = "2026-03-01T09:00:00.000Z"
REFERENCE = "Link's clean volume (from 4.5): 1,100,000 refreshes a month."
DUPLICATES = "SELECT min(captured_at) AS first_at, max(captured_at) AS last_at, {} AS payments, 7068 AS amount_eur FROM settlements"


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course with the exercises of modules 4, 6, 7, 9, 11 and 13 as a learner has them."""
    root = tmp_path / "course"
    (root / "modules").mkdir(parents=True)
    for number in (4, 6, 7, 9, 11, 13):
        (folder,) = (ROOT / "exercises").glob(f"{number:02d}-*")
        names = ("checks.json", f"{folder.name}.ipynb")
        (root / "exercises" / folder.name).mkdir(parents=True)
        for name in names:
            shutil.copy(folder / name, root / "exercises" / folder.name / name)
    for name in ("NBGRADER_EXECUTION", "JPY_SESSION_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(exercises, "_open_answers", {})
    return root


@pytest.fixture
def open_module(course, monkeypatch):
    def go(number: int) -> Path:
        notebook = notebook_of(course, number)
        monkeypatch.chdir(notebook.parent)
        return notebook

    return go


def notebook_of(course: Path, number: int) -> Path:
    (notebook,) = course.glob(f"exercises/{number:02d}-*/*.ipynb")
    return notebook


def save(course: Path, id: str, answer: object, **more: object) -> None:
    path = answers_path(notebook_of(course, int(id.partition(".")[0])))
    path.write_text(dump({id: Entry(answer, AT, **more)}), encoding="utf-8")


def page(*ids: str, notebook: Path) -> str:
    return html_of(CarriedFigures(ids, notebook).widget)


def words(html: str) -> str:
    """The words of a piece of HTML, without the spaces that its links would leave before a sign."""
    return re.sub(r" (?=[).,:;])", "", in_words.words(html))


def html_of(widget) -> str:
    return " ".join(output["data"]["text/html"] for output in outputs(widget))


PASSED = {"tries": 2, "passed": True, "best_score": 1.0}


@pytest.mark.parametrize(
    ("answer", "more", "said"),
    [
        (None, {}, "You have not done 4.5 yet; the figure is given here."),
        ({"clean": "1.340.000"}, {"tries": 1}, "You found 1,340,000 there. 4.5 is not passed yet."),
        ({"clean": "1340000"}, {}, "You found 1,340,000 there. 4.5 is not passed yet."),
        ({"clean": "1.34 million"}, {}, "4.5 is not passed yet."),
        ({"clean": "1,100,000"}, PASSED, "You found the same."),
        ({"clean": "1,104,000"}, PASSED, "You found the same."),
        ({"clean": "1,100,000"}, {"tries": 1}, "You found the same. 4.5 is not passed yet."),
        ({"clean": "1340000"}, {**PASSED, "best": {"clean": "1100000"}}, "You found the same."),
        ({"partner": "P07"}, {"tries": 1}, "Your answer there has no such figure. 4.5 is not passed yet."),
        ({"clean": "many"}, {"tries": 1}, "Your answer there has no such figure. 4.5 is not passed yet."),
        ({"clean": {"a": "x"}}, {"tries": 1}, "Your answer there has no such figure. 4.5 is not passed yet."),
        (["damaged"], {"tries": 1}, "Your answer there has no such figure. 4.5 is not passed yet."),
        ("a text", PASSED, "Your answer there has no such figure."),
    ],
)
def test_the_learners_own_figure_is_beside_the_reference(course, open_module, answer, more, said):
    if answer is not None:
        save(course, "4.5", answer, **more)

    text = words(page("4.5/clean", notebook=open_module(13)))

    assert text.startswith(REFERENCE)
    assert text.endswith(said)


@pytest.mark.parametrize(
    ("answer", "more", "said"),
    [
        (None, {}, "December's dispute ratio by RB1 (from 6.4): you have not done that exercise yet."),
        ({"ratio": "0.596"}, {"tries": 1}, "(from 6.4): you found 0.596% there; 6.4 is not passed yet."),
        ({"ratio": "0.671"}, {"tries": 1}, "(from 6.4): you found 0.671% there; 6.4 is not passed yet."),
        ({"opened": "161"}, {"tries": 1}, "(from 6.4): your answer there has no such figure yet."),
        ({"ratio": "0.67"}, PASSED, "(from 6.4): 0.671%. You found the same."),
        ({"ratio": "0.596"}, PASSED, "(from 6.4): 0.671%. You found 0.596% there."),
    ],
)
def test_a_page_that_does_not_tell_the_reference_gives_it_only_to_those_who_passed(
    course, open_module, answer, more, said
):
    if answer is not None:
        save(course, "6.4", answer, **more)

    text = words(page("6.4/ratio", notebook=open_module(9)))

    assert text.endswith(said)
    assert ("0.671" in text) == ("0.671" in said)


@pytest.mark.parametrize(
    ("query", "more", "said"),
    [
        (DUPLICATES.format(186), PASSED, "186. You found the same."),
        (DUPLICATES.format(280), {"tries": 1}, "186. You found 280 there. 7.1 is not passed yet."),
        (DUPLICATES.format(280), {}, "186. Your answer there has no such figure. 7.1 is not passed yet."),
        ("SELECT payment_id AS payments FROM settlements", {"tries": 1}, "has no such figure. 7.1 is not passed yet."),
        ("SELECT 'many' AS payments", {"tries": 1}, "has no such figure. 7.1 is not passed yet."),
        ("SELEC 1", {"tries": 1}, "has no such figure. 7.1 is not passed yet."),
    ],
)
def test_of_a_query_it_is_what_it_returns(course, open_module, query, more, said):
    save(course, "7.1", query, **more)

    assert words(page("7.1/payments", notebook=open_module(11))).endswith(said)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1, 2]", b'{"version": 99}', b'{"version": 1, "exercises": {"4.5": 7}}', b"\xff\xfe", b"[" * 100_000],
)
def test_a_file_that_is_broken_or_foreign_costs_nothing(course, open_module, content):
    answers_path(notebook_of(course, 4)).write_bytes(content)

    assert words(page("4.5/clean", notebook=open_module(13))).startswith(REFERENCE)


@pytest.mark.parametrize(
    "damage", [lambda path: path.unlink(), lambda path: path.write_text("{"), lambda path: path.write_text("{}")]
)
def test_a_sheet_that_is_missing_or_broken_costs_nothing(course, open_module, damage):
    save(course, "4.5", {"clean": "1340000"}, tries=1)
    damage(notebook_of(course, 4).with_name("checks.json"))

    assert words(page("4.5/clean", notebook=open_module(13))).startswith(REFERENCE)


def test_a_notebook_that_is_alone_shows_the_reference_and_no_link(course, open_module, tmp_path):
    alone = tmp_path / "alone" / "13-trade-offs.ipynb"
    alone.parent.mkdir()
    shutil.copy(notebook_of(course, 13), alone)

    html = page("4.5/clean", notebook=alone)

    assert words(html) == REFERENCE
    assert "<a" not in html


def test_without_the_other_module_it_shows_the_reference_and_no_link(course, open_module):
    shutil.rmtree(notebook_of(course, 4).parent)

    assert page("4.5/clean", notebook=open_module(13)).count("<a") == 0


def test_the_link_leads_to_the_task(course, open_module):
    html = page("4.5/clean", notebook=open_module(13))

    assert (
        f'<a href="../{notebook_of(course, 4).parent.name}/{notebook_of(course, 4).name}#cell-id=4-5-prompt">4.5</a>'
        in html
    )


def test_it_is_read_again_when_the_other_notebook_is_saved(course, open_module):
    widget = CarriedFigures(["4.5/clean"], open_module(13)).widget
    save(course, "4.5", {"clean": "1340000"}, tries=1)
    send(part(widget, Watch), type="changed?")

    assert "You found 1,340,000 there" in words(html_of(widget))


def test_other_notebooks_are_only_read(course, open_module):
    save(course, "4.5", {"clean": "1340000"}, tries=1)
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    page("4.5/clean", notebook=open_module(13))

    assert {path: path.read_bytes() for path in course.rglob("*") if path.is_file()} == before


def test_the_frame_shows_it_and_the_twin_shows_the_reference_only(course, open_module):
    save(course, "4.5", {"clean": "1340000"}, tries=1)
    open_module(13)
    exercise = Exercise("form", "13.3", carries=["4.5/clean"])

    assert "You found 1,340,000 there" in words(html_of(frame_of(exercise).widget))
    assert REFERENCE in words(static_html(exercise))
    assert "1,340,000" not in static_html(exercise).split("No answer yet")[0]


def test_a_lesson_shows_it_too(course, capsys):
    lesson = course / "modules/13-trade-offs.ipynb"
    lesson.write_text(json.dumps({"cells": [], "metadata": {}}))
    save(course, "4.5", {"clean": "1340000"}, tries=1)

    assert "You found 1,340,000 there" in words(page("4.5/clean", notebook=lesson))
    assert 'href="../exercises/04-' in page("4.5/clean", notebook=lesson)


@pytest.mark.parametrize("run", ["autograde", "validate"])
def test_nbgrader_gets_the_reference_without_a_look_at_other_files(course, open_module, monkeypatch, run):
    save(course, "4.5", {"clean": "1340000"}, tries=1)
    open_module(13)
    monkeypatch.setenv("NBGRADER_EXECUTION", run)
    monkeypatch.setattr("course.learner.carried.read_saved", lambda _: pytest.fail("another notebook was read"))

    assert REFERENCE in words(static_html(Exercise("form", "13.3", carries=["4.5/clean"])))


@pytest.mark.parametrize("own", [None, {"clean": "1100000"}, {"clean": "1340000"}])
@pytest.mark.parametrize("equal", ["1207500", "1340000", "1100000"])
def test_what_was_found_before_decides_no_verdict(course, open_module, monkeypatch, own, equal):
    """The same answer gets the same verdict and the same points, whatever else is saved, and with or without a carried figure."""
    open_module(13)
    answer = {"share": "17.9", "equal": equal, "month": "39", "late": "52"}
    alone = Exercise("form", "13.3").judge(answer)
    if own is not None:
        save(course, "4.5", own, tries=1)
    monkeypatch.setattr("course.learner.carried.read_saved", lambda _: pytest.fail("another notebook was read"))

    assert Exercise("form", "13.3", carries=["4.5/clean"]).judge(answer) == alone


@pytest.mark.parametrize("own", [None, {"clean": "1100000"}, {"clean": "1340000"}])
def test_a_grade_is_the_same_with_and_without_other_notebooks(course, open_module, monkeypatch, own):
    (source,) = [each for path in sources(ROOT, 13) for each in read(path) if each.id == "13.3"]
    answer = {"share": "17.9", "equal": "1207500", "month": "39", "late": "44"}
    if own is None:
        shutil.rmtree(notebook_of(course, 4).parent)
    else:
        save(course, "4.5", own, tries=1)
    save(course, "13.3", answer, tries=1)
    open_module(13)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    graded, verdict = Exercise("form", "13.3", carries=source.carries).graded(**source.parts)

    assert graded == answer
    assert verdict == Exercise("form", "13.3").judge(answer)
    assert 0 < verdict.score < 1
