"""Hand-ins of every kind, graded by nbgrader's own executor with a kernel and without one, and what is compared."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell
from sqlalchemy import text

from course import sheet as sheets
from course.authoring.kind import kind
from course.authoring.proof import CompiledExercise
from course.authoring.read import read
from course.learner.answers_file import dump
from course.learner.entry import Entry
from tests.nbgrader.course_folder import PROJECT, CourseFolder, grade_cell, locked_cell, source_notebook, write

ASSIGNMENT = "05-of-all-kinds"
# One exercise of every kind, one that a person marks as well, and one that no answer can be judged by.
EXERCISES = ("5.1", "5.2", "5.6", "7.6", "12.3")
UNFAIR = 'ex_5_9.check()\n### BEGIN HIDDEN TESTS\nex_5_9.grade(reference="SELECT nothing FROM nowhere")\n### END HIDDEN TESTS'
ROWS = {
    "grades": "SELECT s.student_id, b.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade FROM grade g "
    "JOIN base_cell b ON b.id = g.cell_id JOIN submitted_notebook n ON n.id = g.notebook_id "
    "JOIN submitted_assignment s ON s.id = n.assignment_id ORDER BY 1, 2",
    "comments": "SELECT s.student_id, b.name, c.auto_comment, c.manual_comment FROM comment c "
    "JOIN base_cell b ON b.id = c.cell_id JOIN submitted_notebook n ON n.id = c.notebook_id "
    "JOIN submitted_assignment s ON s.id = n.assignment_id ORDER BY 1, 2",
    "notebooks": "SELECT s.student_id, b.name, n.late_submission_penalty FROM submitted_notebook n "
    "JOIN notebook b ON b.id = n.notebook_id JOIN submitted_assignment s ON s.id = n.assignment_id ORDER BY 1, 2",
    "submissions": "SELECT student_id, timestamp, extension FROM submitted_assignment ORDER BY 1",
    "students": "SELECT id, first_name, last_name, email FROM student ORDER BY 1",
}

# What a learner, or whoever wishes a class ill, may write. None of it is an answer.
HOSTILE: tuple[Any, ...] = (
    "SELECT repeat('x', 3000000000)",
    "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
    "SELECT * FROM read_csv('/etc/passwd')",
    "COPY payments TO 'here.csv'; SELECT 1",
    "ATTACH 'gradebook.db' AS g",
    "SELECT 1; SELECT 2",
    "SELECT 1 FROM payments, payments AS b, payments AS c",  # too many rows, long before it is stopped by the clock
    "[" * 20_000,
    "![a](b)" * 5_000,
    "<script>alert(1)</script>",
    "\x00\ud800 \u202e",
    "",
    12,
    None,
    True,
    [["a"], {"b": [1e308]}],
    {"service": {"service": "x"}, "no such field": 1, "": []},
    {str(number): number for number in range(300)},
)


def make_course(root: Path, with_unfair: bool = True, settings: str = "") -> CourseFolder:
    """A course with one generated assignment that has every kind of exercise, with a due date."""
    folder = CourseFolder.create(root)
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(f"\n{settings}\n")
    cells, entries = [locked_cell(new_code_cell("import course"), "import")], []
    for id in EXERCISES:
        source = _module_of(id)
        names = tuple(f"{id.replace('.', '-')}{part}" for part in ("-prompt", "-view", "", "-human"))
        book = nbformat.read(source, as_version=4)
        cells += [cell for cell in book.cells if cell.metadata.get("nbgrader", {}).get("grade_id") in names]
        entries.append(sheets.load(source.parent)[id])
    if with_unfair:
        cells += [
            locked_cell(new_markdown_cell("### 5.9 Cannot be judged · 5 min"), "5-9-prompt"),
            locked_cell(new_code_cell('ex_5_9 = course.sql("5.9", starter="SELECT")\nex_5_9'), "5-9-view"),
            grade_cell("5-9", 2, UNFAIR),
        ]
    cells.append(locked_cell(new_code_cell('course.query("SELECT count(*) AS payments FROM payments")'), "shown"))
    entries.append(replace(entries[1], id="5.9", title="Cannot be judged", key="of another key"))
    write(source_notebook(*cells), folder.source(ASSIGNMENT))
    sheet = sheets.Sheet(sheets.data_version(), tuple(entries))
    folder.source(ASSIGNMENT).with_name(sheets.NAME).write_text(sheet.text(), encoding="utf-8")
    folder.generate(ASSIGNMENT)
    with folder.api.gradebook as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2026-01-05 10:00:00 UTC")
    return folder


def put_hand_ins(folder: CourseFolder, count: int) -> None:
    """So many hand-ins: right, wrong, partial, broken and hostile ones, some of them late. The same for the same count."""
    chance = random.Random(22)
    right, wrong = _answers()
    released = folder.released(ASSIGNMENT).read_bytes()
    makers = (
        lambda: {id: chance.choice(right[id]) for id in EXERCISES},
        lambda: {id: chance.choice(wrong[id]) for id in EXERCISES},
        lambda: {id: chance.choice([*right[id], *wrong[id]]) for id in chance.sample(EXERCISES, 3)},
        lambda: {id: chance.choice(HOSTILE) for id in (*EXERCISES, "5.9")},
        lambda: {id: chance.choice([*right[id], *HOSTILE]) for id in EXERCISES},
    )
    for number in range(count):
        student, given = f"learner-{number:03}", makers[number % len(makers)]()
        entries = {id: Entry().changed(answer) for id, answer in given.items() if _is_storable(answer)}
        if number % 7 == 2:  # what was right once counts, whatever stands there now
            entries = {
                id: entry.checked(1.0).changed(chance.choice(wrong[id])) for id, entry in entries.items() if id in wrong
            }
        files = {f"{ASSIGNMENT}.ipynb": released, f"{ASSIGNMENT}.answers.json": dump(entries).encode()}
        folder.hand_in(student, _spoiled(files, number), ASSIGNMENT)


def _spoiled(files: dict[str, bytes], number: int) -> dict[str, bytes]:
    """What is left of a hand-in on its way, and when it is said to have been made."""
    notebook, answers = files
    if number % 11 == 3:
        files[notebook] = files[notebook][:400]
    if number % 11 == 5:
        del files[notebook]
    if number % 11 == 7:
        files[answers] = files[answers][:-9]
    if number % 11 == 9:
        files = {"my answers (1).json": files[answers], "course.py": b"raise SystemExit"}
    if number % 3:
        files["timestamp.txt"] = f"2026-01-05 {8 + number % 5:02}:30:00 UTC".encode()
    return files


def mark_by_hand(folder: CourseFolder) -> None:
    """A person has marked somebody before anything was graded."""
    with folder.api.gradebook as gradebook:
        gradebook.update_or_create_student("learner-001", first_name="Ada")
        gradebook.update_or_create_submission(ASSIGNMENT, "learner-001")
        for name, points in (("5-2", 1.5), ("12-3-human", 3.0)):
            grade = gradebook.find_grade(name, ASSIGNMENT, ASSIGNMENT, "learner-001")
            grade.manual_score, grade.extra_credit, grade.needs_manual_grade = points, 0.5, False
        gradebook.db.commit()


def rows(folder: CourseFolder) -> dict[str, list[tuple]]:
    """Everything that the gradebook holds of hand-ins, in an order of its own."""
    with folder.api.gradebook as gradebook:
        return {name: [tuple(row) for row in gradebook.db.execute(text(sql))] for name, sql in ROWS.items()}


def shown(folder: CourseFolder, student: str) -> list[dict]:
    """The graded notebook's cells, without what differs from one run to the next: times, and how Python tells an error."""
    cells = []
    for cell in folder.graded(student, ASSIGNMENT).cells:
        outputs = json.loads(json.dumps(cell.get("outputs", [])))
        for output in outputs:
            output.pop("traceback", None)
        kept = {name: value for name, value in cell.metadata.items() if name != "execution"}
        cells.append(
            {"source": cell.source, "metadata": kept, "outputs": outputs, "count": cell.get("execution_count")}
        )
    return cells


def files(folder: CourseFolder) -> dict[str, tuple[int, bytes | None]]:
    """The files of all graded hand-ins with their permissions; the content of all but the notebooks."""
    graded = folder.root / "autograded"
    return {
        path.relative_to(graded).as_posix(): (
            path.stat().st_mode,
            None if path.is_dir() or path.suffix == ".ipynb" else path.read_bytes(),
        )
        for path in sorted(graded.rglob("*"))
    }


def _answers() -> tuple[dict[str, list], dict[str, list]]:
    right, wrong = {}, {}
    for id in EXERCISES:
        source = _module_of(id)
        exercise = next(exercise for exercise in read(source) if exercise.id == id)
        expected = sheets.expectation(sheets.load(source.parent)[id])
        one = CompiledExercise(exercise.kind, id, sheets.with_figures(exercise.key), expected, exercise.starter)
        right[id] = [answer for _, answer in kind(exercise.kind).right_answers(one)]
        wrong[id] = [answer for _, answer in kind(exercise.kind).wrong_answers(one)]
    return right, wrong


def _module_of(id: str) -> Path:
    (source,) = PROJECT.glob(f"solutions/{int(id.split('.')[0]):02}-*/*.ipynb")
    return source


def _is_storable(answer: object) -> bool:
    try:
        json.dumps(answer, ensure_ascii=False).encode()
    except (TypeError, ValueError):
        return False
    return True
