"""The report as a notebook: the same numbers as tables, to sort and to plot."""

from __future__ import annotations

from collections.abc import Sequence

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.nbgrader.report.summary import Summary

READ = """import json
from pathlib import Path

import pandas as pd

report = json.loads(Path("{file}").read_text(encoding="utf-8"))"""
EXERCISES = """exercises = pd.DataFrame(report[{at}]["exercises"]).drop(columns="mistakes").set_index("id")
exercises"""
SCORES = """scores = pd.Series(report[{at}]["scores"], name="points").sort_values()
scores.describe()"""
PAIRS = """pd.DataFrame(report[{at}]["pairs"])"""


def notebook_of(summaries: Sequence[Summary], file: str) -> NotebookNode:
    """The notebook over the report's data, which is beside it in ``file``."""
    titles = ", ".join(summary.assignment for summary in summaries)
    cells = [
        new_markdown_cell(
            f"# Report on {titles}\n\nThe page of the same name reads better. Here are its numbers, to work with.",
            id="title",
        ),
        new_code_cell(READ.format(file=file), id="read"),
    ]
    for at, summary in enumerate(summaries):
        talk = "\n".join(f"* {line}" for line in summary.talk) or "Nothing stands out."
        cells.append(new_markdown_cell(f"## {summary.assignment}\n\n{talk}", id=f"talk-{at}"))
        cells += [
            new_code_cell(source.format(at=at), id=f"{name}-{at}")
            for name, source in (("exercises", EXERCISES), ("scores", SCORES), ("pairs", PAIRS))
        ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})
