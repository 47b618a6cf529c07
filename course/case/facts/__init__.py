"""The fact register: every figure planted in the case data, with the query that finds it. Texts quote it from here."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import duckdb

from ..database import practice_database
from .applications import MIX_FACTS, THIN_FILE_FACTS
from .approval import APPROVAL_FACTS, SEASON_FACTS
from .cutoff import CUTOFF_FACTS
from .delivery import DELIVERY_FACTS
from .experiment import EXPERIMENT_FACTS
from .fact import Fact
from .link import LINK_FACTS
from .loans import PORTFOLIO_FACTS, VINTAGE_FACTS
from .money import DOUBLE_CHARGE_FACTS, MONEY_FACTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from duckdb import DuckDBPyConnection

__all__ = ["FACTS", "Fact", "fact", "measure", "measured", "quoted", "quotes"]


def _number(each: Fact) -> int:
    return int(each.id[1:].split(".")[0])


FACTS: tuple[Fact, ...] = tuple(
    sorted(
        (
            *MIX_FACTS, *CUTOFF_FACTS, *THIN_FILE_FACTS, *VINTAGE_FACTS, *PORTFOLIO_FACTS, *APPROVAL_FACTS,
            *SEASON_FACTS, *DOUBLE_CHARGE_FACTS, *MONEY_FACTS, *LINK_FACTS, *EXPERIMENT_FACTS, *DELIVERY_FACTS,
        ),
        key=_number,
    )
)  # fmt: skip
_BY_ID = {each.id: each for each in FACTS}
_QUOTE = re.compile(r"\{(F\d+\.\w+)\}")


def fact(id: str) -> Fact:
    """The fact with this id, such as ``F3.count``; raises KeyError if there is none."""
    return _BY_ID[id]


def quotes(text: str) -> tuple[str, ...]:
    """The ids of the facts that a text quotes, each in braces.

    >>> quotes('{F9.best} earns {F9.profit_600}; {"a": 1} is no fact')
    ('F9.best', 'F9.profit_600')
    """
    return tuple(_QUOTE.findall(text))


@cache
def measure(fact: Fact, seed: int = 0) -> float | str:
    """What the fact's query finds in the practice data of a seed. Raises CaseError if the data cannot be had."""
    with duckdb.connect(practice_database(seed), read_only=True) as connection:
        return measured(connection, fact)


def measured(connection: DuckDBPyConnection, fact: Fact) -> float | str:
    """What the fact's query finds through an open connection."""
    value = connection.execute(fact.sql).fetchall()[0][0]
    return value if isinstance(value, int | str) else float(value)


def quoted(text: str, value_of: Callable[[Fact], float | str] = measure) -> str:
    """A text with the figure of each fact that it quotes; other braces stay. Raises KeyError for an unknown fact.

    >>> quoted("The best cut-off earns {F9.profit_600}.", lambda fact: 286.52)
    'The best cut-off earns €286.5k.'
    """
    return _QUOTE.sub(lambda found: fact(found[1]).shown(value_of(fact(found[1]))), text)
