"""A small course in a folder of its own: two lessons with cards, exercises for one of them, and a welcome page."""

from __future__ import annotations

import json
from pathlib import Path

from course.learner.answers_file import answers_path, dump
from course.learner.entry import Entry

MORNING, NOON, EVENING = (f"2026-01-05T{hour}:00:00.000Z" for hour in ("09", "12", "18"))
CARDS = "# Cards\n\n" + "\n".join(f"## {term}\n\nWhat {term} means.\n\nAn example of {term}.\n" for term in "ABCDE")


def make_course(root: Path) -> Path:
    """Write the course below ``root`` and return it: lessons 5 and 7, exercises 5.1 and 5.2."""
    write_notebook(root / "modules/00-welcome.ipynb", "# Welcome")
    for number, name in ((5, "05-sql"), (7, "07-more")):
        head = f"# {number}\n\n*About 60 minutes with the exercises.*"
        write_notebook(
            root / f"modules/{name}.ipynb", head, f'course.decision("{number}", ask="Which <rate> of {number}?")'
        )
        (root / f"modules/{name}.cards.md").write_text(CARDS, encoding="utf-8")
    write_notebook(root / "exercises/05-sql/05-sql.ipynb", "# Exercises")
    exercises = {id: sheet_entry(id, minutes) for id, minutes in (("5.1", 20), ("5.2", 30))}
    body = {"version": 1, "data": "x", "exercises": exercises}
    (root / "exercises/05-sql/checks.json").write_text(json.dumps(body), encoding="utf-8")
    return root


def sheet_entry(id: str, minutes: int) -> dict:
    return {
        "id": id, "kind": "sql", "title": f"Count & sum {id}", "minutes": minutes, "points": 4.0,
        "hints": [], "key": "", "expectation": {},
    }  # fmt: skip


def write_notebook(path: Path, head: str, *code: str, metadata: dict | None = None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [("markdown", head), *(("code", text) for text in code)]
    body = [
        {"cell_type": kind, "id": f"c{number}", "metadata": {}, "source": [text]}
        for number, (kind, text) in enumerate(cells)
    ]
    for cell in body[1:]:
        cell |= {"outputs": [], "execution_count": None}
    notebook = {"cells": body, "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), encoding="utf-8")


def write_answers(notebook: Path, **entries: Entry) -> None:
    """Save entries for a notebook; in their names, ``_`` stands for a dot and ``__`` for a dash."""
    named = {name.replace("__", "-").replace("_", "."): entry for name, entry in entries.items()}
    answers_path(notebook).write_text(dump(named), encoding="utf-8")
