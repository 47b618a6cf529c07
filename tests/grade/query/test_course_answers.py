"""Wrong and unusual right answers to the course's query exercises: the outcome, and the words of the first finding.

An answer is a query, or ``{reference}`` with what is around it; an arrow edits the reference: ``what it has → what is written``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from course import sheet as sheets
from course.authoring.read import SourceExercise, read, sources
from course.case.database import practice_database
from course.grade.query import diagnose, sandbox
from course.grade.query.cause import Query
from course.grade.query.judge import judge_query
from course.grade.query.key import QueryKey
from course.grade.query.sqltext import parse
from course.grade.query.tables import tables_of
from course.verdict import Verdict

ROOT = Path(__file__).resolve().parents[3]
PASSED = "Passed"
NOVEMBER = "p.created_at >= '2025-11-01' AND p.created_at < '2025-12-01'"
ATTEMPTS = "FROM payment_attempts AS t JOIN payments AS p USING (payment_id) JOIN merchants AS m USING (merchant_id)"
KE2 = "FROM payments AS p JOIN merchants AS m USING (merchant_id) WHERE country = 'KE2' AND NOT is_internal AND status <> 'failed'"
DECEMBERS_REFUNDS = "SELECT s.batch_id, count(*) AS refunds, sum(s.gross_cents) / 100 AS amount_eur FROM settlements AS s JOIN payments AS p USING (payment_id)"
IN_DECEMBER = "WHERE p.status = 'refunded' AND s.settled_at >= '2025-12-01' AND s.settled_at < '2026-01-01'"
BY_BATCH = "GROUP BY s.batch_id ORDER BY amount_eur DESC, s.batch_id"

ANSWERS = [
    # what a query was pasted with, and what follows it
    ("5.2", "{reference};\n-- sorted by month", PASSED),
    ("5.2", "{reference}; ; /* done */ ;", PASSED),
    ("7.4", "{reference};\n13 rows (0.02 s)", PASSED),
    ("5.3", "```sql\n{reference}\n```", PASSED),
    ("5.4", 'course.query("""\n{reference}\n""")', PASSED),
    ("7.2", "result = con.sql('''{reference}''').df()", PASSED),
    ("5.5", "D {reference};", PASSED),
    ("8.4", "sql> {reference}", PASSED),
    ("5.2", "{reference}; SELECT 1", "There are 2 statements"),
    ("5.2", "SELECT channel FROM applications; ORDER BY channel", "The query ends at the semicolon, and text follows it."),
    # unusual and right
    ("5.2", "count(*) → sum(1)", PASSED),
    ("5.3", "NOT m.is_internal → m.is_internal IS DISTINCT FROM true", PASSED),
    ("5.4", "100.0 * count(*) FILTER (WHERE result = 'approved') / count(*) → 100 * avg(CASE result WHEN 'approved' THEN 1 ELSE 0 END)", PASSED),
    ("5.5", "INTERVAL 3 HOUR → INTERVAL '3 hours'", PASSED),
    ("7.1", "row_number() → rank()", PASSED),
    ("7.3", "coalesce(i.paid_at::DATE, DATE '2025-12-31') > i.due_date + 30 → coalesce(i.paid_at::DATE, DATE '2025-12-31') - i.due_date >= 31", PASSED),
    # columns that must be made
    ("5.2", "SELECT month, channel, count(*) FROM applications GROUP BY month, channel", "Make it from a moment, as in date_trunc('month', applied_at)::DATE AS month."),
    ("5.2", "SELECT a.month, a.channel, count(*) FROM applications AS a GROUP BY 1, 2", "as in date_trunc('month', applied_at)::DATE AS month."),
    ("5.5", "SELECT day, count(*) FROM payments GROUP BY day", "Make it from a moment, as in created_at::DATE AS day."),
    ("5.2", "SELECT 'month', channel, count(*) FROM applications GROUP BY 'month', channel", "'month' in single quotes is that text itself"),
    ("5.2", "SELECT channel, count(*) FROM applications WHERE month = 11 GROUP BY channel", "Compare the moment itself, as in applied_at >="),
    # names in quotes and brackets
    ("5.2", "GROUP BY date_trunc('month', a.applied_at)::DATE, a.channel → GROUP BY 'month', a.channel", "GROUP BY takes the text 'month' itself"),
    ("5.2", "ORDER BY month, a.channel → ORDER BY 'month', a.channel", "ORDER BY takes the text 'month' itself"),
    ("5.2", "SELECT [month], channel FROM applications", "Names have no square brackets here"),
    ("5.2", "SELECT [channel], date_trunc('month', applied_at), count(*) FROM applications GROUP BY 1, 2", "Square brackets make a list"),
    ("5.3", "'2025-11-01' → ‘2025-11-01’", "‘2025-11-01’ has curly quotes. Type straight ones: '2025-11-01'."),
    ("5.3", "'2025-11-01' → 2025-11-01", "`2025-11-01` without quotes is a subtraction."),
    # other databases
    ("5.5", "p.created_at + INTERVAL 3 HOUR → convert_tz(p.created_at, '+00:00', '+03:00')", "All moments here are in UTC. Add the hours"),
    ("5.2", "date_trunc('month', a.applied_at) → eomonth(a.applied_at)", "Here it is called `last_day`"),
    ("5.2", "SELECT TOP 10 channel FROM applications", "TOP 10 is not known here."),
    ("5.2", "# by month\n{reference}", "`#` starts no comment in SQL. A comment starts with --."),
    # clauses
    ("5.3", "GROUP BY m.tier → GROUP BY m.tier HAVING p.status = 'paid'", "A condition on single rows goes to WHERE, before GROUP BY."),
    ("5.2", "GROUP BY date_trunc('month', a.applied_at)::DATE → GROUP BY month(a.applied_at)", "Write the same expression in both places"),
    ("5.2", "ORDER BY month, a.channel → ORDER BY month, a.channel LIMIT 10", "LIMIT 10 ends your result there. Take it out."),
    ("5.3", "SELECT tier, count(*), sum(amount_cents) / 100 FROM (SELECT * FROM payments LIMIT 10) JOIN merchants USING (merchant_id) GROUP BY tier", "LIMIT 10 keeps any 10 rows"),
    ("5.5", f"SELECT p.created_at::DATE, count(*), sum(amount_cents) / 100 {KE2} AND created_at > current_date - 31 GROUP BY 1", "the data end on 31 December 2025"),
    # near-equal moments, any and last, a moment and its day
    ("5.3", "t.acquirer = 'A' → t.acquirer = 'A' AND t.created_at >= '2025-11-01' AND t.created_at < '2025-12-01'", "result differs on hidden data"),
    ("5.4", f"WITH x AS (SELECT payment_id, result, row_number() OVER (PARTITION BY payment_id ORDER BY attempt_no DESC) AS n {ATTEMPTS} WHERE NOT is_internal AND {NOVEMBER}) SELECT 100.0 * count(*) FILTER (WHERE result = 'approved') / count(*), 100.0 * count(*) FILTER (WHERE n = 1 AND result = 'approved') / count(*) FILTER (WHERE n = 1) FROM x", "Your second rate looks at the last attempt."),
    ("7.3", "i.paid_at::DATE → i.paid_at", "A payment on day 30 itself counts as late"),
    ("8.4", "i.paid_at::DATE → i.paid_at", "result differs on hidden data"),
    # natural mistakes with a sentence of their own
    ("7.1", "SELECT min(captured_at), max(captured_at), count(DISTINCT payment_id), sum(gross_cents) / 100 FROM settlements JOIN (SELECT payment_id FROM settlements GROUP BY 1 HAVING count(*) = 2) USING (payment_id)", "both charges of each are in"),
    ("5.4", f"SELECT 100.0 * count(*) FILTER (WHERE result = 'approved') / count(*), 100.0 * count(DISTINCT payment_id) FILTER (WHERE status = 'paid') / count(DISTINCT payment_id) {ATTEMPTS} WHERE NOT is_internal AND {NOVEMBER}", "A refunded one was approved too"),
    ("5.5", "INTERVAL 3 HOUR → INTERVAL 2 HOUR", "You added two hours."),
    ("7.3", "DATE '2025-12-31' → current_date", "You measured unpaid instalments against today."),
    ("7.3", "SELECT m, date_trunc('month', disbursed_at), count(*), 100.0 * count(*) FILTER (WHERE status = 'written_off') / count(*) FROM loans, (VALUES (2), (3), (4)) AS ages(m) WHERE date_trunc('month', disbursed_at) + to_months(m) <= '2025-12-01' GROUP BY 1, 2 ORDER BY 1, 2", "You took the loans that are written off."),
]  # fmt: skip

# Written after the rules, and not before a rule was changed for them.
LATER = [
    ("7.2", "{reference};\n# note: sorted", PASSED),
    ("8.7", 'df = duckdb.sql("""\n{reference}\n""").df()', PASSED),
    ("7.1", "duckdb> {reference}", PASSED),
    ("5.3", "%%sql\n{reference}", PASSED),
    ("7.2", "count(*) FILTER (WHERE has_lapsed) AS lapsed → countif(has_lapsed) AS lapsed", PASSED),
    ("5.3", "NOT m.is_internal → m.is_internal = 'false'", PASSED),
    ("5.2", "Here is my query:\n{reference}", "A query starts with SELECT, WITH or FROM."),
    ("5.2", "SELECT week, channel, count(*) FROM applications GROUP BY ALL", "as in date_trunc('week', applied_at)::DATE AS week."),
    ("7.4", "SELECT week, count(*) FROM funnel_events GROUP BY week", "as in date_trunc('week', ts)::DATE AS week."),
    ("5.3", "SELECT tier, count(*) FROM merchants JOIN payments USING (merchant_id) WHERE month = 11 GROUP BY tier", "Compare the moment itself"),
    ("5.5", "p.created_at + INTERVAL 3 HOUR → dateadd(hour, 3, p.created_at)", "Add a span instead, as in created_at + INTERVAL 3 HOUR."),
    ("5.2", "date_trunc('month', a.applied_at)::DATE AS month → to_char(a.applied_at, 'YYYY-MM') AS month", "Here it is called `strftime`"),
    ("5.2", "date_trunc('month', a.applied_at)::DATE AS month → FORMAT_DATE('%Y-%m', a.applied_at) AS month", "Here it is called `strftime`"),
    ("5.4", "100.0 * count(*) FILTER (WHERE result = 'approved') / count(*) → safe_divide(100.0 * count(*) FILTER (WHERE result = 'approved'), count(*))", "Divide with /"),
    ("5.3", "ORDER BY volume_eur DESC → ORDER BY 'volume_eur' DESC", "ORDER BY takes the text 'volume_eur' itself"),
    ("7.3", "SELECT [cohort], count(*) FROM loans GROUP BY [cohort]", "Names have no square brackets here"),
    ("5.4", "'approved' → “approved”", "“approved” has curly quotes."),
    ("7.2", "'2026-01-01' → 2026-01-01", "`2026-01-01` without quotes is a subtraction."),
    ("8.4", "WHERE l.below_cutoff_test → WHERE l.below_cutoff_test LIMIT 10", "Your GROUP BY comes after LIMIT."),
    ("7.4", "{reference}\nLIMIT 12", "LIMIT 12 ends your result there."),
    ("7.3", "{reference}\nLIMIT 12", "LIMIT 12 ends your result there."),
    ("5.3", "('paid', 'refunded') → ('Paid', 'Refunded')", "capitals and spaces count"),
    ("7.1", "SELECT payment_id, max(captured_at) FROM settlements GROUP BY payment_id HAVING captured_at > '2025-11-01'", "A condition on single rows goes to WHERE"),
    ("8.7", "DATE '2025-12-31' - min(due_date) → current_date - min(due_date)", "the data end on 31 December 2025"),
    ("5.2", "a.applied_at → a.decided_at", "One of your columns is not the one that the task means"),
    ("7.1", "ORDER BY captured_at → ORDER BY captured_at DESC", "are moments of first charges"),
    ("5.5", "SELECT (p.created_at + INTERVAL 3 HOUR)::DATE AS day → SELECT p.created_at + INTERVAL 3 HOUR AS day", "Write the same expression in both places"),
    ("5.3", "GROUP BY m.tier → GROUP BY m.tier, m.name", "What makes a second row of it? Look at GROUP BY"),
    ("5.3", "t.payment_id = p.payment_id AND t.acquirer = 'A' → t.acquirer = 'A'", "Tie it to the row outside"),
    ("5.4", f"SELECT round(100.0 * count(*) FILTER (WHERE t.result = 'approved') / count(*), 2), round(100.0 * count(*) FILTER (WHERE p.status <> 'failed') / count(*), 2) {ATTEMPTS} WHERE {NOVEMBER} AND NOT m.is_internal", "after the join a row is an attempt"),
    ("5.5", "SELECT created_at::DATE AS day, count(*), sum(amount_cents) / 100 FROM payments JOIN merchants USING (merchant_id) WHERE NOT is_internal AND status <> 'failed' AND created_at BETWEEN '2025-12-01' AND '2025-12-31' GROUP BY 1 ORDER BY 1", "your range stops at midnight"),
    ("7.2", "revoked_at IS NULL → revoked_at = NULL", "Nothing equals NULL"),
    ("5.2", "SELECT channel, count(*) FROM applications GROUP channel", "GROUP needs BY."),
    # keys that two tables call by different names, and keys of two different things
    ("6.3", " AND e.reverses_entry_id IS NOT NULL → ", "each one has a partner in `ledger_entries`. Which of its rows count as a partner?"),
    ("6.3", "e.reverses_entry_id IS NOT NULL → e.reverses_entry_id IS NULL", "each one has a partner in `ledger_entries`. Which of its rows count as a partner?"),
    ("6.3", "e.reverses_entry_id IS NOT NULL → e.reverses_entry_id <> NULL", "nothing differs from it: not even NULL itself. Use IS NOT NULL."),
    ("6.3", f"{DECEMBERS_REFUNDS} LEFT JOIN ledger_entries AS e ON e.txn_id = s.payment_id {IN_DECEMBER} AND e.txn_id IS NULL {BY_BATCH}", "each one has a partner in `ledger_entries`. Which of its rows count as a partner?"),
    ("6.3", f"{DECEMBERS_REFUNDS} LEFT JOIN ledger_entries AS e ON e.txn_id = s.payment_id {IN_DECEMBER} AND e.reverses_entry_id IS NULL {BY_BATCH}", "The charge's own lines reverse nothing"),
    ("6.3", f"{DECEMBERS_REFUNDS} LEFT JOIN ledger_entries AS e ON e.txn_id = s.payment_id {IN_DECEMBER} AND e.txn_id IS NULL AND e.reverses_entry_id IS NOT NULL {BY_BATCH}", "`e.txn_id IS NULL` and `e.reverses_entry_id IS NOT NULL` exclude each other"),
    ("6.3", f"{DECEMBERS_REFUNDS} {IN_DECEMBER} AND NOT EXISTS ledger_entries WHERE txn_id = s.payment_id {BY_BATCH}", "EXISTS takes a query in brackets. Write EXISTS (SELECT 1 FROM ledger_entries …)."),
    ("6.3", f"{DECEMBERS_REFUNDS} {IN_DECEMBER} AND NOT EXISTS SELECT 1 FROM ledger_entries {BY_BATCH}", "EXISTS takes a query in brackets. Write EXISTS (SELECT 1 FROM …)."),
    ("6.3", f"{DECEMBERS_REFUNDS} {IN_DECEMBER} AND NOT EXIST (SELECT 1 FROM ledger_entries) {BY_BATCH}", "`EXIST` is not a word of SQL here. Did you mean EXISTS?"),
    ("6.3", "ORDER BY amount_eur DESC, s.batch_id → ", "nothing says the order of the rows."),
    # names are free, and a pass says which differ
    ("5.2", "count(*) AS applications → count(*) AS cnt", "The task calls the third column `applications`; yours is `cnt`."),
    ("6.3", "e.txn_id = s.payment_id → e.entry_id = s.payment_id", "compares the keys of two different things"),
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def company():
    """Instead of the small company of the other tests: the case itself."""
    yield
    sandbox.stop()


@cache
def exercises() -> dict[str, SourceExercise]:
    return {exercise.id: exercise for notebook in sources(ROOT) for exercise in read(notebook)}


def verdict(exercise_id: str, answer: str) -> tuple[str, Verdict]:
    exercise = exercises()[exercise_id]
    reference, edit = exercise.key.reference.strip(), answer.split(" → ")
    text = reference.replace(*edit) if len(edit) == 2 else answer.replace("{reference}", reference)
    assert text != reference
    expected = sheets.expectation(sheets.load(exercise.notebook.parent)[exercise_id])
    return text, judge_query(expected, text)


@pytest.mark.parametrize(("exercise", "answer", "words"), ANSWERS + LATER)
def test_answer_to_the_course(exercise, answer, words):
    _, judged = verdict(exercise, answer)
    assert words in f"{judged.line} {judged.findings[0].text if judged.findings else ''}"


def test_no_right_answer_is_said_to_compare_keys_of_different_things():
    tables = tables_of(practice_database())
    answers = [
        (exercise.id, sql)
        for exercise in exercises().values()
        if isinstance(exercise.key, QueryKey)
        for sql in (exercise.key.reference, *exercise.key.accept)
    ]
    causes = [(id, diagnose.by_text(Query(sql, tree, tables), ())) for id, sql in answers if (tree := parse(sql))]

    assert [id for id, cause in causes if cause and cause.kind == "unlike-keys"] == []
