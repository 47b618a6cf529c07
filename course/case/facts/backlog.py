"""Facts of the backlog: F20. Which plans and orders these are is found in course/grade/models/backlog, by trying all."""

from __future__ import annotations

from .fact import Fact

BEST = ("B01", "B02", "B04", "B05", "B07", "B10", "B14")
BY_VALUE = ("B01", "B06", "B07", "B11", "B13", "B14")
BY_WEEK = ("B01", "B02", "B06", "B07", "B10", "B12", "B13", "B14")
BY_EURO = ("B01", "B02", "B03", "B07", "B09", "B10", "B13", "B14")
WITH_CRYPTO = ("B01", "B02", "B07", "B10", "B11", "B13", "B14")
ORDER = ("B01", "B14", "B07", "B02", "B05", "B04", "B10")
BIGGEST_FIRST = ("B05", "B04", "B01", "B14", "B10", "B02", "B07")


def _worth(ids: tuple[str, ...]) -> str:
    return f"(select sum(value_keur) from backlog where item_id in {ids})"


def _waiting(order: tuple[str, ...]) -> str:
    """The cost of an order in thousand euro: each item's cost of delay, times the weeks until it is done."""
    places = ", ".join(f"('{id}', {at})" for at, id in enumerate(order))
    return (
        "(select sum(done * delay_eur_per_week) / 1000.0 from (select delay_eur_per_week, sum(weeks) over "
        f"(order by place rows unbounded preceding) as done from backlog join (values {places}) as queue(item_id, place) "
        "using (item_id)))"
    )


def _plan(id: str, statement: str, value: int, ids: tuple[str, ...]) -> Fact:
    return Fact(id, statement, value, "k EUR", 0, f"select {_worth(ids)}", ("14.2",))


def _order(id: str, statement: str, value: float, order: tuple[str, ...]) -> Fact:
    return Fact(id, statement, value, "k EUR", 0.05, f"select {_waiting(order)}", ("14.3",))


BACKLOG_FACTS = (
    _plan("F20.best", "The best plan for 30 weeks and €150k is worth {value}", 575, BEST),
    _plan("F20.by_value", "The highest value first, a plan is worth {value}", 455, BY_VALUE),
    _plan("F20.by_week", "The most value for a week first, a plan is worth {value}", 530, BY_WEEK),
    _plan("F20.by_euro", "The most value for a euro first, a plan is worth {value}", 465, BY_EURO),
    _plan("F20.with_crypto", "The best plan with payouts in crypto is worth {value}", 470, WITH_CRYPTO),
    Fact(
        "F20.crypto",
        "Payouts in crypto cost a plan {value}",
        105,
        "k EUR",
        0,
        f"select {_worth(BEST)} - {_worth(WITH_CRYPTO)}",
        ("14.2",),
    ),
    Fact(
        "F20.all_weeks",
        "All fourteen items take {value} weeks",
        72,
        "weeks",
        0,
        "select sum(weeks) from backlog",
        ("14.2",),
    ),
    _order("F20.order", "In the best order of the plan waiting costs {value}", 363.8, ORDER),
    _order("F20.biggest_first", "The biggest item first, waiting costs {value}", 490.6, BIGGEST_FIRST),
)
