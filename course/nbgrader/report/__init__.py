"""What a class handed in, as one page and a notebook for its instructor: how it went, where it stuck, what to talk about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import nbformat

from course.nbgrader.report.book import notebook_of
from course.nbgrader.report.data import ClassWork, ReportError, read_class
from course.nbgrader.report.page import page_of
from course.nbgrader.report.summary import Summary, summarise

FOLDER = "reports"

__all__ = ["ReportError", "Written", "report"]


@dataclass(frozen=True)
class Written:
    """The files of a report, and its plain list of what to talk about."""

    page: Path
    notebook: Path
    data: Path
    talk: tuple[str, ...]


def report(root: Path, assignments: Sequence[str], names: bool = False) -> Written:
    """Write the report on one or more assignments below ``root``. Raises ReportError.

    Without ``names`` people are called by numbers that are drawn anew for each report.
    """
    work: list[ClassWork] = [read_class(root, assignment, names) for assignment in assignments]
    summaries: list[Summary] = [summarise(one) for one in work]
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    name = "report-" + "-".join(assignment.partition("-")[0] for assignment in assignments)
    page, notebook, data = (folder / f"{name}.{ending}" for ending in ("html", "ipynb", "json"))
    page.write_text(page_of(summaries, names), encoding="utf-8")
    data.write_text(json.dumps([asdict(one) for one in summaries], indent=1, ensure_ascii=False), encoding="utf-8")
    nbformat.write(notebook_of(summaries, data.name), notebook)
    return Written(page, notebook, data, tuple(line for one in summaries for line in one.talk))
