"""What learners read for the most frequent single mistakes in the course's own query exercises.

The classes are those of which the references have most mutants. Each sentence was read by a person: is it true, does it
name the mistake, does it say where to look?
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from course import sheet as sheets
from course.authoring.read import SourceExercise, read, sources
from course.grade.query.judge import judge_query
from course.verdict import Outcome

ROOT = Path(__file__).resolve().parents[2]

# class of the mistake, exercise, what of its reference becomes what, and what the verdict says
MISTAKES = [
    ("COL", "5.3", "sum(p.amount_cents)", "sum(p.customer_id)", "One of your columns is not the one that the task means"),
    ("ARI", "5.4", "100.0 * count(*)", "count(*)", "`per_attempt_pct` is 100 times too small. The task asks for per cent, not for a share."),
    ("ARI", "7.3", "100.0 * count(*)", "count(*)", "`default_pct` is 100 times too small."),
    ("ROR", "5.4", ">= '2025-11-01'", "> '2025-11-01'", "Rows exactly at '2025-11-01' are missing. > or >=?"),
    ("ROR", "7.2", "<= '2026-01-01'", "< '2026-01-01'", "exactly at"),
    ("CST_NUM", "7.3", "[2, 3, 4]", "[2, 3, 5]", "A number in your query differs from the task's"),
    ("AGG", "7.1", "sum(gross_cents)", "max(gross_cents)", "A column is summed up in another way"),
    ("GRP", "5.3", "GROUP BY m.tier", "GROUP BY m.tier, p.customer_id", "Your groups are too fine"),
    ("GRP", "7.2", "GROUP BY month, reminded", "GROUP BY ALL", "Passed"),
    ("CST_DATE", "5.5", "'2025-12-01'", "'2025-11-30'", "A date in your query is off. Check the first and the last day"),
    ("CST_DATE", "8.4", "2025-12-31", "2025-12-30", "A date in your query is off. Check the first and the last day"),
    ("ROUND", "7.3", "), 1) AS", "), 0) AS", "Keep the decimals that the task asks for, and round only at the end."),
    ("JOI", "5.2", "JOIN customers", "RIGHT JOIN customers", "Your join keeps rows that have no partner"),
    ("DROP_COND", "7.2", " AND revoked_at IS NULL", "", "Revoked consents are in, and look like lapsed ones."),
    ("CST_STR", "5.5", "'paid'", "'PAID'", "No row has 'PAID' in `status`. The data say 'paid': capitals and spaces count."),
    ("COL_TABLE", "5.3", "= p.merchant_id", "= m.merchant_id", "Every row of `payments` meets every row of `merchants`"),
    ("NEG", "5.2", "NOT c.is_test", "c.is_test", "These are the applications of the test accounts only."),
    ("CNT", "5.2", "count(*)", "count(DISTINCT c.customer_id)", "You counted people."),
    ("CNT", "5.5", "count(*)", "count(p.customer_id)", "count(p.customer_id) leaves out the rows in which it is NULL"),
    ("LCR", "7.2", " AND revoked_at", " OR revoked_at", "OR also lets through rows that meet only one of the conditions."),
    ("DROP_FILTER", "7.2", "count(*) FILTER (WHERE has_lapsed) AS", "count(*) AS", "covers all rows, though the task limits"),
    ("UNIT", "7.2", "INTERVAL 90 DAY", "INTERVAL 90 HOUR", "Time is cut or counted in other units"),
    ("DROP_WHERE", "5.2", "WHERE NOT c.is_test", "", "Test accounts are still in"),
    ("JOIN_COND", "5.2", "JOIN customers AS c ON c.customer_id = a.customer_id", "CROSS JOIN customers AS c", "join without a"),
    ("ORD_DIR", "5.5", "ORDER BY day", "ORDER BY day DESC", "The rows are right, the order is not. The task asks for `day`."),
    ("AGG_DISTINCT", "7.1", "sum(gross_cents)", "sum(DISTINCT gross_cents)", "Look at DISTINCT inside an aggregate"),
    ("ORD_DROP", "7.2", "\nORDER BY month, reminded", "", "Your query has no ORDER BY at its end"),
    ("DISTINCT", "5.4", "SELECT t.payment_id", "SELECT DISTINCT t.payment_id", "DISTINCT removes rows that only look the same"),
]  # fmt: skip


@cache
def exercises() -> dict[str, SourceExercise]:
    return {exercise.id: exercise for notebook in sources(ROOT) for exercise in read(notebook)}


@pytest.mark.parametrize(
    ("exercise", "right", "wrong", "words"),
    [row[1:] for row in MISTAKES],
    ids=[f"{row[0]}-{row[1]}" for row in MISTAKES],
)
def test_a_frequent_mistake_is_named(exercise, right, wrong, words):
    source = exercises()[exercise]
    assert right in source.key.reference
    expectation = sheets.expectation(sheets.load(source.notebook.parent)[exercise])
    verdict = judge_query(expectation, source.key.reference.replace(right, wrong))

    assert words in verdict.text
    assert (verdict.outcome is Outcome.PASSED) is (words == "Passed")
    assert not any(word in verdict.text for word in ("  ", "1 of 1", "None"))
