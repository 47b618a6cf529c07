"""Exports of grades, read back by the rules of whoever imports them."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from course.nbgrader.export import ExportError, export
from course.nbgrader.roster import read_roster
from course.nbgrader.standing import Person, Standing
from course.nbgrader.tables import canvas, moodle
from tests.nbgrader.course_folder import ASSIGNMENT, CourseFolder, answers
from tests.nbgrader.test_human_marking import MEMO, put_memo

# As a person may be called, in the grade book or on a platform.
AWKWARD = [
    "Müller, Jörg",
    'Ann "the" Lee',
    "=cmd|' /C calc'!A0",
    "+49 30",
    "-1",
    "@SUM(A1)",
    "\tTab",
    "O'Neil",
    "李小龍",
    "a;b",
    "x\ny",
]


def canvas_reads(text: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The most points by assignment, and a dict for each person: as Canvas's importer finds them (see tables.py)."""
    rows = [row for row in csv.reader(StringIO(text, newline="")) if not re.fullmatch("[;, ]*", ",".join(row))]
    head = rows[0]
    assert "Student" in head[0] and "ID" in head[1] and re.search(r"SIS\s+Login\s+ID", head[2]) and "Section" in head[3]
    assert "Points Possible" in rows[1][0]
    assert {len(row) for row in rows} == {len(head)}
    return dict(zip(head[4:], rows[1][4:], strict=True)), [dict(zip(head, row, strict=True)) for row in rows[2:]]


def moodle_reads(text: str) -> list[dict[str, str | float | None]]:
    """A dict for each person: an empty grade is none, everything else has to be a number."""
    rows = list(csv.DictReader(StringIO(text, newline="")))
    for row in rows:
        assert None not in row and None not in row.values()
        for name in row:
            if f"{name} (feedback)" in row:
                row[name] = float(row[name]) if row[name] else None
    return rows


def roster(path: Path, *lines: str):
    path.write_text("\n".join(["platform,student", *lines]) + "\n", encoding="utf-8")
    return read_roster(path)


def standing(id: str, **more) -> Standing:
    person = Person(id, more.pop("last", ""), more.pop("first", ""), more.pop("email", ""))
    return Standing(person, ASSIGNMENT, 30.0, **{"handed_in": True, **more})


def test_canvas_finds_people_by_number_and_login(tmp_path):
    people = roster(tmp_path / "roster.csv", "340934,bob", '"Lee, Ann",ann', "ann@x.example,ann")
    rows = [standing("ann", raw=12.346), standing("bob", raw=8, penalty=10), standing("cara", handed_in=False)]
    table = canvas({ASSIGNMENT: rows}, people)
    most, read = canvas_reads(table.text)
    assert most == {ASSIGNMENT: "30"}
    assert [list(row.values()) for row in read] == [
        ["Lee, Ann", "", "ann@x.example", "", "12.35"],
        ["bob", "340934", "bob", "", "0"],
    ]
    assert table.left_out == (
        "cara is in the grade book and not in roster.csv, so not in the table: add a line for them.",
    )


def test_what_is_no_score_is_no_0():
    rows = [
        standing("gone", handed_in=False),
        standing("stuck", raw=4, not_judged=("5.3",)),
        standing("waits", raw=5, awaits=("5.7",)),
        standing("zero"),
    ]
    table = moodle({ASSIGNMENT: rows}, read_roster(Path("nowhere")))
    read = {row["Username"]: (row[ASSIGNMENT], row[f"{ASSIGNMENT} (feedback)"]) for row in moodle_reads(table.text)}
    assert read == {
        "gone": (None, "Not handed in."),
        "stuck": (None, "Could not be judged yet: 5.3."),
        "waits": (None, "Not marked yet: 5.7."),
        "zero": (0.0, ""),
    }
    assert table.blank == (
        f"stuck, {ASSIGNMENT}: left blank. Could not be judged yet: 5.3.",
        f"waits, {ASSIGNMENT}: left blank. Not marked yet: 5.7.",
    )
    so_far = moodle_reads(moodle({ASSIGNMENT: rows}, read_roster(Path("nowhere")), unfinished=True).text)
    assert [row[ASSIGNMENT] for row in so_far] == [None, 4.0, 5.0, 0.0]


@pytest.mark.parametrize("name", AWKWARD)
@pytest.mark.parametrize(
    ("write", "read", "column"), [(canvas, canvas_reads, "Student"), (moodle, moodle_reads, "Name")]
)
def test_every_name_comes_back_and_none_is_a_formula(write, read, column, name):
    rows = [standing("ann", last=name, raw=1.5), standing("bob", raw=2)]
    found = read(write({ASSIGNMENT: rows}, read_roster(Path("nowhere"))).text)
    people = found[1] if isinstance(found, tuple) else found
    shown = people[0][column]
    assert shown.removeprefix("'") == re.sub(r"\s", " ", name)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert [float(row[ASSIGNMENT]) for row in people] == [1.5, 2.0]


def test_an_id_that_is_a_formula_is_left_out_and_said():
    table = canvas({ASSIGNMENT: [standing("=1+1", raw=3), standing("bob", raw=2)]}, read_roster(Path("nowhere")))
    assert [row["Student"] for row in canvas_reads(table.text)[1]] == ["bob"]
    assert table.left_out == (
        "'=1+1 is not in the table: a spreadsheet would run “=1+1” as a formula. Enter their points by hand.",
    )


def test_two_assignments_are_two_columns():
    both = {"05-sql": [standing("ann", raw=3)], "06-git": [standing("ann", handed_in=False), standing("bob", raw=7)]}
    most, read = canvas_reads(canvas(both, read_roster(Path("nowhere"))).text)
    assert list(most) == ["05-sql", "06-git"]
    assert [(row["Student"], row["05-sql"], row["06-git"]) for row in read] == [("ann", "3", ""), ("bob", "", "7")]


@pytest.fixture
def graded_class(course_folder: CourseFolder) -> CourseFolder:
    """A class in which one has a mark by a person and a penalty, one waits for a mark, one did not hand in, one is not graded."""
    folder = course_folder
    put_memo(folder, 6)
    with folder.api.gradebook as gradebook:
        gradebook.update_or_create_student("ann", last_name="Müller, the 2nd", first_name="=Ann", email="ann@x.example")
        gradebook.update_or_create_student("dan")
    for student in ("ann", "bob"):
        folder.hand_in(student, {f"{ASSIGNMENT}.answers.json": answers(_5_9=MEMO)})
    folder.autograde()
    folder.hand_in("eve", {f"{ASSIGNMENT}.answers.json": answers(_5_9=MEMO)})
    with folder.api.gradebook as gradebook:
        grade = gradebook.find_grade("5-9-human", ASSIGNMENT, ASSIGNMENT, "ann")
        grade.manual_score, grade.needs_manual_grade = 5, False
        gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, "ann").late_submission_penalty = 1.5
        gradebook.find_submission(ASSIGNMENT, "ann").timestamp = datetime(2026, 1, 5, tzinfo=UTC).replace(tzinfo=None)
        gradebook.db.commit()
    return folder


def test_a_class_reaches_both_platforms(graded_class):
    root = graded_class.root
    (root / "roster.csv").write_text("platform,student\n12,ann\nbob@x.example,bob\ncarl,carl\ndan,dan\neve,eve\n")
    written = export(root, "canvas", [ASSIGNMENT], None, False)
    most, read = canvas_reads(written.path.read_bytes().decode())
    assert most == {ASSIGNMENT: "10"}
    score = {row["Student"]: row[ASSIGNMENT] for row in read}
    assert score == {"Müller, the 2nd, =Ann": "7.5", "bob": "", "carl": "", "dan": "", "eve": ""}
    assert written.lines == [
        f"bob, {ASSIGNMENT}: left blank. Not marked yet: 5.9.",
        f"eve, {ASSIGNMENT}: left blank. Handed in, and not graded yet.",
        f"5 people in reports/canvas-{ASSIGNMENT}.csv.",
    ]
    written = export(root, "moodle", [ASSIGNMENT], None, True)
    read = {row["Username"]: row for row in moodle_reads(written.path.read_bytes().decode())}
    assert read["ann"][ASSIGNMENT] == 7.5
    assert read["ann"][f"{ASSIGNMENT} (feedback)"] == "Late: 1.5 points off 9."
    assert read["carl"][f"{ASSIGNMENT} (feedback)"] == "Not handed in."
    assert written.as_json()["people"] == 5


def test_nbgraders_table_keeps_its_columns_whatever_people_are_called(graded_class):
    assert graded_class.export() == {(ASSIGNMENT, "ann"): 7.5, (ASSIGNMENT, "bob"): 4.0, (ASSIGNMENT, "dan"): 0.0}
    with (graded_class.root / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert rows["ann"]["last_name"] == "Müller, the 2nd"
    assert rows["ann"]["first_name"] == "'=Ann"
    assert rows["ann"]["late_submission_penalty"] == "1.5"
    assert {name: row["handed_in"] for name, row in rows.items()} == {"ann": "yes", "bob": "yes", "dan": "no"}


def test_what_is_not_graded_is_said(course_folder):
    with pytest.raises(ExportError, match="Nobody's 05-sql is graded yet: grade it first"):
        export(course_folder.root, "canvas", [ASSIGNMENT], None, False)
    with pytest.raises(ExportError, match="09-more is not in the grade book"):
        export(course_folder.root, "moodle", ["09-more"], None, False)
