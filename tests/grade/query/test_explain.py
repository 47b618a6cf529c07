"""Queries that do not run: each frequent slip gets its kind, its plain words and its place."""

from __future__ import annotations

import pytest

from course.grade.query.explain import explain
from course.grade.query.sandbox import QueryError, run

# Query, kind, sentence, the marked part of the query. The numbers are those of the fifteen mistakes.
ERRORS = [
    # 1 misspelt or unknown
    ("select usr_id from payments", "unknown-column", "There is no column `usr_id` in `payments`. Did you mean `user_id`?", "usr_id"),
    ("select p.usr_id from payments p", "unknown-column", "There is no column `usr_id` in `payments`, called `p` here. Did you mean `user_id`?", "p.usr_id"),
    ("select country from payments", "unknown-column", "There is no column `country` in `payments`. It is a column of `users`.", "country"),
    ("select zzz from users", "unknown-column", "There is no column `zzz` in `users`. The columns are `country`, `created_at` and `user_id`.", "zzz"),
    ("with s as (select user_id from payments) select status from s", "unknown-column", "There is no column `status` among the tables of this part. It is a column of `payments`: the step before must select it too.", "status"),
    ("select status from payments where user_id = (select min(user_id) from users) order by country", "unknown-column", "There is no column `country` among the tables of this part. It is a column of `users`.", "country"),
    ("select country from (select status from payments)", "unknown-column", "There is no column `country` among the tables of this part. It is a column of `users`: the step before must select it too.", "country"),
    ("select 1 from payments qualify row_number() over (partition by user_id order by pay_id) = 1", "unknown-column", "There is no column `pay_id` in `payments`. Did you mean `payment_id`?", "pay_id"),
    ("select 1 from payment", "unknown-table", "There is no table `payment`. Did you mean `payments`?", "payment"),
    ("select 1 from orders", "unknown-table", "There is no table `orders`. The tables are `attempts`, `payments`, `refunds` and `users`.", "orders"),
    ("select payments.status from payments p", "unknown-table", "This query calls `payments` by the short name `p`. Write `p` instead.", "payments.status"),
    ("select nvl(user_id, 0) from payments", "unknown-function", "There is no function `nvl`. Here it is called `coalesce`.", "nvl(user_id, 0)"),
    ("select user_id", "no-table", "The query names the column `user_id` but no table. Add FROM and a table.", "user_id"),
    # functions as a sheet has them
    ("select countif(status, 'paid') from payments", "types", "`countif` takes something else here. It takes one condition, not a column and a value, as in countif(status = 'paid'); count(*) FILTER (WHERE status = 'paid') says the same.", "countif(status, 'paid')"),
    ("select sum(user_id, user_id) from payments", "types", "`sum` takes one column. It adds up one column over the rows. Values of one row are added with +, and a condition goes behind it: sum(…) FILTER (WHERE …).", "sum(user_id, user_id)"),
    ("select averageif(status, 'paid', user_id) from payments", "unknown-function", "There is no function `averageif`. Write a condition behind the aggregate: avg(…) FILTER (WHERE …).", "averageif(status, 'paid', user_id)"),
    ("select if(and(status = 'paid', user_id > 3), 1, 0) from payments", "syntax", "AND is no function here: it stands between two conditions. Write … AND ….", "and"),
    ("select text(created_at, 'YYYY-MM') from payments", "unknown-function", "There is no function `text`. Here it is called `strftime`: strftime(…, '%Y-%m') gives text such as 2025-11. To keep a date, use date_trunc('month', …).", None),
    # 2 quotes
    ('select 1 from payments where status = "paid"', "quotes", "\"paid\" in double quotes means a column. Text goes in single quotes: 'paid'.", '"paid"'),
    ("select 1 from payments where status = paid", "quotes", "`paid` without quotes means a column. Text goes in single quotes: 'paid'.", "paid"),
    ("select 1 from payments where status = ‘paid’", "quotes", "‘paid’ has curly quotes. Type straight ones: 'paid'.", "‘paid’"),
    # 3 neither grouped nor aggregated
    ("select user_id, status, count(*) from payments group by user_id", "not-grouped", "`status` has many values per group. Say which: add `status` to GROUP BY, or wrap it, as in `max(status)`.", "status"),
    ("select status, count(*) from payments", "not-grouped", "`status` has many values, a total is only one. Say which: add `status` to GROUP BY, or wrap it, as in `max(status)`.", "status"),
    ("select country is null as foreign_user, count(*) from users group by user_id", "not-grouped", "`foreign_user` is made of `country`, which has many values per group. Add `foreign_user` to GROUP BY.", "country"),
    ("select max(user_id) - user_id as gap, count(*) from payments group by status", "not-grouped", "`user_id` has many values per group. Say which: add `user_id` to GROUP BY, or wrap it, as in `max(user_id)`.", "user_id"),
    # 4 aggregate or window in WHERE
    ("select user_id from payments where count(*) > 3 group by 1", "aggregate-in-where", "WHERE looks at single rows before they are grouped. A condition on a total such as `count(*)` goes to HAVING.", "count(*)"),
    ("select user_id from payments where row_number() over () = 1", "aggregate-in-where", "WHERE looks at single rows before any window function is computed. Put the condition on `row_number() over ()` into QUALIFY, or compute it in a WITH step first.", "row_number() over ()"),
    # 5 order of clauses
    ("select status from payments group by status where user_id = 1", "syntax", "Your WHERE comes after GROUP BY. The order is SELECT, FROM, WHERE, GROUP BY, HAVING, ORDER BY, LIMIT.", "where"),
    ("select status from payments limit 3 order by status", "syntax", "Your ORDER BY comes after LIMIT. The order is SELECT, FROM, WHERE, GROUP BY, HAVING, ORDER BY, LIMIT.", "order"),
    ("select status from payments where user_id = 1 where status = 'paid'", "syntax", "There are two WHERE in one SELECT. Keep one WHERE and join the conditions with AND.", "where"),
    ("select status from payments; order by status", "syntax", "The query ends at the semicolon, and text follows it. Remove the semicolon.", ";"),
    ("select status, (select 1 where true where false) from payments where true", "syntax", "There are two WHERE in one SELECT. Keep one WHERE and join the conditions with AND.", "where"),
    # 6 missing comma, where it does not run
    ("select status count(*) from payments", "syntax", "`status` and `count` stand side by side. Often a comma or an operator is missing between them.", "("),
    ("select date_trunc('month' created_at) from payments", "syntax", "`'month'` and `created_at` stand side by side. Often a comma or an operator is missing between them.", "created_at"),
    ("select date_trunc('month', created_at) month from payments", "syntax", "`month` is a word of SQL, so as a new name it needs AS. Write AS month.", "month"),
    ("select 1 from payments where created_at + 3 hour > '2025-11-01'", "syntax", "`3 hour` is no span of time yet. Write INTERVAL 3 HOUR.", "hour"),
    # 8 missing join condition, where it does not run or never ends
    ("select * from payments p join users u", "syntax", "JOIN users does not say which rows belong together. Add ON and the condition.", "u"),
    ("select * from payments join users where status = 'paid'", "syntax", "JOIN users does not say which rows belong together. Add ON and the condition.", "where"),
    ("select * from payments, attempts, refunds", "too-many-rows", "Your query returns more than 1,000,000 rows, so it was stopped. Every row of `payments` meets every row of `attempts`. Say which rows belong together: JOIN … ON ….", ""),
    # 9 ambiguous
    ("select user_id from payments p join users u on p.user_id = u.user_id", "ambiguous", "More than one table of this query has `user_id`. Write `p.user_id` or `u.user_id`.", "user_id"),
    # other slips of writing
    ("selct status from payments", "syntax", "`selct` is not a word of SQL here. Did you mean SELECT?", "selct"),
    ("select status form payments", "syntax", "`form` is not a word of SQL here. Did you mean FROM?", "form"),
    ("select status from payments gruop by status", "syntax", "`gruop` is not a word of SQL here. Did you mean GROUP?", "gruop"),
    ("select count(* from payments", "syntax", "A bracket is opened and never closed. Close it with ).", "("),
    ("select count(*)) from payments", "syntax", "A bracket is closed that was never opened. Remove it, or open it earlier.", ")"),
    ("select status from payments where", "syntax", "The query stops after `where`. Something must follow it.", "where"),
    ("select status from payments where status = 'paid", "syntax", "A text starts with ' and never ends. Close it with '.", "'"),
    ("select case when true then 2 from payments", "syntax", "A CASE has no END. Close it with END.", "from"),
    ("select count(*) filter where true from payments", "syntax", "FILTER takes its condition in brackets, after WHERE. Write FILTER (WHERE …).", "where"),
    ("select count(*) filter status = 'paid' from payments", "syntax", "FILTER takes its condition in brackets, after WHERE. Write FILTER (WHERE …).", "status"),
    ("select status filter from payments", "syntax", "`status` and `filter` stand side by side. Often a comma or an operator is missing between them.", "filter"),
    ("select top 10 status from payments", "syntax", "TOP 10 is not known here. Write LIMIT 10 at the end.", "10"),
    # what works elsewhere, with moments above all
    ("select date_trunc(month, created_at) from users", "quotes", "`month` without quotes means a column. A unit of time goes in single quotes. Write date_trunc('month', …).", "month"),
    ("select date_trunc(created_at, 'month') from users", "types", "`date_trunc` takes the unit first. Write date_trunc('month', …).", None),
    ("select created_at + 3 from users", "types", "A moment plus or minus a bare number has no unit. Write INTERVAL, as in + INTERVAL 3 HOUR.", "+"),
    ("select 1 from users where created_at like '2025-11%'", "types", "LIKE compares text, and this is a moment. Compare it with a first and a last day, by >= and <.", None),
    ("select dateadd('hour', 3, created_at) from users", "unknown-function", "There is no function `dateadd`. Add a span instead, as in created_at + INTERVAL 3 HOUR.", None),
    ("select 1 from payments where status = 'paid' or 'failed'", "and-or", "The text 'failed' stands alone where a condition is needed. Name the column again, as in … = 'failed', or use IN (…).", "'failed'"),
    ("select * from users where created_at::date = 2025-11-01", "quotes", "`2025-11-01` without quotes is a subtraction. A day goes in single quotes: '2025-11-01'.", "2025-11-01"),
    ("select coalesce(created_at::date, 2025-12-31) from users", "quotes", "`2025-12-31` without quotes is a subtraction. A day goes in single quotes: '2025-12-31'.", "2025-12-31"),
    ("select 1 from users where created_at between 2025-11-01 and '2025-12-01'", "quotes", "`2025-11-01` without quotes is a subtraction. A day goes in single quotes: '2025-11-01'.", "2025-11-01"),
    ("select 1 from users where created_at > 2025-12-01::date", "quotes", "`2025-12-01` without quotes is a subtraction. A day goes in single quotes: '2025-12-01'.", "2025-12-01"),
    ("select 1 from users where created_at > date 2025-12-01", "syntax", "DATE takes a day in single quotes. Write DATE '2025-12-01'.", "2025-12-01"),
    ("select 1 from payments where user_id > 1 and < 3", "syntax", "`<` has nothing on its left. Name the column again on both sides of AND and OR.", "<"),
    ("select 1 from payments where status is 'paid'", "syntax", "IS asks for NULL, true or false. Compare with a value by =, as in = 'paid'.", "'paid'"),
    ("select count(*) as n from payments where n > 3", "aggregate-in-where", "WHERE looks at single rows before they are grouped. A condition on a total such as `n` goes to HAVING.", "n"),
    ("select 1 from users where created_at >= '2025-11-01’", "syntax", "A text starts with ' and ends with the curly quote ’. Type ' at both ends.", "'2025-11-01’"),
    ("select date(created_at, '+3 hours') from users", "types", "`date` does not take that many values. It takes a moment alone, as in date(created_at + INTERVAL 3 HOUR).", "date"),
    ("select count(distinct user_id, status) from payments", "types", "`count` takes one column. To count pairs, put them in brackets: count(DISTINCT (…, …)).", None),
    ("select status from payments limit 2, 3", "syntax", "LIMIT takes one number. Write LIMIT 3 OFFSET 2.", "limit 2, 3"),
    ("select 1 from payments where user_id ≥ 3", "syntax", "SQL does not know the sign `≥`. Write >=.", "≥"),
    # types and subqueries
    ("select sum(status) from payments", "types", "`sum` does not work on (text). Check the types of the columns that it gets.", "sum(status)"),
    ("select 1 from payments where true && user_id < 3", "types", "`&&` does not join conditions in SQL. Write AND.", None),
    ("select 1 from payments where 1 < user_id < 3", "chained-comparison", "Two comparisons stand in one another. Write each with both its sides, and join them with AND.", None),
    ("select 1 from payments where user_id = 'abc'", "types", "The text 'abc' cannot be read as a number. Compare text with text and numbers with numbers.", "'abc'"),
    ("select 1 from payments where created_at > '1st May'", "types", "The text '1st May' cannot be read as a date. Write dates as '2025-11-30'.", "'1st May'"),
    ("select user_id from payments union select 1, 2", "set-columns", "The two sides of UNION, EXCEPT or INTERSECT have different numbers of columns. Select the same columns on both sides.", ""),
    ("select 1 from users where user_id = (select user_id from payments)", "subquery", "A query in brackets gives several rows where one value is needed. Use IN instead of =, or make it return one row.", ""),
    ("select sum(count(*)) from payments", "nested-aggregate", "An aggregate such as `count(*)` cannot stand inside another. Compute the inner one in a WITH step, then the outer one.", "count(*)"),
    # no rule: the general sentence
    ("select count(distinct) from payments", "engine", "The database cannot run this query. Run a smaller part of it to find the place.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "kind", "sentence", "marked"), ERRORS, ids=[sql[:50] for sql, *_ in ERRORS])
def test_error_in_plain_words(practice, sql, kind, sentence, marked):
    with pytest.raises(QueryError) as caught:
        run(practice, sql)
    finding = explain(sql, caught.value)
    assert (finding.kind, finding.text) == (kind, sentence)
    if marked is not None:
        start, length = finding.place or (0, 0)
        assert sql[start : start + length] == marked


def test_the_words_of_the_engine_are_kept(practice):
    for sql in (sql for sql, kind, *_ in ERRORS if kind != "too-many-rows"):
        with pytest.raises(QueryError) as caught:
            run(practice, sql)
        assert explain(sql, caught.value).raw == caught.value.raw != "", sql


def test_a_query_too_deep_for_the_parser_is_still_explained(practice):
    sql = "select nope, " + "(" * 300 + "1" + ")" * 300 + " from payments"
    with pytest.raises(QueryError) as caught:
        run(practice, sql)
    assert explain(sql, caught.value).kind in ("unknown-column", "no-table", "engine")
