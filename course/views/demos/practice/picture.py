"""What a tried query led to: its rows, how the prediction did, and whether the one thing has been changed."""

from __future__ import annotations

from html import escape

from course.sequence.practice import Query
from course.verdict import Outcome, code_html
from course.views.demos.practice.trial import Trial
from course.views.demos.question.picture import answer, unanswered
from course.views.frame import did_not_run_html
from course.views.grid import count_line, grid
from course.views.markup import Markup, folded


def outcome(query: Query, predicted: str | None, trial: Trial) -> list[str]:
    """Everything below the query after it ran."""
    if trial.problem:
        return [did_not_run_html(trial.problem)]
    if trial.verdict is None:
        foreseen = answer(query.prediction, predicted) if query.prediction else ""
        return [_rows(trial), foreseen, task(query)]
    if trial.verdict.outcome is Outcome.PASSED:
        return [_rows(trial), _done(query)]
    return [_rows(trial), task(query), trial.verdict.html()]


def sentence(query: Query, trial: Trial) -> str:
    """The outcome in words, to be read out."""
    if trial.problem:
        return f"The query did not run. {trial.problem.text}"
    rows = count_line(trial.result.row_count)
    if trial.verdict is None:
        return f"{rows}. {query.change}"
    return f"{rows}. {query.why if trial.verdict.outcome is Outcome.PASSED else trial.verdict.text}"


def task(query: Query) -> str:
    """The one thing to change."""
    return f"<p><strong>Change one thing.</strong> {code_html(query.change)}</p>"


def untried(query: Query, trial: Trial) -> list[str]:
    """The query to read without a kernel: the prediction, the query, its rows, and one way to change it."""
    changed = f"{_code(query.becomes)}<p>{code_html(query.why)}</p>"
    return [
        unanswered(query.prediction) if query.prediction else "",
        _code(query.sql),
        folded("Its result", Markup(_rows(trial))),
        task(query),
        folded("One way", Markup(changed)),
    ]


def _rows(trial: Trial) -> str:
    result = trial.result
    return grid(result.columns, result.types, result.rows, count_line(result.row_count))


def _done(query: Query) -> str:
    return (
        f'<div class="course-verdict course-passed"><p><strong>✓</strong> That is it. {code_html(query.why)}</p></div>'
    )


def _code(sql: str) -> str:
    return f'<pre class="course-answer">{escape(sql)}</pre>'
