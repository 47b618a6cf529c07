"""Search over the schema: the tables and columns that match a few words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from course.case.schema import Column, Table


@dataclass(frozen=True)
class Match:
    """A table that mentions all words, and the columns that mention at least one of them."""

    table: str
    columns: tuple[str, ...] = ()


def search(tables: Sequence[Table], query: str) -> tuple[Match, ...]:
    """The tables in which every word of the query begins a word: of a name, a meaning, a unit, a value or a rule.

    Tables whose own names contain the most words come first. An underscore counts as a space, a plural as its
    singular; an empty query finds all tables.
    """
    prefixes = [word[:-1] if len(word) > 3 and word.endswith("s") else word for word in _words(query)]
    if query.strip() and not prefixes:
        return ()
    matches = [
        Match(table.name, tuple(column.name for column in table.columns if _any(_about_column(column), prefixes)))
        for table in tables
        if all(_any(_about(table), [word]) for word in prefixes)
    ]
    return tuple(sorted(matches, key=lambda match: -sum(_any(match.table, [word]) for word in prefixes)))


def _any(text: str, prefixes: list[str]) -> bool:
    return any(word.startswith(start) for word in _words(text) for start in prefixes)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _about(table: Table) -> str:
    own = (table.name, table.grain, table.owner, *table.irregular)
    return " ".join((*own, *map(_about_column, table.columns)))


def _about_column(column: Column) -> str:
    rules = (column.type, column.unit, column.null_when or "", column.references or "", *column.values)
    return " ".join((column.name, column.meaning, *rules))
