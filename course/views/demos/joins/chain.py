"""A chain of joins as data: which joins the schema allows next, and the SQL of the chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from course.case.schema import Column, Table
from course.views.demos.schema.references import references


@dataclass(frozen=True)
class Link:
    """A join that a reference allows: ``table.column = anchor.anchor_column``, where the anchor is already joined.

    ``several`` says that one row of the anchor can match many rows of the table.
    """

    table: str
    column: str
    anchor: str
    anchor_column: str
    several: bool

    @property
    def condition(self) -> str:
        return f"{self.table}.{self.column} = {self.anchor}.{self.anchor_column}"


@dataclass(frozen=True)
class Step:
    """One join of a chain. A left join keeps the rows that find no partner."""

    link: Link
    left: bool = False

    @property
    def sql(self) -> str:
        return f"{'LEFT JOIN' if self.left else 'JOIN'} {self.link.table}\n  ON {self.link.condition}"


@dataclass(frozen=True)
class Filter:
    """A condition on the first table, in SQL and in words. The empty condition keeps all rows."""

    label: str = "all rows"
    condition: str = ""


@dataclass(frozen=True)
class Chain:
    """A first table, the filter on its rows, the column in cents that is added up, and the joins so far."""

    base: Table
    filter: Filter = Filter()
    amount: str | None = None
    steps: tuple[Step, ...] = ()

    @property
    def tables(self) -> frozenset[str]:
        return frozenset({self.base.name, *(step.link.table for step in self.steps)})

    @property
    def stages(self) -> tuple[Chain, ...]:
        """The chain as it was at the start and after each join."""
        return tuple(replace(self, steps=self.steps[:count]) for count in range(len(self.steps) + 1))

    @property
    def key(self) -> str:
        return ", ".join(f"{self.base.name}.{column}" for column in self.base.key)

    @property
    def source(self) -> str:
        """The chain from FROM on."""
        where = [f"WHERE {self.filter.condition}"] if self.filter.condition else []
        return "\n".join([f"FROM {self.base.name}", *(step.sql for step in self.steps), *where])

    @property
    def sql(self) -> str:
        """The query for the figures at the end of the chain: rows, distinct rows of the first table, and the sum."""
        key = f"({self.key})" if len(self.base.key) > 1 else self.key
        lines = ["count(*) AS row_count", f"count(DISTINCT {key}) AS {self.base.name}"]
        if self.amount:
            lines.append(f"sum({self.base.name}.{self.amount}) / 100.0 AS sum_eur")
        return "SELECT " + ",\n       ".join(lines) + "\n" + self.source


def links(chain: Chain, tables: Sequence[Table]) -> tuple[Link, ...]:
    """The joins that the references allow next. A table joins once."""
    joined = chain.tables
    allowed = []
    for reference in references(tables):
        if reference.child in joined and reference.parent not in joined:
            allowed.append(
                Link(reference.parent, reference.parent_column, reference.child, reference.column, several=False)
            )
        elif reference.parent in joined and reference.child not in joined:
            allowed.append(
                Link(reference.child, reference.column, reference.parent, reference.parent_column, several=True)
            )
    return tuple(allowed)


def amounts(table: Table) -> tuple[str, ...]:
    """The columns that hold money."""
    return tuple(column.name for column in table.columns if column.unit.startswith("cents"))


def filters(table: Table, months: Sequence[str]) -> tuple[Filter, ...]:
    """All rows; these months (YYYY-MM) of the table's first column with a moment; each value of a closed list."""
    moment = clock(table)
    by_month = [_month(f"{table.name}.{moment.name}", month) for month in months] if moment else []
    by_value = [filter_ for column in table.columns for filter_ in _values(table.name, column)]
    return (Filter(), *by_month, *by_value)


def clock(table: Table) -> Column | None:
    """The first column that holds a moment or a day, if there is one."""
    return next((column for column in table.columns if column.type.startswith(("TIMESTAMP", "DATE"))), None)


def _month(column: str, month: str) -> Filter:
    first = date.fromisoformat(f"{month}-01")
    next_month = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    label = f"{column.split('.')[1]} in {first:%B %Y}"
    return Filter(label, f"{column} >= '{first}'\n  AND {column} < '{next_month}'")


def _values(table: str, column: Column) -> list[Filter]:
    name = f"{table}.{column.name}"
    if column.type == "BOOLEAN":
        return [Filter(f"{column.name} is true", name), Filter(f"{column.name} is false", f"NOT {name}")]
    return [Filter(f"{column.name} = {value}", f"{name} = '{value}'") for value in column.values]
