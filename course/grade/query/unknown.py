"""Explains names that a query uses and the database does not know: columns, tables, functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from course.grade.query.elsewhere import COLUMNS, FUNCTIONS
from course.grade.query.failure import Case, listing
from course.grade.query.results import family
from course.grade.query.sandbox import QueryError
from course.grade.query.syntax import UNITS

LIKE = 0.6  # how much a name must resemble another to be taken for a typo
MOST_LISTED = 12
WITH_UNIT = re.compile(r"\b(date_?(?:trunc|part|diff|sub|add|_part|trunc)|extract)\s*\(([^()]*)\Z", re.IGNORECASE)
# How a column that learners expect is made from a moment.
MADE = {
    **{unit: f"date_trunc('{unit}', {{moment}})::DATE AS {unit}" for unit in ("year", "quarter", "month", "week")},
    **{unit: f"date_trunc('{unit}', {{moment}}) AS {unit}" for unit in ("hour", "minute", "second")},
    **dict.fromkeys(("day", "date"), "{moment}::DATE AS day"),
    "weekday": "dayname({moment}) AS weekday",
}


def unknown_column(case: Case, name: str, reason: str) -> QueryError:
    close = get_close_matches(name.lower(), case.reachable, n=1, cutoff=LIKE)
    is_quoted = case.marked.startswith('"')
    if is_quoted and not close:
        look = f"Text goes in single quotes: '{name}'."
        return case.problem("quotes", f'"{name}" in double quotes means a column.', look)
    if not is_quoted and (special := _unit(case, name) or _elsewhere(case, name)):
        return special
    if not is_quoted and case.tables.holds_text(case.used, name):
        look = f"Text goes in single quotes: '{name}'."
        return case.problem("quotes", f"`{name}` without quotes means a column.", look)
    if "FROM clause is missing" in reason:
        return case.problem("no-table", f"The query names the column `{name}` but no table.", "Add FROM and a table.")
    if not close and (look := _made(case, name, case.sources)):
        return case.problem("made-column", f"No table of this query has a column `{name}`.", look)
    place = f"in `{case.used[0]}`" if len(case.used) == 1 and case.is_flat else "among the tables of this part"
    hint = _column_hint(case, name, case.reachable)
    return case.problem("unknown-column", f"There is no column `{name}` {place}.", hint)


def unknown_column_of(case: Case, source: str, name: str) -> QueryError:
    table = case.sources.get(source.lower(), source.lower())
    label = f"`{source}`" if source.lower() == table else f"`{table}`, called `{source}` here"
    available = list(case.tables.columns.get(table, ()))
    close = get_close_matches(name.lower(), available, n=1, cutoff=LIKE)
    look = "" if close else _made(case, name, {source.lower(): table})
    kind = "made-column" if look else "unknown-column"
    return case.problem(kind, f"There is no column `{name}` in {label}.", look or _column_hint(case, name, available))


def _unit(case: Case, name: str) -> QueryError | None:
    """A unit of time without its quotes, in a function that takes one."""
    call = WITH_UNIT.search(case.code[: case.error.place[0]]) if case.error.place else None
    if not call or name.lower() not in UNITS:
        return None
    function, is_first = call[1].lower(), not call[2].strip()
    words = f"`{name}` without quotes means a column. A unit of time goes in single quotes"
    look = "." if is_first else f", and `{function}` takes it first."
    return case.problem("quotes", words + look, f"Write {function}('{name.lower()}', …).")


def _elsewhere(case: Case, name: str) -> QueryError | None:
    look = COLUMNS.get(name.lower())
    return case.problem("unknown-column", f"`{name}` is not known here.", look) if look else None


def _made(case: Case, name: str, sources: dict[str, str]) -> str:
    """How to make a month or a day from one of the moments of these tables; empty if that is not what is missing."""
    recipe, moments = MADE.get(name.lower()), list(_moments(case, sources))
    if not recipe or not moments:
        return ""
    others = f" The moments are {listing(moments)}." if len(moments) > 1 else ""
    if case.clause in ("WHERE", "FROM"):
        return f"Compare the moment itself, as in {moments[0]} >= '2025-11-01' AND {moments[0]} < '2025-12-01'.{others}"
    return f"Make it from a moment, as in {recipe.format(moment=moments[0])}.{others}"


def _moments(case: Case, sources: dict[str, str]) -> Iterator[str]:
    """The columns with date and time, written so that they are not ambiguous."""
    for source, table in sources.items():
        for column, kind in case.tables.columns.get(table, {}).items():
            if family(kind) == "date":
                yield column if len(case.sources) == 1 else f"{source}.{column}"


def _column_hint(case: Case, name: str, available: Sequence[str]) -> str:
    if close := get_close_matches(name.lower(), available, n=1, cutoff=LIKE):
        return f"Did you mean `{close[0]}`?"
    owners = [table for table, columns in case.tables.columns.items() if name.lower() in columns]
    if owners:
        step = "" if not case.has_steps else ": the step before must select it too"
        return f"It is a column of {listing(owners)}{step}."
    is_short = 0 < len(available) <= MOST_LISTED and case.is_flat
    return f"The columns are {listing(available)}." if is_short else "Look at the list of tables."


def unknown_table(case: Case, name: str) -> QueryError:
    close = get_close_matches(name.lower(), case.tables.columns, n=1, cutoff=LIKE)
    look = f"Did you mean `{close[0]}`?" if close else f"The tables are {listing(case.tables.columns)}."
    if name.lower() == "dual":
        look = "A SELECT without a table needs no FROM."
    return case.problem("unknown-table", f"There is no table `{name}`.", look)


def unknown_source(case: Case, name: str) -> QueryError:
    alias = next((alias for alias, table in case.sources.items() if table == name.lower() != alias), "")
    if alias:
        return case.problem(
            "unknown-table", f"This query calls `{name}` by the short name `{alias}`.", f"Write `{alias}` instead."
        )
    look = f"Add it to FROM or JOIN{', or correct the name' if name.lower() not in case.tables.columns else ''}."
    return case.problem("unknown-table", f"`{name}` is not among the tables of this query.", look)


def unknown_function(case: Case, name: str) -> QueryError:
    look = FUNCTIONS.get(name.lower().rpartition(".")[2], "Check its spelling.")
    return case.problem("unknown-function", f"There is no function `{name}`.", look)
