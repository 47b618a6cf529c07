"""Lessons and exercises lead to each other: the links are in the lessons, and all else follows from them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest

from course import sequence
from course.authoring.read import read, sources
from course.sequence import ROOT
from course.sequence.taught import Section, anchor, prompt, taught_in

LESSONS = sequence.lessons(ROOT)
SOURCES = {sequence.number_of(path): path for path in sources(ROOT)}

every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)


def markdown(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]


@every_lesson
def test_a_lesson_links_to_each_of_its_exercises_where_it_has_taught_it(lesson):
    exercises = [exercise.id for exercise in read(SOURCES[sequence.number_of(lesson)])]
    sections = taught_in(lesson)

    assert sorted(sections) == sorted(exercises)
    assert [section.title for section in sections.values() if section.title in ("Your turn", "Your decision", "")] == []


@every_lesson
def test_a_link_that_names_an_exercise_leads_to_it_and_not_to_the_page(lesson):
    for text in markdown(lesson):
        for label, target, fragment in re.findall(r"\[([^\]]*)\]\((\.\./exercises/[^)#\s]+)(#[^)\s]+)?\)", text):
            numbers = re.findall(r"\b\d+\.\d+\b", label)
            assert target == f"../exercises/{lesson.stem}/{lesson.stem}.ipynb"
            assert [anchor(number) for number in numbers] == [part for part in [fragment] if part]


@every_lesson
def test_every_anchor_is_the_cell_of_a_task(lesson):
    """The release gives the cell this name as its id: tests/nbgrader/test_release.py."""
    source = nbformat.read(SOURCES[sequence.number_of(lesson)], as_version=4)
    names = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in source.cells}

    assert {prompt(exercise) for exercise in taught_in(lesson)} <= names


@every_lesson
def test_every_way_back_leads_to_a_section_of_the_lesson(lesson):
    cells = nbformat.read(lesson, as_version=4).cells
    ids = {f"#cell-id={cell.id}" for cell in cells}
    titles = [match["title"] for text in markdown(lesson) for match in re.finditer(r"^#+ (?P<title>.+)$", text, re.M)]
    headings = ["#" + re.sub(r"[*`]", "", title).replace(" ", "-") for title in titles]

    for section in taught_in(lesson).values():
        assert section.fragment in ids or headings.count(section.fragment) == 1


@every_lesson
def test_a_picture_that_an_exercise_shares_with_a_demo_is_taught_where_the_demo_is(lesson):
    """An aside below the demo, with a heading of its own, would otherwise be named as the place."""
    section, demos = "", {}
    for cell in nbformat.read(lesson, as_version=4).cells:
        if cell.cell_type == "markdown":
            section = ([section] + re.findall(r"^#{1,4} +(.+?)\s*$", cell.source, re.M))[-1]
        elif shown := re.match(r"course\.(\w+)\(", cell.source):
            demos.setdefault(shown[1], section)

    sections = taught_in(lesson)
    for exercise in read(SOURCES[sequence.number_of(lesson)]):
        for demo in {getattr(field, "view", "") for field in getattr(exercise.key, "fields", ())} & set(demos):
            assert sections[exercise.id].title == demos[demo]


LESSON = [
    "# Lesson\n",
    "## First\nText. [5.1](../exercises/05-x/05-x.ipynb#cell-id=5-1-prompt)\n\n### `Second` *part*\nSee [5.2, two](../exercises/05-x/05-x.ipynb#cell-id=5-2-prompt).",
    "```\n## no heading\n```\n[5.1](../exercises/05-x/05-x.ipynb#cell-id=5-1-prompt) [5.3](../exercises/05-x/05-x.ipynb#cell-id=5-3-prompt)",
    "Before.\n\n## “Third”\n[5.4](../exercises/05-x/05-x.ipynb#cell-id=5-4-prompt), [all](../exercises/05-x/05-x.ipynb)",
]


def test_the_first_link_counts_and_the_heading_above_it(tmp_path):
    cells = [{"cell_type": "markdown", "id": f"c{number}", "source": text} for number, text in enumerate(LESSON)]
    path = tmp_path / "05-x.ipynb"
    path.write_text(json.dumps({"cells": [*cells, {"cell_type": "code", "source": "#"}]}), encoding="utf-8")

    assert taught_in(path) == {
        "5.1": Section("First", "#cell-id=c1"),
        "5.2": Section("Second part", "#Second-part"),
        "5.3": Section("Second part", "#Second-part"),
        "5.4": Section("“Third”", "#cell-id=c3"),
    }


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"cells": [{}]}', '{"cells": [{"cell_type": "markdown"}]}'])
def test_a_lesson_that_cannot_be_read_teaches_nothing(tmp_path, text):
    path = tmp_path / "05-x.ipynb"
    path.write_text(text, encoding="utf-8")

    assert taught_in(path) == {}
    assert taught_in(tmp_path / "missing.ipynb") == {}
