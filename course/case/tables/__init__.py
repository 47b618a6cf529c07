"""The tables of the case company, described for the people who query them."""

from __future__ import annotations

from ..schema import Table
from .company import COMPANY
from .delivery import DELIVERY
from .lending import LENDING
from .link import LINK
from .pay import PAY
from .product import PRODUCT

TABLES: tuple[Table, ...] = (*COMPANY, *LENDING, *PAY, *LINK, *PRODUCT, *DELIVERY)


def table(name: str) -> Table:
    """The table called ``name``; raises KeyError if there is none."""
    return BY_NAME[name]


BY_NAME = {entry.name: entry for entry in TABLES}
