"""The generator of the case data: one module per area, each a pure function of a random stream and earlier tables."""

from __future__ import annotations

from functools import partial

from ..planted import planted
from ..random import Stream
from . import applications, clock, customers, delivery, ledger, link, loans, merchants, pay, product
from .parts import Columns


class Case(dict):
    """The tables of one seed by name; each is generated when it is first asked for.

    >>> len(Case(0)["merchants"]["merchant_id"])
    320
    """

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._seed, self._planted = seed, planted(seed)

    def __missing__(self, name: str) -> Columns:
        self.update(self._made_with(name))
        return self[name]

    def _made_with(self, name: str) -> dict[str, Columns]:
        """The table ``name`` and those that are made in one go with it."""
        stream, here = partial(Stream, self._seed), self._planted
        match name:
            case "customers":
                return {name: customers.customers(stream(name))}
            case "calendar":
                return {name: clock.calendar()}
            case "applications":
                return {name: applications.applications(stream(name), here, self["customers"])}
            case "loans" | "instalments":
                made = loans.loans(stream("loans"), here, self["customers"], self["applications"])
                return dict(zip(("loans", "instalments"), made, strict=True))
            case "merchants":
                return {name: merchants.merchants(stream(name))}
            case "payments" | "payment_attempts":
                made = pay.payments(stream("payments"), here, self["customers"], self["merchants"])
                return dict(zip(("payments", "payment_attempts"), made, strict=True))
            case "settlements":
                return {name: pay.settlements(stream(name), here, self["payments"], self["payment_attempts"],
                                              self["merchants"])}
            case "disputes":
                return {name: pay.disputes(stream(name), here, self["settlements"])}
            case "ledger_entries":
                return {name: ledger.ledger_entries(stream(name), self["payments"], self["settlements"])}
            case "partners":
                return {name: link.partners(stream(name))}
            case "consents":
                return {name: link.consents(stream(name), here, self["customers"])}
            case "api_hourly" | "api_daily":
                return dict(zip(("api_hourly", "api_daily"), link.api_calls(stream("api"), here), strict=True))
            case "experiments":
                return {name: product.experiments()}
            case "exp_units":
                return {name: product.exp_units(stream(name), here, self["customers"])}
            case "funnel_events":
                return {name: product.funnel_events(stream(name), here, self["customers"], self["applications"],
                                                    self["loans"])}
            case "pay_daily":
                return {name: product.pay_daily(stream(name), here, self["payments"], self["payment_attempts"])}
            case "deployments":
                return {name: delivery.deployments(stream(name), here)}
            case "incidents":
                return {name: delivery.incidents(here)}
            case "teams":
                return {name: delivery.teams()}
            case "platform_usage":
                return {name: delivery.platform_usage(stream(name), here)}
            case "platform_tickets":
                return {name: delivery.platform_tickets(stream(name), here)}
            case "backlog":
                return {name: delivery.backlog()}
        raise KeyError(name)
