"""What a document can quote: facts that the learner has found, and queries of their own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from course import sequence
from course.case.database import practice_database
from course.case.facts import FACTS, Fact
from course.grade.count import quantity
from course.grade.criteria import STEPS
from course.grade.query.compare import cell_text
from course.grade.query.results import Result
from course.grade.query.sandbox import QueryError, SandboxError, run
from course.learner.progress import State, state
from course.learner.saved import read_saved

OPEN = "…"
SHOWN = 5


def _saved_entries(notebook: Path | None) -> dict:
    """The newest entry of every exercise in the course that this notebook belongs to."""
    root = sequence.course_root(notebook)
    entries = {}
    for module in sequence.MODULES:
        if path := sequence.exercises(root, module.number):
            entries |= read_saved(path).entries
    return entries


def known_facts(notebook: Path | None) -> list[dict]:
    """Every fact as {label, detail, apply, found}: with its value if this notebook prints it or an exercise that uses it is passed, else
    open, and ``found`` is the exercise that found it.
    """
    module = str(sequence.number_of(notebook)) if notebook else ""
    saved = _saved_entries(notebook)
    passed = {id for id, entry in saved.items() if state(entry) is State.PASSED}
    return [
        _offer(fact, not passed.isdisjoint(fact.used_in) or module in {id.partition(".")[0] for id in fact.told_in})
        for fact in FACTS
    ]


def _offer(fact: Fact, is_known: bool) -> dict:
    value = fact.with_unit(fact.value) if is_known else OPEN
    tag = f"[{fact.id}={value if is_known else ''}]"
    return {"label": fact.id, "detail": fact.statement.format(value=value), "apply": tag,
            "found": "" if is_known or not fact.used_in else fact.used_in[0]}  # fmt: skip


def own_queries(notebook: Path | None) -> list[dict]:
    """The learner's own saved queries, as tags that name the exercise."""
    return [
        {"label": f"Q-{id}", "detail": f"your query of exercise {id}", "apply": f"[Q-{id}]"}
        for id, entry in sorted(_saved_entries(notebook).items())
        if isinstance(entry.answer, str) and entry.runs
    ]


def own_result(notebook: Path | None, tag: str) -> str:
    """What to insert for an own query: its tag, and below it the first rows of its result as a Markdown table.

    The tag alone if the query gives no result.
    """
    entry = _saved_entries(notebook).get(tag.strip("[]").removeprefix("Q-"))
    if entry is None or not isinstance(entry.answer, str):
        return tag
    try:
        result = run(practice_database(), entry.answer)
    except (QueryError, SandboxError, OSError):
        return tag
    return f"{tag}\n\n{_markdown_table(result)}"


def _markdown_table(result: Result) -> str:
    def line(cells: Iterable[str]) -> str:
        return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"

    rows = [
        [cell_text(value, kind) for value, kind in zip(row, result.types, strict=True)] for row in result.rows[:SHOWN]
    ]
    left_out = f"\n\n{quantity(result.row_count, 'row')}, the first {SHOWN} shown." if result.row_count > SHOWN else ""
    return "\n".join([line(result.columns), line(["---"] * len(result.columns)), *map(line, rows)]) + left_out + "\n"


def offers(facts: list[dict], has_criteria: bool = True) -> dict:
    """What the editor completes: facts after a bracket, steps after Given, When and Then; and whether it has a button for scenarios."""
    return {
        "facts": facts,
        "steps": [{"label": step.example, "detail": step.kind} for step in STEPS],
        "criteria": has_criteria,
    }
