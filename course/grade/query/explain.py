"""Explains in plain words why a query does not run: where, what it means, how to fix it.

Two tables hold DuckDB's messages and the words for each. An error that no entry fits gets a general sentence.
Queries that run and give a wrong result are left to diagnose.py and repairs.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from course.grade import data
from course.grade.query.sandbox import QueryError
from course.grade.query.sqltext import base_tables, clauses, parse, unlinked_tables
from course.grade.query.syntax import UNITS, explain_syntax
from course.grade.query.tables import Tables, tables_of
from course.verdict import Finding

LIKE = 0.6  # how much a name must resemble another to be taken for a typo
MOST_LISTED = 12
CURLY = "‘’“”„«»"


@dataclass(frozen=True)
class Case:
    """A query that failed, the error, and the tables that it can see."""

    sql: str
    error: QueryError
    tables: Tables

    def problem(self, kind: str, message: str, look: str = "") -> QueryError:
        return QueryError(kind, message, self.error.place, look, self.error.raw)

    @property
    def marked(self) -> str:
        """The text at the error's place, short enough for a sentence."""
        start, length = self.error.place or (0, 0)
        text = " ".join(self.sql[start : start + length].replace("`", "'").split())
        return text if len(text) <= 60 else text[:59] + "…"

    @property
    def sources(self) -> dict[str, str]:
        """The names under which the query knows its tables, and the tables."""
        tree = parse(self.sql)
        return {table.alias_or_name.lower(): table.name.lower() for table in base_tables(tree)} if tree else {}

    @property
    def is_flat(self) -> bool:
        """Whether the query has no steps of its own, so that its columns are those of the course's tables."""
        return sum(clause.name == "SELECT" for clause in clauses(self.sql)) == 1

    @property
    def reachable(self) -> list[str]:
        """The columns that a name could mean: those of the tables or, in a query of several steps, DuckDB's guesses."""
        if not self.is_flat:
            return str(self.error.details.get("candidates", "")).lower().split(",")
        return sorted({column for table in self.used for column in self.tables.columns[table]})

    @property
    def used(self) -> list[str]:
        return [table for table in self.tables.columns if table in self.sources.values()]


def explain(sql: str, error: QueryError) -> Finding:
    """Why a query did not run on the practice data, in plain words."""
    return _plain_error(Case(sql, error, tables_of(data.database()))).finding


def _plain_error(case: Case) -> QueryError:
    sql, error = case.sql, case.error
    if error.kind in ("time", "too-many-rows", "memory"):
        return _endless(case)
    if error.kind != "engine":
        return error
    if error.raw.startswith(("syntax error", "unterminated")):
        return explain_syntax(sql, error)
    return _by_words(case) or _by_template(case) or _general(case)


def _by_words(case: Case) -> QueryError | None:
    for pattern, words in WORDS:
        if match := re.search(pattern, case.error.raw, re.DOTALL):
            return words(case, *match.groups())
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


def _unknown_column(case: Case, name: str, reason: str) -> QueryError:
    close = get_close_matches(name.lower(), case.reachable, n=1, cutoff=LIKE)
    if name[0] in CURLY:
        return case.problem("quotes", f"{name} has curly quotes.", f"Type straight ones: '{name.strip(CURLY)}'.")
    if case.marked.startswith('"') and not close:
        look = f"Text goes in single quotes: '{name}'."
        return case.problem("quotes", f'"{name}" in double quotes means a column.', look)
    is_unit = name.lower() in UNITS and not close
    if not case.marked.startswith('"') and (is_unit or case.tables.holds_text(case.used, name)):
        look = f"{'A unit of time' if is_unit else 'Text'} goes in single quotes: '{name}'."
        return case.problem("quotes", f"`{name}` without quotes means a column.", look)
    if "FROM clause is missing" in reason:
        return case.problem("no-table", f"The query names the column `{name}` but no table.", "Add FROM and a table.")
    place = f"in `{case.used[0]}`" if len(case.used) == 1 and case.is_flat else "among the tables of this part"
    hint = _column_hint(case, name, case.reachable)
    return case.problem("unknown-column", f"There is no column `{name}` {place}.", hint)


def _unknown_column_of(case: Case, source: str, name: str) -> QueryError:
    table = case.sources.get(source.lower(), source.lower())
    label = f"`{source}`" if source.lower() == table else f"`{table}`, called `{source}` here"
    hint = _column_hint(case, name, list(case.tables.columns.get(table, ())))
    return case.problem("unknown-column", f"There is no column `{name}` in {label}.", hint)


def _column_hint(case: Case, name: str, available: Sequence[str]) -> str:
    if close := get_close_matches(name.lower(), available, n=1, cutoff=LIKE):
        return f"Did you mean `{close[0]}`?"
    owners = [table for table, columns in case.tables.columns.items() if name.lower() in columns]
    if owners:
        step = "" if case.is_flat else ": the step before must select it too"
        return f"It is a column of {_listing(owners)}{step}."
    is_short = 0 < len(available) <= MOST_LISTED and case.is_flat
    return f"The columns are {_listing(available)}." if is_short else "Look at the list of tables."


def _unknown_table(case: Case, name: str) -> QueryError:
    close = get_close_matches(name.lower(), case.tables.columns, n=1, cutoff=LIKE)
    look = f"Did you mean `{close[0]}`?" if close else f"The tables are {_listing(case.tables.columns)}."
    return case.problem("unknown-table", f"There is no table `{name}`.", look)


def _unknown_source(case: Case, name: str) -> QueryError:
    alias = next((alias for alias, table in case.sources.items() if table == name.lower() != alias), "")
    if alias:
        return case.problem(
            "unknown-table", f"This query calls `{name}` by the short name `{alias}`.", f"Write `{alias}` instead."
        )
    look = f"Add it to FROM or JOIN{', or correct the name' if name.lower() not in case.tables.columns else ''}."
    return case.problem("unknown-table", f"`{name}` is not among the tables of this query.", look)


# What people know from other databases, and what to use here.
FUNCTIONS = {
    **dict.fromkeys(("isnull", "nvl"), "Here it is called `coalesce`."),
    **dict.fromkeys(("date_format", "to_char"), "Here it is called `strftime`."),
    **dict.fromkeys(("getdate", "sysdate"), "Here it is called `current_date`."),
    "dateadd": "Add a span instead, as in created_at + INTERVAL 3 HOUR.",
}


def _unknown_function(case: Case, name: str) -> QueryError:
    look = FUNCTIONS.get(name.lower(), "Check its spelling.")
    return case.problem("unknown-function", f"There is no function `{name}`.", look)


def _not_grouped(case: Case, name: str) -> QueryError:
    grouped = any(clause.name == "GROUP BY" for clause in clauses(case.sql))
    message = f"`{name}` has many values per group." if grouped else f"`{name}` has many values, a total is only one."
    return case.problem(
        "not-grouped", message, f"Say which: add `{name}` to GROUP BY, or wrap it, as in `max({name})`."
    )


def _ambiguous(case: Case, name: str, choices: str) -> QueryError:
    ways = _listing((way.strip(" '") for way in choices.split(" or ")), "or")
    return case.problem("ambiguous", f"More than one table of this query has `{name}`.", f"Write {ways}.")


def _wrong_types(case: Case, name: str, types: str) -> QueryError:
    if name == "&&":
        return case.problem("types", "`&&` does not join conditions in SQL.", "Write AND.")
    if types.startswith(("TIMESTAMP", "DATE")) and name in WITH_MOMENTS:
        return case.problem("types", *WITH_MOMENTS[name])
    kinds = types.replace("_LITERAL", "").replace("VARCHAR", "text").lower()
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


def _not_convertible(case: Case, text: str, kind: str) -> QueryError:
    if kind == "BOOL" and re.search(r"\b(or|and|not)\s*\Z", case.sql[: (case.error.place or (0, 0))[0]], re.IGNORECASE):
        look = f"Name the column again, as in … = '{text[:60]}', or use IN (…)."
        return case.problem("and-or", f"The text '{text[:60]}' stands alone where a condition is needed.", look)
    expected = "a number" if re.match(r"U?INT|DOUBLE|DECIMAL|FLOAT", kind) else f"a value of type {kind}"
    look = "Compare text with text and numbers with numbers."
    return case.problem("types", f"The text '{text[:60]}' cannot be read as {expected}.", look)


def _listing(names: Iterable[str], conjunction: str = "and") -> str:
    items = [f"`{name}`" for name in names]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


WORDS: tuple[tuple[str, Callable[..., QueryError]], ...] = (
    (r'^Referenced column "?(.+?)"? (not found|was not found because the FROM clause is missing)', _unknown_column),
    (r'^(?:Table|Values list) "(.+?)" does not have a column named "(.+?)"', _unknown_column_of),
    (r"^Table with name (.+?) does not exist", _unknown_table),
    (r'^Referenced table "(.+?)" not found', _unknown_source),
    (r"^\w+ Function with name (.+?) does not exist", _unknown_function),
    (r'^column "(.+?)" must appear in the GROUP BY', _not_grouped),
    (r'^Ambiguous reference to column name "(.+?)" \(use: (.+)\)', _ambiguous),
    (r"^No function matches the given name and argument types '(.+?)\((.*?)\)'", _wrong_types),
    (r"^Could not convert string '(.*?)' to (\w+)", _not_convertible),
)

# Pattern, kind, what happened, what to do. ``{0}`` is what the pattern found, ``{marked}`` the text at the place.
TEMPLATES: tuple[tuple[str, str, str, str], ...] = (
    (
        r"^WHERE clause cannot contain aggregates",
        "aggregate-in-where",
        "WHERE looks at single rows before they are grouped.",
        "A condition on a total such as `{marked}` goes to HAVING.",
    ),
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
