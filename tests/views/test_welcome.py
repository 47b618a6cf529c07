"""The welcome page without a browser: the map, the decision log, save and restore."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from course import exercise as exercises
from course.learner.clone import Versions
from course.learner.diagnostic import Advice, Place
from course.learner.entry import Entry
from course.learner.progress import read_progress
from course.learner.saved import read_saved, saved_stamp
from course.views.refreshed import Refreshed, Watch
from course.views.welcome import backup as backup_view
from course.views.welcome import log, map
from tests.course_copy import MORNING, NOON, make_course, sheet_entry, write_answers, write_notebook
from tests.views.face import announced, outputs, part, send

PASSED = Entry("SELECT 1", MORNING, best="SELECT 1", best_score=1.0, tries=1)


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A course whose welcome notebook this kernel runs."""
    for name in ("NBGRADER_EXECUTION", "JPY_SESSION_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(exercises, "_open_answers", {})
    made = make_course(tmp_path)
    monkeypatch.setenv("JPY_SESSION_NAME", str(made / "modules/00-welcome.ipynb"))
    monkeypatch.chdir(made / "modules")
    return made


def shown(root) -> str:
    return map.map_html(read_progress(root), root / "modules")


def words(html: str) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL).split())


def targets(html: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', html)


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (
            Versions("0.3.0", "0.2.0"),
            "Version 0.3.0 is available; you have 0.2.0. python3 -m course update takes it and keeps your work. Start here:",
        ),
        (None, "Start here:"),
    ],
)
def test_a_newer_version_is_one_sentence_above_the_map(root, monkeypatch, versions, expected):
    monkeypatch.setattr(map, "newer_version", lambda root: versions)
    live_widgets, static_outputs = [], []
    monkeypatch.setattr(map, "display_live", live_widgets.append)
    monkeypatch.setattr(map, "display", static_outputs.append)
    map.CourseMap()._ipython_display_()

    assert words(outputs(live_widgets[0])[0]["data"]["text/html"]).startswith(expected)
    assert words(static_outputs[0].data).startswith("Start here:")


def test_the_map_starts_with_the_first_lesson(root):
    assert words(shown(root)).startswith("Start here: module 5 SQL I: the data model and first answers")
    assert targets(shown(root))[0] == "05-sql.ipynb"


def test_the_map_goes_on_with_the_exercises(root):
    write_answers(root / "exercises/05-sql/05-sql.ipynb", **{"5_1": PASSED})

    assert words(shown(root)).startswith("Continue where you stopped: module 5, the exercises")
    assert "1 of 2 exercises passed. About 30 min left" in words(shown(root))
    assert targets(shown(root))[0] == "../exercises/05-sql/05-sql.ipynb"


def test_every_link_of_the_map_leads_to_a_file_and_announced_modules_have_none(root):
    found = targets(shown(root))

    assert all((root / "modules" / target).exists() for target in found)
    assert len(found) == 4  # where to start, two lessons, one with exercises
    assert shown(root).count("announced</span>") == 16


def test_titles_are_shown_as_text(root):
    assert "Count &amp; sum 5.1: open" in shown(root)
    assert "<rate>" not in log.log_html(root, root / "modules")


def with_advice(root, **advice) -> str:
    modules = [replace(each, advice=advice.get(f"m{each.module.number}")) for each in read_progress(root)]
    return words(map.map_html(modules, root / "modules"))


def test_the_map_shows_the_suggested_path_and_why(root):
    first, skim = Advice(Place.FIRST, "You were <90> % sure."), Advice(Place.SKIM, "It held.")
    shown = with_advice(root, m5=first, m6=skim, m7=first)

    assert "Your path. Take modules 5 and 7 first. You may skim module 6." in shown
    assert "Your diagnostic suggests it first. Week 4" in shown
    assert "▲ First. You were &lt;90&gt; % sure." in shown and "≈ You may skim. It held." in shown


def test_with_nothing_to_begin_with_the_path_is_the_order(root):
    shown = with_advice(root, m5=Advice(Place.IN_TURN, "New."))

    assert "Your path. Take the modules in their order. Each mark" in shown


def test_before_the_diagnostic_is_done_the_map_invites_to_it(root):
    assert "Your path." not in words(shown(root))  # this course has none
    write_notebook(root / "modules/01-role.ipynb", "# 1")
    write_notebook(root / "exercises/01-role/01-role.ipynb", "# Exercises")
    body = {"version": 1, "data": "x", "exercises": {"1.1": sheet_entry("1.1", 10)}}
    (root / "exercises/01-role/checks.json").write_text(json.dumps(body), encoding="utf-8")

    assert "Your path. Not sure what to read closely? Take the diagnostic in module 1" in words(shown(root))
    assert "../exercises/01-role/01-role.ipynb" in targets(shown(root))
    assert "Take the diagnostic" in words(map.static_html(root, root / "modules"))


def test_damage_is_told_of_calmly(root):
    (root / "exercises/05-sql/05-sql.answers.json").write_bytes(b"{")

    assert "05-sql.answers.json could not be read" in words(shown(root))
    assert "nothing was changed or deleted" in words(shown(root))


def test_the_twin_is_the_same_for_everybody(root):
    before = map.static_html(root, root / "modules"), log.static_html(root, root / "modules")
    write_answers(root / "exercises/05-sql/05-sql.ipynb", **{"5_1": PASSED})
    write_answers(root / "modules/05-sql.ipynb", **{"5__decision": Entry("secret", NOON)})

    assert (map.static_html(root, root / "modules"), log.static_html(root, root / "modules")) == before
    assert "secret" in log.log_html(root, root / "modules")


def test_the_map_is_made_anew_when_answers_have_changed_while_it_is_seen(root):
    rendered = []
    live = Refreshed(lambda: rendered.append(shown(root)) or rendered[-1], lambda: saved_stamp(root))
    watch = part(live.widget, Watch)
    send(watch, type="changed?")
    assert len(rendered) == 1

    write_answers(root / "exercises/05-sql/05-sql.ipynb", **{"5_1": PASSED})
    send(watch, type="changed?")
    assert len(rendered) == 2 and "Continue" in html_of(live.widget)
    (root / "modules/05-sql.ipynb").touch()  # saved by JupyterLab, and nothing that shows has changed
    before = live.widget.children[0].outputs
    send(watch, type="changed?")
    assert len(rendered) == 3 and live.widget.children[0].outputs is before


def test_a_page_that_asks_is_answered_also_when_something_fails(root, monkeypatch):
    stamps = [1]
    live = Refreshed(lambda: "", lambda: 1 / len(stamps))
    watch, sent = part(live.widget, Watch), []
    monkeypatch.setattr(watch, "send", sent.append)
    stamps.clear()
    with pytest.raises(ZeroDivisionError):
        watch._receive(watch, {"type": "changed?"}, [])

    assert sent == [{"type": "answered"}]


def test_the_log_shows_all_lessons_in_their_order(root):
    write_answers(root / "modules/07-more.ipynb", **{"7__decision": Entry("Pay <all> back.", NOON)})
    said = words(log.log_html(root, root / "modules"))

    assert re.fullmatch(
        r"Module 5 Which &lt;rate&gt; of 5\? ○ Not decided yet. "
        r"Module 7 · 5 January 2026 Which &lt;rate&gt; of 7\? Pay &lt;all&gt; back.",
        said,
    )


@pytest.mark.parametrize("moment", ["", "yesterday", "9999-99-99"])
def test_a_strange_time_is_no_crash(root, moment):
    write_answers(root / "modules/05-sql.ipynb", **{"5__decision": Entry("x", moment)})

    assert "Module 5" in words(log.log_html(root, root / "modules"))


def html_of(widget) -> str:
    (output,) = outputs(widget)
    return output["data"]["text/html"]


def report(view) -> str:
    return html_of(view.widget)


def test_saving_makes_a_file_and_a_link_that_downloads_it(root):
    write_answers(root / "exercises/05-sql/05-sql.ipynb", **{"5_1": PASSED})
    view = backup_view.SaveAndRestore()
    view.save()
    (target,) = targets(report(view))

    assert json.loads((root / "modules" / target).read_text())["notebooks"].keys() == {"05-sql/exercises"}
    assert "<a download href=" in report(view)
    assert announced(view.widget) == "Saved. 1 entry in one file."


def test_restoring_shows_the_answer_that_is_not_used(root):
    exercise = root / "exercises/05-sql/05-sql.ipynb"
    write_answers(exercise, **{"5_1": Entry("SELECT <old>", MORNING)})
    view = backup_view.SaveAndRestore()
    view.save()
    content = next(root.glob("course-work-*.json")).read_bytes()
    write_answers(exercise, **{"5_1": Entry("SELECT new", NOON)})
    view.restore(content)

    assert "SELECT &lt;old&gt;" in report(view)
    assert read_saved(exercise)["5.1"].answer == "SELECT new"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04"])
def test_a_bad_file_is_one_sentence(root, content):
    view = backup_view.SaveAndRestore()
    view.restore(content)

    assert "Nothing was changed." in report(view)
    assert "Nothing was changed." in announced(view.widget)


def test_with_nothing_done_saving_says_so(root):
    view = backup_view.SaveAndRestore()
    view.save()

    assert "nothing to save yet" in report(view)
