"""KQL answers: the translation, errors in plain words with their place, and the same judge as for SQL."""

from __future__ import annotations

import sys

import pytest

from course.grade.kind import make_key
from course.grade.kql.language import KqlMissing, as_sql, compile_kql, explain_kql, judge_kql, translate
from course.grade.query.sandbox import QueryError, run
from course.grade.query.sqltext import is_ordered
from course.keys.key import AuthorError
from course.verdict import Outcome

pytest.importorskip("duckdb_kql")

RIGHT = """payments
| where status == "paid"
| summarize tries = count(), users = dcount(user_id) by day = bin(created_at, 1d)
| sort by day asc"""
SAME_COUNT = RIGHT.replace("dcount(user_id)", "count()")
PARTS = {
    "reference": RIGHT,
    "sql": """SELECT date_trunc('day', created_at) AS day, count(*) AS tries, count(DISTINCT user_id) AS users
FROM payments WHERE status = 'paid' GROUP BY day ORDER BY day""",
    "order": ["day"],
    "mistakes": {
        "Both columns count rows: use dcount(user_id).": SAME_COUNT,
        "The latest day stands first: write asc.": RIGHT.replace(" asc", ""),
    },
    "accept": [RIGHT.replace("bin(created_at, 1d)", "startofday(created_at)")],
}
STARTER = "payments\n| take 10"


@pytest.fixture(scope="module")
def expectation(databases):
    from course.grade import data

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "database", lambda seed=0, focus=(): databases[seed])
        return compile_kql(make_key("kql", PARTS), seeds=(1, 2, 3))


@pytest.mark.parametrize(
    ("kql", "rows"),
    [
        ("payments | count", ((150,),)),
        ("payments | where payment_id < 3 | project payment_id | sort by payment_id desc", ((2,), (1,))),
        ("payments | summarize n = dcount(status)", ((2,),)),
        ("let least = 149; payments | where payment_id > least | count", ((1,),)),
        ("payments // all of them\n| count", ((150,),)),
        ("payments | where payment_id == 1 | join kind=inner attempts on payment_id | count", ((2,),)),
    ],
)
def test_a_translation_runs_in_the_sandbox(kql, rows, practice):
    assert run(practice, translate(kql).sql).rows == rows


@pytest.mark.parametrize(
    ("kql", "ordered"),
    [
        ("payments | sort by payment_id asc", True),
        ("payments | sort by payment_id asc | take 5", True),
        ("payments | sort by payment_id asc | project payment_id, status", True),
        ("payments | sort by payment_id asc | extend twice = payment_id * 2", True),
        ("payments | sort by payment_id asc | project status", False),
        ("payments | sort by payment_id asc | summarize count() by status", False),
        ("payments | where payment_id > 3", False),
    ],
)
def test_the_order_of_the_last_sort_stands_at_the_end_of_the_sql(kql, ordered):
    assert is_ordered(translate(kql).sql) is ordered


@pytest.mark.parametrize(
    ("kql", "kind", "words", "marked"),
    [
        ("select * from payments", "syntax", "This is SQL", "select"),
        ("payments\n| wher status == 'paid'", "syntax", "no step called `wher` (line 2, column 3)", "wher"),
        ("payments | summarize count( by status", "syntax", "line 1, column", None),
        (
            "payments | where amount_cents > 1 AND user_id > 1",
            "syntax",
            "`AND` is not a word of KQL (line 1, column 35). KQL tells capitals from small letters: write `and`.",
            "AND",
        ),
        (
            "payments | summarize count(distinct user_id)",
            "syntax",
            "Different values are counted with `dcount(user_id)`.",
            "count(distinct user_id)",
        ),
        ("payments | where foo(status) == 1", "syntax", "does not know `foo`", "foo"),
        ("payments | take 1; payments | take 2", "several-statements", "several queries", None),
        (".drop table payments", "not-a-select", "command to the server", "."),
        ("payments | where status == 'a | b' | wher x", "syntax", "no step called `wher`", "wher"),
    ],
)
def test_what_cannot_be_translated_is_said_in_plain_words(kql, kind, words, marked):
    with pytest.raises(QueryError) as caught:
        translate(kql)
    assert caught.value.kind == kind
    assert words in caught.value.finding.text
    if marked:
        start, length = caught.value.place
        assert kql[start : start + length] == marked


@pytest.mark.parametrize(
    ("kql", "words", "marked"),
    [
        ("payments\n| where sttus == 'paid'", "no column `sttus`", "sttus"),
        ("paymnts | count", "no table `paymnts`", "paymnts"),
        ("payments | where status = 'paid'", "write `==`", "="),
    ],
)
def test_what_the_database_refuses_is_marked_in_the_kql(kql, words, marked, practice):
    translation = translate(kql)
    with pytest.raises(QueryError) as caught:
        run(practice, translation.sql)
    finding = explain_kql(translation, caught.value)
    assert words in finding.text
    assert kql[finding.place[0] : sum(finding.place)] == marked


@pytest.mark.parametrize(
    ("answer", "outcome", "words"),
    [
        ("", Outcome.NOT_ATTEMPTED, "no query yet"),
        ("// a thought", Outcome.NOT_ATTEMPTED, "no query yet"),
        (STARTER + "  // as given", Outcome.NOT_ATTEMPTED, "the query that was given"),
        (RIGHT, Outcome.PASSED, "all 4 data sets"),
        (PARTS["accept"][0], Outcome.PASSED, "all 4 data sets"),
        (RIGHT + " // > '2025-01-01'", Outcome.PASSED, "data sets."),
        (
            RIGHT.replace("payments\n", "payments\n| where created_at > '2020-01-01'\n", 1),
            Outcome.PASSED,
            "Write datetime(",
        ),
        (SAME_COUNT, Outcome.NOT_YET, "Both columns count rows"),
        (RIGHT.replace(" asc", ""), Outcome.NOT_YET, "write asc"),
        (RIGHT.replace("\n| sort by day asc", ""), Outcome.NOT_YET, "`sort by`"),
        (RIGHT.replace("paid", "pad"), Outcome.NOT_YET, "0 rows"),
        (RIGHT.replace("| where", "| whre"), Outcome.NOT_YET, "no step called `whre`"),
        (RIGHT.replace("created_at", "createdat"), Outcome.NOT_YET, "no column `createdat`"),
    ],
)
def test_verdicts(answer, outcome, words, expectation):
    verdict = judge_kql(expectation, answer, starter=STARTER)
    assert verdict.outcome is outcome
    assert words in verdict.text
    assert not any(word in verdict.text for word in ("GROUP BY", "ORDER BY", "SELECT", "_s0", "COALESCE"))


def test_a_key_in_kql_means_a_key_in_sql():
    key = as_sql(make_key("kql", PARTS))
    assert key.reference == PARTS["sql"]
    assert [one.startswith("WITH") for one in key.accept] == [True, True]
    assert key.order == ("day",)
    assert [mistake.sentence for mistake in key.mistakes] == list(PARTS["mistakes"])


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"reference": "payments | nonsense", "sql": "SELECT 1"}, "cannot be translated"),
        ({"reference": "payments | count"}, "in SQL, too"),
    ],
)
def test_a_key_that_means_no_sql_is_the_authors_mistake(parts, words):
    with pytest.raises(AuthorError, match=words):
        compile_kql(make_key("kql", parts), seeds=())


def test_without_the_package_one_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb_kql", None)
    with pytest.raises(KqlMissing, match="pip install duckdb-kql"):
        translate("payments | count")
