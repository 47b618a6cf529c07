"""Small hidden data sets: the declared contract of the tables, full of ties, NULLs and boundaries, in plain Python."""

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
    return {
        table.name: [tuple(row[column.name] for column in table.columns) for row in rows_by_table[table.name]]
        for table in TABLES
    }
