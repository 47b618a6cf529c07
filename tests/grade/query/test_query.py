"""The judge of queries: compiled keys, verdicts in the order of use, one sentence for each frequent mistake."""

from __future__ import annotations

import json
from functools import cache
from itertools import count
from time import sleep

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.grade import data
from course.grade.query import sandbox
from course.grade.query.attempt import MOST_DOUBTFUL, Attempt
from course.grade.query.judge import QueryExpectation, compile_query, judge_query
from course.grade.query.key import QueryKey
from course.grade.query.sandbox import SandboxError, run
from course.keys.key import AuthorError, Mistake
from course.verdict import Outcome

SEEDS = (1, 2, 3, 4, 5)
NOVEMBER = "created_at >= '2025-11-01' and created_at < '2025-12-01'"

KEYS = {
    "november": QueryKey(
        f"select status, count(*) as payments, count(distinct user_id) as users from payments where {NOVEMBER} group by status"
    ),
    "paid": QueryKey(
        "select u.country, count(p.payment_id) as payments from users u left join payments p on p.user_id = u.user_id and p.status = 'paid' group by u.country"
    ),
    "per_user": QueryKey(
        "select u.user_id, count(p.payment_id) as n from users u left join payments p using (user_id) group by 1"
    ),
    "volume": QueryKey(
        "select status, sum(amount_cents) / 100.0 as volume from payments group by status",
        decimals=2,
        names=True,
        mistakes=(
            Mistake("Refunds are not payments.", "select 'refund' as status, sum(amount_cents) / 100.0 as volume from refunds"),
        ),
    ),
    "rate": QueryKey(
        "select u.user_id, avg(case when status = 'paid' then 1.0 else 0 end) as rate from payments p join users u using (user_id) group by 1 order by rate desc, u.user_id",
        order=("rate desc", "user_id"),
        mistakes=(
            Mistake("You sorted upwards.", "select u.user_id, avg(case when status = 'paid' then 1.0 else 0 end) as rate from payments p join users u using (user_id) group by 1 order by rate, u.user_id"),
            Mistake("You counted payments; the task asks for the share.", "select user_id, count(*) as rate from payments where status = 'paid' group by 1"),
            Mistake("Guests are in.", "select user_id, avg(case when status = 'paid' then 1.0 else 0 end) as rate from payments group by 1 order by rate desc, user_id"),
        ),
    ),
    "without": QueryKey("select user_id from users u where not exists (select 1 from payments p where p.user_id = u.user_id)"),
    "large": QueryKey("select payment_id, amount_cents from payments where amount_cents >= 500 and (status = 'paid' or user_id = 3)"),
    "known": QueryKey("select user_id from payments where user_id is not null and status = 'paid'"),
    "countries": QueryKey("select distinct country from users"),
    "rates": QueryKey("select round(100.0 * count(*) filter (where status = 'paid') / count(*), 2) as paid_pct, round(100.0 * count(user_id) / count(*), 2) as known_pct from payments", decimals=2),
    "days": QueryKey("select created_at::date as day, count(*) as payments from payments group by 1"),
    "days_sorted": QueryKey("select created_at::date as day, status, count(*) as payments from payments group by 1, 2 order by day, status", order=("day", "status")),
    "months": QueryKey("select date_trunc('month', created_at)::date as month, count(*) as payments from payments group by 1"),
    "since": QueryKey("select created_at::date as day, user_id > 3 as late from payments where user_id < 6"),
    "ranked": QueryKey("select payment_id, rank() over (partition by user_id order by status) as place from payments where user_id is not null"),
    "not_first": QueryKey("select payment_id from payments where user_id is distinct from 1"),
}  # fmt: skip


@cache
def expected(name: str) -> QueryExpectation:
    return compile_query(KEYS[name], SEEDS)


# Exercise, answer, kind, a part of the finding. The numbers are those of the fifteen mistakes.
WRONG = [
    # 1 to 5 and 9 do not run: the sentences are in test_explain.py, here that they reach the verdict
    ("per_user", "select usr_id, count(*) from payments group by 1", "unknown-column", "Did you mean `user_id`?"),
    ("per_user", "select user_id, 1 from payments; drop table users", "several-statements", "There are 2 statements; an answer is one."),
    ("per_user", "update users set user_id = 1", "not-a-select", "UPDATE is not run here"),
    ("per_user", "select user_id, count(*) from payments where count(*) > 1 group by 1", "aggregate-in-where", "goes to HAVING"),
    # 6 a missing comma
    ("large", "select payment_id amount_cents from payments where amount_cents >= 500", "missing-comma", "1 column, expected 2: `payment_id`, `amount_cents`. `payment_id amount_cents` renames payment_id to amount_cents. Is a comma missing between them?"),
    ("large", "select payment_id as amount_cents from payments where amount_cents >= 500", "column-count", "1 column, expected 2: `payment_id`, `amount_cents`."),
    ("large", "select payment_id, user_id, amount_cents from payments", "column-count", "3 columns, expected 2: `payment_id`, `amount_cents`. Not asked for: `user_id`."),
    # 7 = NULL
    # an inner query that is not tied to the row outside
    ("without", "select user_id from users u where not exists (select 1 from payments)", "untied-exists", "The query after EXISTS names no row outside itself, so it is true for all of them or for none. Tie it to the row outside by a key that both have."),
    ("without", "select user_id from users u where not exists (select 1 from payments p where p.user_id = user_id)", "untied-exists", "The query after EXISTS names no row outside itself"),
    ("known", "select user_id from payments where user_id <> null and status = 'paid'", "null-comparison", "0 rows, expected 86. Nothing equals NULL, and nothing differs from it: not even NULL itself. Use IS NOT NULL."),
    ("without", "select u.user_id from users u left join payments p using (user_id) where p.payment_id = null", "null-comparison", "Use IS NULL."),
    # 8 no join condition
    ("per_user", "select u.user_id, count(*) from users u, payments p group by 1", "no-join-condition", "12 of 12 rows differ, all in `n`. Every row of `users` meets every row of `payments`: 12 × 150 rows. Say which rows belong together: JOIN … ON …."),
    ("per_user", "select u.user_id, p.payment_id from users u join payments p on true", "no-join-condition", "1,800 rows, expected 12."),
    # local time in the place of UTC, another window, a range that is open at one end
    ("months", "select date_trunc('month', created_at + interval 5 hour)::date as month, count(*) as payments from payments group by 1", "hours", "Without the hours in `created_at + interval 5 hour` your result would be right: the task means UTC."),
    ("ranked", "select payment_id, rank() over (partition by payment_id order by status) as place from payments where user_id is not null", "partition", "The window goes through the rows of each `payment_id`; here it is each `user_id`."),
    ("november", "select status, count(*), count(distinct user_id) from payments where created_at >= '2025-11-01' group by status", "open-range", "`created_at >= '2025-11-01'` is one end of a range, and its end is missing: rows after it count, too."),
    # 10 the wrong join, or WHERE after LEFT JOIN
    ("per_user", "select u.user_id, count(p.payment_id) as n from users u join payments p using (user_id) group by 1", "inner-join", "4 rows, expected 12. Rows without a match in `payments` have disappeared. Which join keeps them?"),
    ("rate", "select u.user_id, avg(case when status = 'paid' then 1.0 else 0 end) as rate from users u left join payments p using (user_id) group by 1 order by 2 desc, 1", "outer-join", "The LEFT JOIN keeps rows that have no match in `payments`."),
    ("paid", "select u.country, count(p.payment_id) from users u left join payments p on p.user_id = u.user_id where p.status = 'paid' group by 1", "where-after-left-join", "The WHERE on `p.status` throws out the rows that the LEFT JOIN had kept. Move that condition into ON."),
    # 11 fan-out
    ("volume", "select p.status, sum(p.amount_cents) / 100.0 as volume from payments p join attempts a on a.payment_id = p.payment_id group by 1", "fan-out", "The join with `attempts` drops rows without a match, or repeats rows with several."),
    ("volume", "select p.status, sum(p.amount_cents) / 100.0 as volume from payments p join attempts a on a.payment_id = p.payment_id where a.attempt_id > 0 group by 1", "fan-out", "After the join, 150 rows of `payments` have become 200. sum(p.amount_cents) counts the repeated ones again: sum up before you join."),
    # 12 counting the wrong thing
    ("november", f"select status, count(*), count(user_id) from payments where {NOVEMBER} group by status", "count", "count(user_id) counts every row in which it is filled; here each `user_id` counts once."),
    ("november", f"select status, count(distinct user_id), count(distinct user_id) from payments where {NOVEMBER} group by status", "count", "count(distinct user_id) counts each `user_id` once; here every row counts."),
    ("per_user", "select u.user_id, count(*) as n from users u left join payments p using (user_id) group by 1", "count", "count(*) also counts the rows in which `payment_id` is NULL."),
    # 13 AND and OR
    ("large", "select payment_id, amount_cents from payments where amount_cents >= 500 and status = 'paid' and status = 'failed'", "contradiction", "No row has both 'paid' and 'failed' in `status`. For either of them use OR, or IN."),
    ("large", "select payment_id, amount_cents from payments where amount_cents >= 500 and (status = 'paid' and user_id = 3)", "and-or", "AND lets through only rows that meet both conditions."),
    ("large", "select payment_id, amount_cents from payments where user_id = 3 or status = 'paid' and amount_cents >= 500 and payment_id > 0", "and-or", "AND binds before OR, so the OR stands apart from the other conditions. Put brackets around what OR belongs to."),
    ("known", "select user_id from payments where user_id is not null or status = 'paid'", "and-or", "OR also lets through rows that meet only one of the conditions."),
    # 14 boundaries: the practice data hold no row at the limit, the hidden data do
    ("november", "select status, count(*), count(distinct user_id) from payments where created_at between '2025-11-01' and '2025-11-30' group by status", "last-day", "The day 2025-11-30 is missing after midnight: a time on that day is later than '2025-11-30'."),
    ("november", "select status, count(*), count(distinct user_id) from payments where created_at > '2025-11-01' and created_at < '2025-12-01' group by status", "boundary", "Right on the practice data, not on other data with the same tables. Rows exactly at '2025-11-01' are missing. > or >=?"),
    ("november", "select status, count(*), count(distinct user_id) from payments where created_at >= '2025-11-01' and created_at <= '2025-12-01' group by status", "boundary", "Rows exactly at '2025-12-01' are in it, and should not be."),
    ("large", "select payment_id, amount_cents from payments where amount_cents > 500 and (status = 'paid' or user_id = 3)", "boundary", "Rows exactly at 500 are missing."),
    ("november", "select status, count(*), count(distinct user_id) from payments where created_at between '2025-11-01' and '2025-12-01' group by status", "boundary", "BETWEEN takes its end too: rows exactly at '2025-12-01' are in it, and should not be. Write >= and <."),
    # 15 order
    ("rate", "select user_id, avg(case when status = 'paid' then 1.0 else 0 end) from payments where user_id is not null group by 1", "no-order", "The rows are right. Your query has no ORDER BY at its end, so the order is left to chance. The task asks for `rate desc`, then `user_id`."),
    ("rate", "select user_id, avg(case when status = 'paid' then 1.0 else 0 end) from payments where user_id is not null group by 1 order by 1", "order", "The rows are right, the order is not. The task asks for `rate desc`, then `user_id`. Look at `rate` in row 1."),
    ("rate", "select user_id, avg(case when status = 'paid' then 1.0 else 0 end) from payments where user_id is not null group by 1 order by 2, 1", "known-mistake", "You sorted upwards."),
    ("days_sorted", "select date_trunc('day', created_at), status, count(*) from payments group by 1, 2 order by 1, status desc", "order", "The task asks for `day`, then `status`. Look at `status` in row "),
    # next in line
    ("without", "select user_id from users where user_id not in (select user_id from payments)", "not-in-null", "The query in NOT IN returns a NULL in `user_id`, and then NOT IN finds nothing."),
    ("not_first", "select payment_id from payments where user_id <> 1", "not-equal-null", "`user_id <> 1` also leaves out the rows in which `user_id` is NULL."),
    ("countries", "select country from users", "distinct", "12 rows, expected 3. Some rows appear more than once."),
    ("known", "select distinct user_id from payments where user_id is not null and status = 'paid'", "distinct", "DISTINCT removes rows that only look the same."),
    ("ranked", "select payment_id, dense_rank() over (partition by user_id order by status) from payments where user_id is not null", "rank", "DENSE_RANK gives equal values one number and skips none."),
    ("large", "select payment_id, amount_cents from payments where amount_cents >= 500 and (status = 'Paid' or user_id = 3)", "unknown-value", "No row has 'Paid' in `status`. The data say 'paid': capitals and spaces count."),
    ("paid", "select country, count(*) from payments join users using (user_id) where country = 'DE' group by 1", "unknown-value", "No row has 'DE' in `country`. The values are BR, HA, KE2."),
    ("volume", "select status, sum(amount_cents) as volume from payments group by status", "scale", "`volume` is 100 times too large. Which unit does the task ask for?"),
    ("rates", "select sum((status = 'paid')::int) / count(*), count(user_id) / count(*) from payments", "scale", "`paid_pct` and `known_pct` are 100 times too small. The task asks for per cent, not for a share."),
    ("rates", "select round(sum((status = 'paid')::int) / count(*), 2), round(count(user_id) / count(*), 2) from payments", "scale", "`paid_pct` and `known_pct` are 100 times too small."),
    ("rate", "select user_id, avg(case when status = 'paid' then 100.0 else 0 end) from payments where user_id is not null group by 1 order by 2 desc, 1", "scale", "`rate` is 100 times too large. The task asks for a share between 0 and 1, not for per cent."),
    ("rate", "select user_id, round(avg(case when status = 'paid' then 1.0 else 0 end), 2) from payments where user_id is not null group by 1 order by 2 desc, 1", "rounded", "ROUND takes away digits that the task asks for."),
    ("volume", "select status, sum(amount_cents) // 100 as volume from payments group by status", "integer-division", "// cuts off the decimals."),
    ("volume", "select upper(status) as status, sum(amount_cents) / 100.0 as volume from payments group by 1", "capitals", "The texts differ in capitals or spaces only."),
    ("volume", "select status, (sum(amount_cents) / 100.0)::varchar as volume from payments group by status", "column-type", "`volume` holds text, expected a number, such as "),
    ("since", "select month(created_at), user_id > 3 from payments where user_id < 6", "column-type", "`day` holds a number, expected a date, such as 2025-10-30. `month(created_at)` is a number. As a date: …::DATE."),
    ("since", "select strftime(created_at, '%d.%m.%Y'), user_id > 3 from payments where user_id < 6", "column-type", "`day` holds text, expected a date, such as 2025-10-30. Keep the date:"),
    ("since", "select created_at::date, case when user_id > 3 then 1 else 0 end from payments where user_id < 6", "column-type", "`late` holds a number, expected true or false, such as "),
    ("volume", "select status, sum(amount_cents) / 100.0 as total from payments group by status", "column-name", "Column 2 is called `total`; the task asks for `volume`. Name it with AS: … AS volume."),
    ("volume", "select sum(amount_cents) / 100.0 as status, status as volume from payments group by 2", "column-order", "The rows are right, but what `status` should hold is in `volume`."),
    ("volume", "select sum(amount_cents) / 100.0 as volume, status from payments group by status", "column-order", "The rows are right, but the columns are in the order `volume`, `status`. Expected: `status`, `volume`."),
    ("countries", "select * from (values ('HA'), ('KE2'))", "no-data", "Your query reads no table: it writes the result down."),
    # moments that are not cut down to the unit of the groups
    ("days", "select created_at as day, count(*) from payments group by 1", "not-cut", "`day` is not cut down to the day: your rows hold, for example, 2025-10-30 05:00:00. Cut it with …::DATE, and group by that."),
    ("days", "select date_trunc('month', created_at)::date as day, count(*) from payments group by 1", "too-coarse", "`day` holds months; the task asks for days. Cut it with …::DATE, and group by that."),
    ("days", "select date_trunc('week', created_at) as day, count(*) from payments group by 1", "too-coarse", "`day` holds weeks; the task asks for days."),
    ("months", "select created_at::date as month, count(*) from payments group by 1", "not-cut", "`month` is not cut down to the month: your rows hold, for example, 2025-10-30. Cut it with date_trunc('month', …), and group by that."),
    # facts about groups, columns and conditions, where no cause is certain
    ("paid", "select u.country, count(p.payment_id) as payments from users u left join payments p on p.payment_id = u.user_id and p.status = 'paid' group by 1", "unlike-keys", "`p.payment_id = u.user_id` compares the keys of two different things."),
    ("rates", "select round(100.0 * count(user_id) / count(user_id), 2) as paid_pct, round(100.0 * count(user_id) / count(*), 2) as known_pct from payments", "by-itself", "divides `count(user_id)` by itself"),
    ("large", "select payment_id, amount_cents from payments where payment_id > 40 and status = 'failed' and payment_id < 5", "hollow", "No row meets both `payment_id > 40` and `payment_id < 5`."),
    ("months", "select date_trunc('month', created_at)::date as month, count(*) as payments from payments where month(created_at) = 10 group by 1", "condition-extra", "`month(created_at) = 10` leaves out rows that count. Does the task ask for it?"),
    ("months", "select date_trunc('month', created_at + interval 30 day)::date as month, count(*) as payments from payments group by 1", "rows", "2 of 2 rows differ. `month` holds 2025-12-01, expected 2025-10-01. Which rows should be there? Look at how your query makes `month`, too."),
    ("months", "select date_trunc('month', created_at)::date as month, count(*) + 1 as payments from payments where month(created_at) = 10 group by 1", "row-count", "Missing: `month` 2025-11-01; others differ as well. What keeps such rows out? Look at WHERE."),
    ("rates", "select round(100.0 * count(*) filter (where status = 'failed') / count(*), 2) as paid_pct, round(100.0 * count(user_id) / count(*), 2) as known_pct from payments", "other-value", "`status = 'failed'` does not ask for the value that the task means."),
    ("november", f"select status, count(*) as payments, max(user_id) - 40 as users from payments where {NOVEMBER} group by status", "rows", "The other columns are right. Look at how your query makes `users`."),
    ("november", f"select status, count(*) * 3 as payments, count(distinct user_id) * 4 as users from payments where {NOVEMBER} group by status", "rows", "`payments` is too large in each of them."),
    ("months", "select date_trunc('month', created_at), count(*) from payments group by 1, user_id", "row-count", "`month` 2025-10-01 has 4 rows, expected one. What makes a second row of it? Look at GROUP BY."),
    # no certain cause: the plain difference
    ("large", "select payment_id, amount_cents from payments where payment_id < 5", "row-count", "4 rows, expected 45. `payment_id` holds 1, 2, 3 and 1 other, expected 12, 14, 15 and 42 others. Which rows should be there? Look at WHERE."),
    ("large", "select payment_id, amount_cents from payments where payment_id > 999", "hollow", "0 rows, expected 45. No row is left, and without `payment_id > 999` there would be rows. Does it say what the task asks?"),
    ("volume", "select status, 7.5 as volume from payments group by status", "rows", "Look at how your query makes `volume`."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "answer", "kind", "part"), WRONG, ids=[f"{kind}-{name}-{number}" for number, (name, _, kind, _) in enumerate(WRONG)])  # fmt: skip
def test_wrong_answer(name, answer, kind, part):
    verdict = judge_query(expected(name), answer)
    assert (verdict.outcome, verdict.score) == (Outcome.NOT_YET, 0.0)
    assert verdict.findings[0].kind == kind, verdict.text
    assert part in verdict.findings[0].text
    assert len(verdict.findings[0].rows) <= 5


RIGHT = [
    ("november", f"from payments select status, count(payment_id), count(distinct user_id) where {NOVEMBER} group by all"),
    ("november", "select status, count(*), count(distinct user_id) from payments where date_trunc('month', created_at) = date '2025-11-01' group by 1 order by 3"),
    ("november", "select status, count(*)::double, count(distinct user_id)::decimal(9, 1) from payments where created_at between '2025-11-01' and '2025-11-30 23:59:59' group by 1"),
    ("paid", "with p as (select * from payments where status = 'paid') select country, count(payment_id) from users left join p using (user_id) group by country"),
    ("paid", "select country, sum(case when status = 'paid' then 1 else 0 end) from users u left join payments p on p.user_id = u.user_id group by country;"),
    ("per_user", "select user_id, (select count(*) from payments p where p.user_id = u.user_id) from users u -- a subquery"),
    ("volume", 'select status as "STATUS", round(sum(amount_cents) / 100, 2) as Volume from payments group by 1'),
    ("volume", "select status, sum(amount_cents / 100.0) as volume from payments group by status"),
    ("rate", "select user_id, count(*) filter (where status = 'paid') / count(*) from payments where user_id is not null group by 1 order by 2 desc, 1"),
    ("without", "select user_id from users except select user_id from payments"),
    ("without", "select user_id from users where user_id not in (select user_id from payments where user_id is not null)"),
    ("since", "select strftime(created_at, '%Y-%m-%d'), case when user_id > 3 then 'true' else 'false' end from payments where user_id < 6"),
    ("large", "select payment_id, amount_cents from payments where not (amount_cents < 500) and (status in ('paid') or user_id = 3) order by 1 desc"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "answer"), [*RIGHT, *((name, key.reference) for name, key in KEYS.items())])
def test_right_answer(name, answer):
    verdict = judge_query(expected(name), answer)
    assert verdict.score == 1.0, verdict.text
    assert verdict.line == "✓ Passed: right on all 6 data sets."


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "  \n",
        "-- nothing yet",
        "/* nothing */ ;",
        "select * -- start here\nfrom users",
        "SELECT".lower() + " *  from users;",
    ],
)
def test_not_attempted(answer):
    verdict = judge_query(expected("countries"), answer, starter="select *\nfrom users")
    assert (verdict.outcome, verdict.score) == (Outcome.NOT_ATTEMPTED, 0.0)


def test_literals_in_the_starter_count():
    assert judge_query(expected("countries"), "select 'A'", starter="select 'a'").outcome is Outcome.NOT_YET


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("select user_id, count(*) as rate from payments where status = 'paid' group by 1", "You counted payments; the task asks for the share."),
        ("select count(*) as n, user_id from payments where status = 'paid' group by 2 order by 1", "You counted payments; the task asks for the share."),
        # right on the practice data, where there are no guests
        ("select user_id u, avg(if(status = 'paid', 1, 0)) from payments group by 1 order by 2 desc, 1", "Guests are in."),
    ],
)  # fmt: skip
def test_known_mistake_is_found_under_other_names_order_and_columns(answer, sentence):
    finding = judge_query(expected("rate"), answer).findings[0]
    assert (finding.kind, finding.seen) == ("known-mistake", sentence)


def test_every_mistake_gets_its_own_sentence():
    for name, key in KEYS.items():
        for mistake in key.mistakes:
            assert judge_query(expected(name), mistake.answer).findings[0].seen == mistake.sentence


def test_mistakes_that_agree_on_the_practice_data_are_told_apart():
    key = QueryKey(
        "select count(*) from payments where user_id = 1",
        mistakes=(
            Mistake("All payments.", "select count(*) from payments"),
            Mistake("Guests left out only.", "select count(user_id) from payments"),
        ),
    )
    found = [judge_query(compile_query(key, SEEDS), mistake.answer).findings[0].seen for mistake in key.mistakes]
    assert found == ["All payments.", "Guests left out only."]


def test_hidden_data_are_not_shown():
    guests = "select {} from payments where user_id is null"  # there are none in the practice data
    found = compile_query(QueryKey("select user_id, null::integer as last from users"), SEEDS)
    differing = judge_query(found, f"select user_id, ({guests.format('max(payment_id)')}) from users").findings[0]
    failing = judge_query(
        found, f"select user_id, ({guests.format('max(error(payment_id::varchar))::integer')}) from users"
    ).findings[0]
    for finding in (differing, failing):
        assert finding.seen == "Right on the practice data, not on other data with the same tables."
        assert (finding.rows, finding.raw) == ((), "")
    assert "There `last` differs, and the other columns are right." in differing.text
    assert "There it stops with an error." in failing.text


def test_what_is_also_right_passes_on_other_data():
    with_guests = "select user_id, count(*) as n from payments group by 1"  # guests are in the hidden data only
    key = QueryKey(
        "select user_id, count(*) as n from payments where user_id is not null group by 1", also=(with_guests,)
    )
    found = compile_query(key, SEEDS)
    zero_for_guests = "select coalesce(user_id, 0), count(*) from payments group by 1"
    assert [judge_query(found, sql).score for sql in (key.reference, with_guests, zero_for_guests)] == [1, 1, 0]


def test_needless_distinct_is_the_only_remark():
    verdict = judge_query(
        expected("volume"), "select distinct status, sum(amount_cents) / 100.0 as volume from payments group by status"
    )
    assert verdict.score == 1.0
    assert [finding.kind for finding in verdict.findings] == ["style"]


def test_an_expectation_survives_json_and_tells_no_query():
    for name, key in KEYS.items():
        written = json.dumps(expected(name).to_json(), allow_nan=False)
        assert QueryExpectation.from_json(json.loads(written)) == expected(name)
        assert "select" not in written.lower()
        assert all(mistake.answer not in written for mistake in key.mistakes)


def test_compiling_twice_gives_the_same():
    assert compile_query(KEYS["rate"], SEEDS).to_json() == expected("rate").to_json()


def test_a_large_expected_result_is_kept_as_a_digest():
    key = QueryKey("select a.payment_id, b.user_id from payments a, users b")
    found = compile_query(key, SEEDS)
    assert (found.practice.rows, found.practice.row_count) == ((), 1_800)
    assert judge_query(found, "select payment_id, users.user_id from users cross join payments").score == 1.0
    assert (
        judge_query(found, "select users.user_id, payment_id from users cross join payments").findings[0].kind
        == "column-order"
    )
    assert (
        judge_query(found, "select payment_id, users.user_id + 1 from users, payments").findings[0].seen
        == "The rows differ."
    )


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (QueryKey("select nope from users"), "The reference does not run on the practice data"),
        (QueryKey("drop table users"), "The reference does not run"),
        (QueryKey("select * from users where false"), "no row on the practice data"),
        (QueryKey("select * from payments where payment_id = 150"), "no row on any hidden data set"),
        (QueryKey("select country from users", order=("country",)), "has no ORDER BY"),
        (QueryKey("select country from users order by 1 desc", order=("country",)), "not sorted by country"),
        (QueryKey("select country from users order by 1", order=("land",)), "order names `land`"),
        (QueryKey("select user_id from users", also=("select user_id + 1 from users",)), "On the practice data, what is also right"),
        (QueryKey("select a.payment_id from payments a, payments b"), "at most 10,000"),
        (QueryKey("select 0.0049999::double as x from users", decimals=2), "where rounding turns"),
        (QueryKey("select country from users", mistakes=(Mistake("Wrong.", "select nope from users"),)), "The mistake “Wrong.” does not run"),
        (QueryKey("select country from users", mistakes=(Mistake("Wrong.", 3),)), "is not a query but 3"),
        (QueryKey("select country from users", mistakes=(Mistake("Wrong.", "select country from users where false"),)), "returns no row on any data set"),
        (QueryKey("select country from users", mistakes=(Mistake("Wrong.", "select country as c from users order by 1"),)), "the same results as the reference"),
        (QueryKey("select country from users", mistakes=(Mistake("One.", "select 1"), Mistake("Two.", "select 1.0"))), "the same results as “One.”"),
    ],
)  # fmt: skip
def test_unfair_keys_are_refused(key, message):
    with pytest.raises(AuthorError, match=message):
        compile_query(key, SEEDS)


def test_focus_holds_what_the_reference_compares_with():
    assert expected("november").focus == ("2025-11-01", "2025-12-01")
    assert expected("large").focus == (500, "paid", 3)
    assert expected("ranked").focus == ()


@pytest.mark.parametrize(
    "answer",
    [
        "select user_id, n from (select user_id, 1 as n from users), (select count(*) as total from payments)",
        "with t as (select count(*) as total from payments) select user_id, total from users, t",
        "select u.user_id, p.payment_id from users u cross join payments p",
        "select u.user_id, p.n from users u, (select user_id, count(*) as n from payments group by 1) p where p.user_id = u.user_id",
        "select user_id, sum(x) from users, unnest([1, 2]) as t(x) group by 1",
        "select user_id, 1 from users where country <> 'HA' or country = 'HA'",
        "select user_id, 1 from users order by 1 limit 3",
        "select " + "(" * 30 + "user_id" + ")" * 30 + ", 1 from users",
        "select " + "abs(" * 200 + "user_id" + ")" * 200 + ", 1 from users",
        "select user_id, " + " + ".join(["1"] * 800) + " from users",
        "summarize users",
        "describe users",
        "show tables",
        "values (1, 2)",
        "from users",
        "select user_id, count(*) over (order by user_id range between 1 preceding and current row) from users",
        "select * exclude (country) replace (user_id + 1 as user_id) from users",
        "select u.user_id, p.* from users u asof join payments p on u.created_at >= p.created_at",
        "select columns('user.*'), 1 from users",
        "select [x for x in [1, 2]], {'a': user_id} from users",
    ],
    ids=lambda answer: answer[:40],
)
def test_no_cause_is_made_up(answer):
    """Odd and wrong answers end in a plain difference, never in a guess or a crash."""
    finding = judge_query(expected("per_user"), answer).findings[0]
    assert finding.kind in {"rows", "row-count", "column-count", "column-type", "no-data", "limit"}, finding.text


def test_failures_of_the_machine_never_score(monkeypatch, tmp_path):
    found = expected("countries")
    monkeypatch.setattr(data, "database", lambda seed=0, focus=(): tmp_path / "none.duckdb")
    with pytest.raises(FileNotFoundError):
        judge_query(found, "select distinct country from users")
    monkeypatch.undo()
    sandbox.stop()
    monkeypatch.setattr(sandbox, "WORKER", tmp_path / "none.py")
    monkeypatch.setattr(data, "database", lambda seed=0, focus=(): __file__)
    with pytest.raises(SandboxError):
        judge_query(found, "select distinct country from users")


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["november", "paid", "per_user", "without", "countries"]),
    st.permutations(["a", "b", "c"]),
    st.sampled_from(["", "order by 1", "order by 1 desc", "order by random()"]),
)
def test_row_order_and_names_never_change_a_right_answer(name, names, ordering):
    columns = ", ".join(names[: len(expected(name).practice.columns)])
    answer = f"select * from ({KEYS[name].reference}) as answer({columns}) {ordering}"
    assert judge_query(expected(name), answer).score == 1.0


SEARCHED = [
    ("large", "select payment_id, amount_cents from payments where user_id = 3 or status = 'paid' and amount_cents >= 500 and payment_id > 0"),
    ("november", f"select status, count(*), count(user_id) from payments where {NOVEMBER} group by status"),
    ("november", "select status, count(*), count(distinct user_id) from payments where created_at > '2025-11-01' and created_at < '2025-12-01' group by status"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "answer"), SEARCHED)
def test_a_slow_machine_finds_the_same(monkeypatch, name, answer):
    """What is tried to find a cause is bounded by a number, not by a clock. Together these waits take seconds."""
    quick = judge_query(expected(name), answer)
    ask, waits = sandbox.Helper.ask, []

    def slow(worker: sandbox.Helper, request: dict, seconds: float) -> dict:
        waits.append(sleep(0.15))
        return ask(worker, request, seconds + 0.15)

    monkeypatch.setattr(sandbox.Helper, "ask", slow)
    assert judge_query(expected(name), answer) == quick
    assert len(waits) > 2


@pytest.mark.parametrize(("name", "answer"), [*SEARCHED, ("paid", KEYS["paid"].reference)])
def test_a_worker_that_is_killed_changes_no_verdict(monkeypatch, name, answer):
    """Before every third question: one retry in a new one is enough."""
    undisturbed = judge_query(expected(name), answer)
    ask, questions = sandbox.Helper.ask, count(1)

    def disturbed(worker: sandbox.Helper, request: dict, seconds: float) -> dict:
        if not next(questions) % 3:
            worker._process.kill()
            worker._process.wait()
        return ask(worker, request, seconds)

    monkeypatch.setattr(sandbox.Helper, "ask", disturbed)
    assert judge_query(expected(name), answer) == undisturbed


def test_answers_in_one_worker_do_not_meet():
    """The same verdicts in any order, whatever other answers have run on the same open data."""
    tries = [(name, key.reference) for name, key in KEYS.items()] + [(name, answer) for name, answer, *_ in WRONG[:30]]
    there = [judge_query(expected(name), answer) for name, answer in tries]
    back = [judge_query(expected(name), answer) for name, answer in reversed(tries)]
    assert there == back[::-1]


def test_few_changes_that_are_wrong_on_hidden_data_are_run_on_the_practice_data(practice):
    """A query may be wrong twice, so some are; those that are right on hidden data always are."""
    half_right = KEYS["large"].reference.replace(">= 500", "> 500")  # the practice data hold no row at the limit
    assert half_right != KEYS["large"].reference
    attempt = Attempt(expected("large"), "select 1", practice, run(practice, "select 1"))
    changes = [f"{half_right} -- {number}" for number in range(MOST_DOUBTFUL + 1)]
    assert [attempt.is_right_elsewhere(sql) for sql in changes] == [True] * MOST_DOUBTFUL + [False]
    assert attempt.is_right_elsewhere(KEYS["large"].reference)
