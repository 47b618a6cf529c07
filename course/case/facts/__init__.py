"""The fact register: every figure planted in the case data, and its sizes, with queries. Texts quote figures from here."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import duckdb

from ..database import practice_database
from .applications import MIX_FACTS, THIN_FILE_FACTS
from .approval import APPROVAL_FACTS, SEASON_FACTS
from .backlog import BACKLOG_FACTS
from .cutoff import CUTOFF_FACTS
from .delivery import DELIVERY_FACTS
from .experiment import EXPERIMENT_FACTS
from .fact import Fact
from .link import LINK_FACTS
from .loans import PORTFOLIO_FACTS, VINTAGE_FACTS
from .money import DOUBLE_CHARGE_FACTS, MONEY_FACTS
from .scale import SCALE_FACTS
from .waiting import WAITING_FACTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from duckdb import DuckDBPyConnection

__all__ = ["FACTS", "Fact", "fact", "fill_quotes", "measure", "measured", "quotes"]


def _number(fact: Fact) -> int:
    return int(fact.id[1:].split(".")[0])


FACTS: tuple[Fact, ...] = tuple(
    sorted(
        (
            *MIX_FACTS, *CUTOFF_FACTS, *THIN_FILE_FACTS, *VINTAGE_FACTS, *PORTFOLIO_FACTS, *APPROVAL_FACTS,
            *SEASON_FACTS, *DOUBLE_CHARGE_FACTS, *MONEY_FACTS, *LINK_FACTS, *EXPERIMENT_FACTS, *DELIVERY_FACTS,
            *SCALE_FACTS, *BACKLOG_FACTS, *WAITING_FACTS,
        ),
        key=_number,
    )
)  # fmt: skip
_BY_ID = {entry.id: entry for entry in FACTS}
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
    """The result of the fact's query on the practice data of a seed. Raises CaseError if the data is unavailable."""
    with duckdb.connect(practice_database(seed), read_only=True) as connection:
        return measured(connection, fact)


def measured(connection: DuckDBPyConnection, fact: Fact) -> float | str:
    """The result of the fact's query through an open connection."""
    value = connection.execute(fact.sql).fetchall()[0][0]
    return value if isinstance(value, int | str) else float(value)


def fill_quotes(text: str, value_of: Callable[[Fact], float | str] = measure) -> str:
    """A text with each quoted fact replaced by its figure; other braces stay. Raises KeyError for an unknown fact.

    >>> fill_quotes("The best cut-off earns {F9.profit_600}.", lambda fact: 286.52)
    'The best cut-off earns €286.5k.'
    """
    return _QUOTE.sub(lambda match: fact(match[1]).with_unit(value_of(fact(match[1]))), text)
