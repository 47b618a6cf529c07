"""Queries that are run: harmless ones that look dangerous, and those that a limit ends."""

from __future__ import annotations

# Queries that look dangerous and are not: they run, and show nothing but the practice data.
HARMLESS = [
    "select * from truncate_duckdb_logs()",
    "select * from checkpoint()",
    "select * from " + "(select * from " * 900 + "users" + ")" * 900,
    "select * from duckdb_settings()",
    "select current_setting('memory_limit')",
    "select current_setting('secret_directory')",
    "select * from duckdb_databases()",
    "select * from duckdb_tables()",
    "select * from duckdb_columns()",
    "select * from duckdb_views()",
    "select * from duckdb_logs()",
    "select * from duckdb_temporary_files()",
    "select * from duckdb_external_file_cache()",
    "select * from duckdb_prepared_statements()",
    "select * from duckdb_variables()",
    "select * from duckdb_external_resources()",
    "select * from information_schema.tables",
    "select * from pg_catalog.pg_class",
    "select * from sqlite_master",
    "select * from pragma_database_size()",
    "select * from pragma_storage_info('users')",
    "select * from pragma_metadata_info()",
    "select write_log('x')",
    "select setseed(0.5)",
    "select getvariable('x')",
    "select current_query()",
    "show tables",
    "show all tables",
    "describe users",
    "summarize users",
    "table users",
    "values (1)",
    "from users",
    "select * from query('select 1')",
    "select * from query_table('users')",
    "select 'drop table users; --'",
    "select 1 /* ; drop table users; */",
    "select 1 -- ; drop table users",
    "select 1\ufeff",
    "select '\u202edrop table users'",
    "select 'ｄrop' as \"drop table users; --\"",
    "select chr(0)",
    "select 1" + " union all select 1" * 1_000,
    "select " + "case when true then " * 600 + "1" + " end" * 600,
    "select " + "1+" * 900 + "1",
    "select 1 where 1 in (" + "1," * 9_000 + "1)",
    "select " + ", ".join(f"{n} as c{n}" for n in range(1_300)),
    "with " + ", ".join(f"t{n} as (select 1)" for n in range(500)) + " select * from t499",
    "select [x + 1 for x in range(100000)][1]",
    "select list_reduce(range(1, 10000), lambda a, b: a + b)",
    "select * from test_all_types()",
    "select * from test_vector_types(null::integer)",
    "select regexp_matches(repeat('a', 100000), '(a+)+b')",
    "select repeat('x', 100000000) like '%y%z%'",
    "with recursive r as (select 1 a union all select a + 1 from r where a < 10000) select count(*) from r",
    "select count(*) from range(100000000)",
]

# Queries that run for ever, nearly.
ENDLESS = [
    "select pg_sleep(20)",
    "with recursive r as (select 1 a union all select a + 1 from r) select count(*) from r",
    "with recursive a as (select 1 n union all select n + 1 from a), b as (select * from a) select max(n) from b",
    "select sleep_ms(20000)",
    "select sum(sleep_ms(100)) from range(1000)",
    "select count(*) from payments a, payments b, payments c, payments d, payments e",
    "select count(*) from range(1000000) a, range(1000000) b where a.range * b.range % 7 = 1",
    "select sum(range) from range(1000000000000)",
    "select max(md5(range::varchar)) from range(1000000000)",
    "select list_sum([list_sum([x * y for y in range(10000)]) for x in range(100000)])",
    "select max(levenshtein(repeat('a', 100000), repeat('b', 100000)))",
]

# Queries that fill the memory.
GREEDY = [
    "select length(repeat('x', 3000000000))",
    "select length(repeat(repeat('x', 100000000), 20))",
    "select lpad('x', 2000000000, 'y')",
    "select unnest(range(1000000000))",
    "select list(range) from range(1000000000)",
    "select len(range(2000000000))",
    "select len(generate_series(1, 2000000000))",
    "select length(string_agg(repeat('x', 1000), '')) from range(10000000)",
    "select count(*) from (select distinct md5(range::varchar) from range(100000000))",
    "select * from (select repeat('x', 1000) || range a from range(10000000)) order by a",
    "select len(list_concat(range(100000000), range(100000000)))",
    "select len([repeat('x', 1000000) for x in range(10000)])",
    "select map_from_entries([(x, repeat('x', 100000)) for x in range(100000)])",
    "select json_group_array(repeat('x', 1000)) from range(10000000)",
    "select histogram(range) from range(100000000)",
    "select length(regexp_replace(repeat('a', 10000000), 'a', repeat('b', 1000), 'g'))",
    "select length(replace(repeat('a', 10000000), 'a', repeat('b', 1000)))",
    "select len(string_split(repeat('a,', 500000000), ','))",
    "with t as (select range, repeat('y', 100) || range z from range(10000000)) "
    "select count(*) from t a join t b using (range) where a.z <= b.z",
    "with recursive r as (select 'x' a union all select a || a from r) select max(length(a)) from r",
    "with recursive r as (select 1 a union select a + 1 from r) select count(*) from r",
    "select bitstring('1', 2000000000)",
    "select length(format('{:>2000000000}', 'x'))",
    "select printf('%2000000000d', 1)",
]

# Queries that return too many rows.
TOO_MANY_ROWS = [
    "select 1 from payments a, payments b, payments c",
    "select * from range(1000001)",
    "select * from generate_series(1, 100000000)",
    "select * from repeat('x', 100000000)",
    "select * from repeat_row(1, 'x', num_rows = 100000000)",
]

# Texts that are hard for whoever reads them to explain a mistake.
HARD_TO_READ = [
    "select " + "(" * 2_000 + "1" + ")" * 2_000 + " as status, 1 as payments",
    "select '" + "''" * 9_000 + "'",
    "select " + "$$" * 9_000,
    "select " + "/*" * 9_000,
    "select " + '"' * 9_001,
    "select " + "'a' " * 4_500,
    "select " + "x" * 19_000,
    "select " + "status " * 2_500 + "from payments",
    "select " * 2_500,
    "select (" * 2_000,
    "group by " * 2_000,
    "select status from " + ", ".join(f"payments p{n}" for n in range(1_000)),
    "select nosuch from payments where " + "(" * 900 + "a = 1" + ")" * 900,
    "select status, count(*)" + " + 1" * 900 + " as payments from payments group by 1",
    "select status, count(*) from payments group by 1 union all " * 100 + "select 'x', 1",
    "select status, " + "case when true then " * 300 + "count(*)" + " end" * 300 + " + 1 from payments group by 1",
    "select status, count(*) from "
    + "(select * from " * 100
    + "payments"
    + ")" * 100
    + " where user_id > 3 group by 1",
    "with t0 as (from payments), "
    + ", ".join(f"t{n} as (from t{n - 1})" for n in range(1, 100))
    + " select status, count(*) from t99 group by 1 having count(*) > 1000",
]
