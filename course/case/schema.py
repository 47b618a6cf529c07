"""The terms that describe the case company's tables: what a row is, what a column means, when it is empty."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column: its DuckDB type, its meaning in one sentence, and the rules that its values follow.

    ``unit`` names cents, ms, UTC and the like. ``null_when`` says when the value is missing; None means never.
    ``references`` is ``table.column`` of the row that it points to. ``values`` is the closed list, if there is one.
    """

    name: str
    type: str
    meaning: str
    unit: str = ""
    null_when: str | None = None
    references: str | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table: what one row is (``grain``), its key, its columns, and the team that owns it.

    ``irregular`` lists deliberate exceptions to the pattern, in words that a learner reads.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    owner: str
    columns: tuple[Column, ...]
    irregular: tuple[str, ...] = ()
