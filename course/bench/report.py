"""Measures the report on a class of 1,000: made-up learners, with answers, verdicts and grades as grading leaves them."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from nbgrader.api import Gradebook

from course.authoring.read import SourceExercise, read
from course.bench.measurement import Measurement, seconds
from course.learner.answers_file import dump
from course.learner.entry import Entry
from course.nbgrader import COURSE_ID
from course.nbgrader.report import report
from course.verdict import Finding, Verdict
from course.views.twin import style

LEARNERS, LIMIT = 1_000, 30
ASSIGNMENTS = ("05-sql-first-answers", "12-specification-and-documentation")
WORDS = 600  # of a text


def bench(root: Path) -> list[Measurement]:
    """The time that the report on two assignments takes: one of queries, one of texts."""
    with TemporaryDirectory() as folder:
        course = make_class(root, Path(folder, "course"), ASSIGNMENTS, LEARNERS)
        taken = seconds(lambda assignments: report(course, assignments), ASSIGNMENTS)
    return [Measurement(f"report on {LEARNERS:,} learners, {len(ASSIGNMENTS)} assignments", taken, "s", LIMIT)]


def make_class(root: Path, course: Path, assignments: tuple[str, ...], learners: int, seed: int = 7) -> Path:
    """Write a course in which made-up learners were graded. The last hands in what the first did, under other names."""
    chance = random.Random(seed)
    for assignment in assignments:
        shutil.copytree(root / "solutions" / assignment, course / "solutions" / assignment)
    shutil.copy(root / "nbgrader_config.py", course)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", COURSE_ID) as gradebook:
        for number in range(learners):
            gradebook.add_student(_name(number))
        for assignment in assignments:
            exercises = read(course / "solutions" / assignment / f"{assignment}.ipynb")
            _assign(gradebook, assignment, exercises)
            ids = _cells(gradebook, assignment)
            first: dict[str, tuple[str, Entry]] = {}
            rows = []
            for number in range(learners):
                skill = chance.random()
                work = {one.id: _work(one, chance, skill) for one in exercises}
                first = first or work
                if number == learners - 1:
                    work = {id: (html, _copied(entry)) for id, (html, entry) in first.items()}
                _write(course / "autograded" / _name(number) / assignment, assignment, work)
                rows += [
                    (number, ids[one.id.replace(".", "-")], one.points * work[one.id][1].best_score)
                    for one in exercises
                ]
            _grade(gradebook, assignment, learners, rows)
    return course


def _name(number: int) -> str:
    return f"student-{number:04d}"


def _assign(gradebook: Gradebook, assignment: str, exercises: tuple[SourceExercise, ...]) -> None:
    gradebook.add_assignment(assignment)
    gradebook.add_notebook(assignment, assignment)
    for one in exercises:
        name = one.id.replace(".", "-")
        gradebook.add_grade_cell(name, assignment, assignment, max_score=one.points, cell_type="code")


def _cells(gradebook: Gradebook, assignment: str) -> dict[str, str]:
    return {cell.name: cell.id for cell in gradebook.find_notebook(assignment, assignment).grade_cells}


def _grade(gradebook: Gradebook, assignment: str, learners: int, rows: list[tuple[int, str, float]]) -> None:
    """Rows straight into the database: nbgrader would take minutes over them."""
    run = gradebook.db.connection().exec_driver_sql
    work, notebook = gradebook.find_assignment(assignment).id, gradebook.find_notebook(assignment, assignment).id
    ids = [f"{work[:20]}{number:08d}" for number in range(learners)]
    run("INSERT INTO submitted_assignment (id, assignment_id, student_id) VALUES (?, ?, ?)",
        [(id, work, _name(number)) for number, id in enumerate(ids)])  # fmt: skip
    run("INSERT INTO submitted_notebook (id, assignment_id, notebook_id) VALUES (?, ?, ?)",
        [(f"n{id}", id, notebook) for id in ids])  # fmt: skip
    run("INSERT INTO grade (id, notebook_id, cell_id, auto_score, needs_manual_grade) VALUES (?, ?, ?, ?, 0)",
        [(f"{at:x}{work[:16]}", f"n{ids[number]}", cell, points) for at, (number, cell, points) in enumerate(rows)])  # fmt: skip
    gradebook.db.commit()


def _work(exercise: SourceExercise, chance: random.Random, skill: float) -> tuple[str, Entry]:
    """What a learner answered, and the verdict as their notebook shows it."""
    is_right = chance.random() < 0.2 + 0.7 * skill
    sentences = list(exercise.parts.get("mistakes", {"Something else was asked.": None}))
    verdict = (
        Verdict.passed("right")
        if is_right
        else Verdict.not_yet("wrong", Finding("known", chance.choice(sentences)), score=0.25)
    )
    tries = chance.randrange(1, 9)
    entry = Entry(
        _answer(exercise, chance),
        f"2026-01-05T{chance.randrange(8, 20):02d}:{chance.randrange(60):02d}:00.000Z",
        best_score=verdict.score,
        tries=tries,
        hints=chance.randrange(0, 4),
        passed=is_right,
        passed_at=f"2026-01-05T12:{chance.randrange(60):02d}:00.000Z" if is_right else "",
        checked_at=tuple(f"2026-01-05T11:{minute:02d}:00.000Z" for minute in sorted(chance.sample(range(60), tries))),
    )
    head = f'<span class="course-title">{exercise.id} {exercise.title}</span>'
    return f'{style()}<div class="course-twin">{head}{verdict.html()}</div>', entry


def _answer(exercise: SourceExercise, chance: random.Random) -> object:
    reference = exercise.parts.get("reference")
    if not isinstance(reference, str):
        return {"a": chance.choice("abcd")}
    if "FROM" in reference:
        queries = [reference, *exercise.parts.get("accept", ()), *exercise.parts.get("mistakes", {}).values()]
        query = chance.choice([query for query in queries if isinstance(query, str)])
        return re.sub(
            r"\bAS (\w+)", lambda name: f"AS {name[1]}_{chance.randrange(10**6)}", query
        )  # no two texts are the same
    words = reference.split()
    return " ".join(chance.choice(words) for _ in range(WORDS))


def _copied(entry: Entry) -> Entry:
    answer = entry.answer.replace(" AS ", "  as ").lower() if isinstance(entry.answer, str) else entry.answer
    return Entry(answer, entry.saved_at, best_score=entry.best_score, tries=entry.tries, passed=entry.passed)


def _write(folder: Path, assignment: str, work: dict[str, tuple[str, Entry]]) -> None:
    folder.mkdir(parents=True)
    outputs = [
        {"output_type": "display_data", "data": {"text/html": html}, "metadata": {}} for html, _ in work.values()
    ]
    cells = [{"cell_type": "code", "source": "", "metadata": {}, "outputs": [output]} for output in outputs]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / f"{assignment}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (folder / f"{assignment}.answers.json").write_text(
        dump({id: entry for id, (_, entry) in work.items()}), encoding="utf-8"
    )
