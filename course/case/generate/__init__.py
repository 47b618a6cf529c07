"""The generator of the case data: one module per area, each a pure function of a random stream and earlier tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..planted import planted
from ..random import Stream
from . import applications, clock, customers, delivery, ledger, link, loans, merchants, pay, product, settlements
from .parts import Columns


@dataclass(frozen=True)
class Recipe:
    """How one table, or a few together, are generated: the function and its arguments."""

    tables: tuple[str, ...]
    function: Callable[..., Columns | tuple[Columns, ...]]
    arguments: tuple[str, ...] = ()


RECIPES = (
    Recipe(("customers",), customers.customers, ("stream",)),
    Recipe(("calendar",), clock.calendar),
    Recipe(("applications",), applications.applications, ("stream", "planted", "customers")),
    Recipe(("loans", "instalments"), loans.loans, ("stream", "planted", "customers", "applications")),
    Recipe(("merchants",), merchants.merchants, ("stream",)),
    Recipe(("payments", "payment_attempts"), pay.payments, ("stream", "planted", "customers", "merchants")),
    Recipe(("settlements",), settlements.settlements, ("stream", "payments", "payment_attempts", "merchants")),
    Recipe(("disputes",), settlements.disputes, ("stream", "planted", "settlements")),
    Recipe(("ledger_entries",), ledger.ledger_entries, ("stream", "payments", "settlements")),
    Recipe(("partners",), link.partners, ("stream",)),
    Recipe(("consents",), link.consents, ("stream", "planted", "customers")),
    Recipe(("api_hourly", "api_daily"), link.api_calls, ("stream", "planted")),
    Recipe(("experiments",), product.experiments),
    Recipe(("exp_units",), product.exp_units, ("stream", "planted", "customers")),
    Recipe(("funnel_events",), product.funnel_events, ("stream", "planted", "customers", "applications", "loans")),
    Recipe(("pay_daily",), product.pay_daily, ("stream", "planted", "payments", "payment_attempts")),
    Recipe(("deployments",), delivery.deployments, ("stream", "planted")),
    Recipe(("incidents",), delivery.incidents, ("planted",)),
    Recipe(("teams",), delivery.teams),
    Recipe(("platform_usage",), delivery.platform_usage, ("stream", "planted")),
    Recipe(("platform_tickets",), delivery.platform_tickets, ("stream", "planted")),
    Recipe(("backlog",), delivery.backlog),
)


class Case(dict):
    """The tables of one seed by name; each is generated on first use.

    >>> len(Case(0)["merchants"]["merchant_id"])
    320
    """

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._seed, self._planted = seed, planted(seed)

    def __missing__(self, name: str) -> Columns:
        recipe = next((recipe for recipe in RECIPES if name in recipe.tables), None)
        if recipe is None:
            raise KeyError(name)
        result = recipe.function(*(self._argument(argument, recipe) for argument in recipe.arguments))
        self.update(zip(recipe.tables, result if isinstance(result, tuple) else (result,), strict=True))
        return self[name]

    def _argument(self, argument: str, recipe: Recipe) -> Stream | object:
        """A stream that only this recipe draws from, the planted magnitudes, or another table."""
        if argument == "stream":
            return Stream(self._seed, recipe.tables[0])
        return self._planted if argument == "planted" else self[argument]
