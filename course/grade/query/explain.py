"""Explains in plain words why a query does not run: where, what it means, how to fix it.

Two tables hold DuckDB's messages and the words for each. An error that no entry fits gets a general sentence.
Queries that run and give a wrong result are left to diagnose.py and repairs.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp

from course.grade import data
from course.grade.query.broken import Broken
from course.grade.query.cause import Query
from course.grade.query.code import BARE_DAY, depths
from course.grade.query.diagnose import unlike_keys
from course.grade.query.elsewhere import ONE_COLUMN, OTHERWISE
from course.grade.query.failure import Case, listing
from course.grade.query.foreign import foreign_sign
from course.grade.query.pasted import query_in
from course.grade.query.sandbox import QueryError
from course.grade.query.sqltext import parse, unlinked_tables
from course.grade.query.syntax import explain_syntax
from course.grade.query.tables import tables_of
from course.grade.query.unknown import (
    unknown_column,
    unknown_column_of,
    unknown_function,
    unknown_source,
    unknown_table,
)
from course.verdict import Finding


def explain(sql: str, error: QueryError) -> Finding:
    """Why a query did not run on the practice data, in plain words."""
    return _plain_error(Case(query_in(sql), error, tables_of(data.database()))).finding


def _plain_error(case: Case) -> QueryError:
    sql, error = case.sql, case.error
    if error.kind in ("time", "too-many-rows", "memory"):
        return _endless(case)
    if error.kind != "engine":
        return error
    if sign := foreign_sign(Broken.of(sql, error)):
        return sign
    if error.raw.startswith(("syntax error", "unterminated")):
        return explain_syntax(sql, error)
    return _by_words(case) or _by_template(case) or _general(case)


def _by_words(case: Case) -> QueryError | None:
    for pattern, words in WORDS:
        if (match := re.search(pattern, case.error.raw, re.DOTALL)) and (problem := words(case, *match.groups())):
            return problem
    return None


def _by_template(case: Case) -> QueryError | None:
    for pattern, kind, message, look in TEMPLATES:
        if match := re.search(pattern, case.error.raw, re.DOTALL):
            return case.problem(kind, *(text.format(*match.groups(), marked=case.marked) for text in (message, look)))
    return None


def _general(case: Case) -> QueryError:
    if case.marked:
        return case.problem("engine", f"The database cannot run the part `{case.marked}`.", "Look there first.")
    return case.problem("engine", "The database cannot run this query.", "Run a smaller part of it to find the place.")


def _endless(case: Case) -> QueryError:
    pair = unlinked_tables(case.sql)
    if not pair:
        return case.error
    message = f"{case.error.message} Every row of `{pair[0]}` meets every row of `{pair[1]}`."
    return case.problem(case.error.kind, message, "Say which rows belong together: JOIN … ON ….")


def _aggregate_in_where(case: Case) -> QueryError:
    """The condition may name a total by its new name: then that is the place."""
    start, length = case.error.place or (0, 0)
    alias = re.match(r"\s*(?:AS\s+)?([^\W\d]\w*)", case.code[start + length :], re.IGNORECASE)
    condition = re.search(r"\bWHERE\b", case.code, re.IGNORECASE)
    uses = list(re.finditer(rf"\b{alias[1]}\b", case.code)) if alias and case.clause == "SELECT" and condition else []
    place = next(((use.start(), len(use[0])) for use in uses if use.start() > condition.end()), case.error.place)
    total = case.sql[place[0] : sum(place)] if place != case.error.place else case.marked
    message, look = (
        "WHERE looks at single rows before they are grouped.",
        f"A condition on a total such as `{total}` goes to HAVING.",
    )
    return QueryError("aggregate-in-where", message, place, look, case.error.raw)


def _not_grouped(case: Case, name: str) -> QueryError:
    grouping = GROUPING.search(case.code)
    keys = case.sql[grouping.start(1) : grouping.end(1)] if grouping else ""
    if case.clause == "HAVING":
        message = f"HAVING looks at whole groups, and `{name}` has many values in each."
        return case.problem("row-in-having", message, "A condition on single rows goes to WHERE, before GROUP BY.")
    if text := next((text for text in re.finditer(r"'[^']*'", keys) if not depths(keys)[text.start()]), None):
        message, look = _quoted_name("GROUP BY", text[0])
        place = (grouping.start(1) + text.start(), len(text[0]))
        return QueryError("quoted-name", message, place, look, case.error.raw)
    if re.search(rf"\([^()]*\b{re.escape(name)}\b|\b{re.escape(name)}\s*::", keys, re.IGNORECASE):
        message = f"SELECT shows `{name}` in another form than GROUP BY has it, so a group has many values of it."
        return case.problem("not-grouped", message, "Write the same expression in both places, or GROUP BY ALL.")
    if alias := _name_of_made(case, name):
        message = f"`{alias}` is made of `{name}`, which has many values per group."
        return case.problem("not-grouped", message, f"Add `{alias}` to GROUP BY.")
    message = f"`{name}` has many values per group." if keys else f"`{name}` has many values, a total is only one."
    return case.problem(
        "not-grouped", message, f"Say which: add `{name}` to GROUP BY, or wrap it, as in `max({name})`."
    )


def _name_of_made(case: Case, name: str) -> str:
    """The new name under which a query that groups shows a column in another form; empty if there is none."""
    tree = parse(case.sql)
    for item in tree.find_all(exp.Alias) if tree and case.clause == "SELECT" else ():
        is_shown = isinstance(item.parent, exp.Select) and item.parent.args.get("group")
        columns = {column.name.lower() for column in item.this.find_all(exp.Column)}
        if (
            is_shown
            and name.lower() in columns
            and not isinstance(item.this, exp.Column)
            and not item.find(exp.AggFunc)
        ):
            return item.alias
    return ""


GROUPING = re.compile(r"\bGROUP\s+BY\b(.*?)(?=\bHAVING\b|\bORDER\s+BY\b|\bLIMIT\b|\bQUALIFY\b|;|\Z)", re.I | re.S)


def _quoted_name(clause: str, text: str) -> tuple[str, str]:
    """The message and the advice for a name in quotes that mean a text."""
    name = text.strip("'")
    return (
        f"{clause} takes the text '{name}' itself, the same for every row.",
        f"Without quotes it is the column: {name}.",
    )


def _ambiguous(case: Case, name: str, choices: str) -> QueryError:
    ways = listing((way.strip(" '") for way in choices.split(" or ")), "or")
    return case.problem("ambiguous", f"More than one table of this query has `{name}`.", f"Write {ways}.")


def _wrong_types(case: Case, name: str, types: str) -> QueryError:
    if name == "&&":
        return case.problem("types", "`&&` does not join conditions in SQL.", "Write AND.")
    if name == "-" and (bare_day := _bare_day(case)):
        return bare_day
    kinds = types.replace("STRING_LITERAL", "text").replace("_LITERAL", "").replace("VARCHAR", "text").lower()
    for function, start, look in OTHERWISE:
        if name == function and kinds.startswith(start):
            return case.problem("types", f"`{name}` takes something else here.", look)
    if name in ONE_COLUMN and "," in types:
        return case.problem("types", f"`{name}` takes one column.", ONE_COLUMN[name])
    if types.startswith(("TIMESTAMP", "DATE")) and name in WITH_MOMENTS:
        return case.problem("types", *WITH_MOMENTS[name])
    return case.problem(
        "types", f"`{name}` does not work on ({kinds}).", "Check the types of the columns that it gets."
    )


# What people do with a moment that does not work on one, and what works.
NO_UNIT = ("A moment plus or minus a bare number has no unit.", "Write INTERVAL, as in + INTERVAL 3 HOUR.")
WITH_MOMENTS = {
    "+": NO_UNIT,
    "-": NO_UNIT,
    "~~": ("LIKE compares text, and this is a moment.", "Compare it with a first and a last day, by >= and <."),
    "date_trunc": ("`date_trunc` takes the unit first.", "Write date_trunc('month', …)."),
    "trunc": ("`trunc` cuts numbers.", "A moment is cut by date_trunc('month', …)."),
}


def _not_comparable(case: Case, left: str, right: str) -> QueryError:
    if bare_day := _bare_day(case):
        return bare_day
    kinds = " with ".join(PLAIN.get(kind.split("(")[0], f"a value of type {kind}") for kind in (left, right))
    return case.problem("types", f"This compares {kinds}.", "Compare like with like: which column holds what you mean?")


def _bare_day(case: Case, *_: str) -> QueryError | None:
    """A day without quotes: a year minus a month minus a day."""
    day = BARE_DAY.search(case.code)
    if not day:
        return None
    message, look = f"`{day[0]}` without quotes is a subtraction.", f"A day goes in single quotes: '{day[0]}'."
    return QueryError("quotes", message, (day.start(), len(day[0])), look, case.error.raw)


PLAIN = {
    "TIMESTAMP": "a moment",
    "DATE": "a day",
    "VARCHAR": "a text",
    "BOOLEAN": "true or false",
    "INTERVAL": "a span of time",
    **dict.fromkeys(("INTEGER", "BIGINT", "DOUBLE", "DECIMAL", "HUGEINT", "INTEGER_LITERAL"), "a number"),
}


def _arguments(case: Case, name: str) -> QueryError:
    look = next(
        (look for function, start, look in OTHERWISE if function == name.lower() and not start),
        "Check what its brackets hold.",
    )
    call = re.search(rf"\b{re.escape(name)}\s*\(", case.code, re.IGNORECASE)
    place = (call.start(), len(name)) if call else case.error.place
    return QueryError("types", f"`{name.lower()}` does not take that many values.", place, look, case.error.raw)


def _literal_order(case: Case) -> QueryError:
    return case.problem("quoted-name", *_quoted_name("ORDER BY", case.marked))


def _not_convertible(case: Case, text: str, kind: str) -> QueryError:
    if kind == "BOOL" and re.search(r"\b(or|and|not)\s*\Z", case.sql[: (case.error.place or (0, 0))[0]], re.IGNORECASE):
        look = f"Name the column again, as in … = '{text[:60]}', or use IN (…)."
        return case.problem("and-or", f"The text '{text[:60]}' stands alone where a condition is needed.", look)
    if keys := _unlike_keys(case):
        return keys
    expected = "a number" if re.match(r"U?INT|DOUBLE|DECIMAL|FLOAT", kind) else f"a value of type {kind}"
    look = "Compare text with text and numbers with numbers."
    return case.problem("types", f"The text '{text[:60]}' cannot be read as {expected}.", look)


def _unlike_keys(case: Case) -> QueryError | None:
    """Two keys of different things that are compared, one of them a text and the other a number."""
    tree = parse(case.sql)
    cause = tree and unlike_keys(Query(case.sql, tree, case.tables))
    return cause and QueryError(cause.kind, cause.words, cause.place, cause.look, case.error.raw)


WORDS: tuple[tuple[str, Callable[..., QueryError | None]], ...] = (
    (r'^Referenced column "?(.+?)"? (not found|was not found because the FROM clause is missing)', unknown_column),
    (r'^(?:Table|Values list) "(.+?)" does not have a column named "(.+?)"', unknown_column_of),
    (r"^Table with name (.+?) does not exist", unknown_table),
    (r'^Referenced table "(.+?)" not found', unknown_source),
    (r'^\w+ Function with name "?(\w+)"? (?:does not exist|is not in the catalog)', unknown_function),
    (r"^WHERE clause cannot contain aggregates", _aggregate_in_where),
    (r'^column "(.+?)" must appear in the GROUP BY', _not_grouped),
    (r'^Ambiguous reference to column name "(.+?)" \(use: (.+)\)', _ambiguous),
    (r"^No function matches the given name and argument types '(.+?)\((.*?)\)'", _wrong_types),
    (r"^Could not convert string '(.*?)' to (\w+)", _not_convertible),
    (r"^Unimplemented type for cast \(INTEGER -> (DATE|TIMESTAMP)", _bare_day),
    (r"^Cannot mix values of type", _bare_day),
    (r"^Cannot compare values of type (.+?) and type (.+?) - an explicit cast", _not_comparable),
    (r"^Wrong number of arguments provided to (\w+) function", _arguments),
    (r"^ORDER BY non-integer literal has no effect", _literal_order),
)

# Pattern, kind, what happened, what to do. ``{0}`` is what the pattern found, ``{marked}`` the text at the place.
TEMPLATES: tuple[tuple[str, str, str, str], ...] = (
    (
        r"^WHERE clause cannot contain window functions",
        "aggregate-in-where",
        "WHERE looks at single rows before any window function is computed.",
        "Put the condition on `{marked}` into QUALIFY, or compute it in a WITH step first.",
    ),
    (
        r"^GROUP BY clause cannot contain aggregates",
        "aggregate-in-group",
        "GROUP BY makes the groups; a total such as `{marked}` exists only after that.",
        "Group by the columns that are no totals.",
    ),
    (
        r"^aggregate function calls cannot be nested",
        "nested-aggregate",
        "An aggregate such as `{marked}` cannot stand inside another.",
        "Compute the inner one in a WITH step, then the outer one.",
    ),
    (
        r'^invalid (?:timestamp|date) field format: "(.*?)"',
        "types",
        "The text '{0}' cannot be read as a date.",
        "Write dates as '2025-11-30'.",
    ),
    (
        r"^Chained comparisons are not supported",
        "chained-comparison",
        "Two comparisons stand in one another.",
        "Write each with both its sides, and join them with AND.",
    ),
    (
        r"^Set operations can only apply to expressions with the same number",
        "set-columns",
        "The two sides of UNION, EXCEPT or INTERSECT have different numbers of columns.",
        "Select the same columns on both sides.",
    ),
    (
        r"^Subquery returns (\d+) columns",
        "subquery",
        "The query in brackets gives {0} columns where one value is needed.",
        "Select one column there.",
    ),
    (
        r"^More than one row returned by a subquery",
        "subquery",
        "A query in brackets gives several rows where one value is needed.",
        "Use IN instead of =, or make it return one row.",
    ),
    (
        r"^Values were not provided for the following parameters",
        "parameter",
        "`?` and `$` stand for values that are filled in later.",
        "Write the value itself.",
    ),
)
