"""Small hidden data sets: the declared contract of the tables, full of ties, NULLs and boundaries, in plain Python.

What merely happens to be so in the practice data is not so here: two columns that nearly agree differ, events fall on the
limits that tasks name, and every other data set holds its rows in no order.
"""

from __future__ import annotations

from ..random import Dice
from ..tables import TABLES
from .company import calendar, customers
from .delivery import delivery
from .lending import lending
from .link import link
from .pay import pay
from .pools import Pools
from .product import product

Rows = list[dict[str, object]]


def variant(seed: int, focus: tuple[str | int | float, ...] = ()) -> dict[str, list[tuple]]:
    """The rows of all tables, each row in the order of the table's columns."""
    pools = Pools(Dice("variant", seed), focus)
    rows_by_table: dict[str, Rows] = {"calendar": calendar(pools), "customers": customers(pools)}
    rows_by_table |= lending(pools, rows_by_table["customers"])
    rows_by_table |= pay(pools, rows_by_table["customers"])
    rows_by_table |= link(pools, rows_by_table["customers"])
    rows_by_table |= product(pools, rows_by_table["customers"], rows_by_table)
    rows_by_table |= delivery(pools)
    if seed % 2 == 0:
        rows_by_table = {name: _shuffled(pools.dice, rows) for name, rows in rows_by_table.items()}
    return {
        table.name: [tuple(row[column.name] for column in table.columns) for row in rows_by_table[table.name]]
        for table in TABLES
    }


def _shuffled(dice: Dice, rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """The rows in another order: "any" row of a group, or the one that a table has last, is right by chance only."""
    keys = [dice.below(1_000_000) for _ in rows]
    return [row for _, _, row in sorted(zip(keys, range(len(rows)), rows, strict=True), key=lambda each: each[:2])]
