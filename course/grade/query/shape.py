"""Results of another shape than the task's: values below each other that belong beside each other, or the reverse."""

from __future__ import annotations

from collections import Counter

from sqlglot import exp

from course.grade.query.attempt import Attempt, listing
from course.grade.query.groups import key_width
from course.grade.query.search import optional

MOST_WORDS = 12


@optional
def below_each_other(attempt: Attempt) -> str:
    """Rows for what the task has columns for: a column of words that the query itself makes says which figure each row holds."""
    yours, right = attempt.result, attempt.expected
    if not attempt.query or not yours.complete or not right.complete or yours.row_count <= right.row_count:
        return ""
    measures = right.columns[key_width(right) :]
    written = {literal.name for literal in attempt.query.tree.find_all(exp.Literal) if literal.is_string}
    lower = {name.lower() for name in right.columns}
    for position, name in enumerate(yours.columns):
        words = Counter(row[position] for row in yours.rows)
        is_label = name.lower() not in lower and 1 < len(words) <= MOST_WORDS and written.issuperset(words)
        if is_label and len(set(words.values())) == 1 and yours.row_count == right.row_count * len(words):
            return (
                f"Your rows hold different figures below each other, by `{name}`. The task has {right.row_count:,} "
                f"{'row' if right.row_count == 1 else 'rows'}, with {listing(measures)} beside each other."
            )
    return ""
