"""The join demo: row counts and a sum before and after each join of a chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import ipywidgets as widgets

from course.case.schema import Table
from course.case.tables import TABLES
from course.views.dashboard.reading import ask
from course.views.demo import Demo, Part, Row, action
from course.views.demos.joins.chain import Chain, Link, Step, amounts, filters, links
from course.views.demos.joins.measure import Measure, Run, latest_months, measure
from course.views.demos.joins.picture import code, sentences, table

KINDS = (("inner: rows that find a partner", False), ("left: all rows so far", True))


class Joins(Demo):
    """What joins do to the number of rows and to a sum."""

    title = "What a join does to the rows"
    restart = ("Start again", "Go back to the example")

    def __init__(self, tables: Sequence[Table] = TABLES, run: Run = ask):
        self.tables, self.run = {table.name: table for table in tables}, cache(run)

    def make_controls(self) -> Sequence[Row]:
        self.chain = example(tuple(self.tables.values()))
        self.base = _choice("Start with", list(self.tables), self.chain.base.name)
        self.link, self.left = _choice("Join", []), _choice("Keep", KINDS)
        self.add = action("Add join", "Join this table to the rows so far", self._add, primary=True)
        self.remove = action("Remove last", "Take the last join away", self._remove)
        self.start = widgets.HBox().add_class("course-controls")
        self.follow(self.base)
        self._make_start_controls()
        self._offer_links()
        return [self.start, [self.link, self.left], [self.add, self.remove]]

    def picture(self) -> Sequence[Part]:
        return [table(self.chain, self._measures, tuple(self.tables.values())), code(self.chain)]

    def sentence(self) -> str:
        return sentences(self.chain, self._measures, tuple(self.tables.values()))[-1]

    def changed(self, control: widgets.Widget) -> None:
        if control is self.base:
            base = self.tables[self.base.value]
            self.chain = Chain(base, amount=next(iter(amounts(base)), None))
            self._make_start_controls()
        elif control is self.where:
            self.chain = replace(self.chain, filter=self.where.value)
        elif control is self.amount:
            self.chain = replace(self.chain, amount=self.amount.value)
        else:
            return  # which join comes next shows nothing until it is added
        self.refresh()

    def refresh(self) -> None:
        self._offer_links()
        super().refresh()

    def reset(self) -> None:
        self.chain = example(tuple(self.tables.values()))
        with self.settling():
            self.base.value, self.left.value = self.chain.base.name, False
        self._make_start_controls()
        self.refresh()

    @property
    def _measures(self) -> list[Measure]:
        return [measure(stage, self.run) for stage in self.chain.stages]

    def _add(self) -> None:
        self.chain = replace(self.chain, steps=(*self.chain.steps, Step(self.link.value, self.left.value)))
        self.refresh()

    def _remove(self) -> None:
        self.chain = replace(self.chain, steps=self.chain.steps[:-1])
        self.refresh()

    def _offer_links(self) -> None:
        """The joins that can come next."""
        next_links = links(self.chain, tuple(self.tables.values()))
        self.link.options = [(f"{link.table} on {link.condition}", link) for link in next_links]
        self.link.value = next_links[0] if next_links else None
        self.add.disabled = self.link.disabled = self.left.disabled = not next_links
        self.remove.disabled = not self.chain.steps

    def _make_start_controls(self) -> None:
        """The controls that depend on the first table."""
        base = self.chain.base
        conditions = [(row_filter.label, row_filter) for row_filter in filters(base, latest_months(base, self.run))]
        self.where = _choice("Where", conditions, self.chain.filter)
        self.amount = _choice("Add up", amounts(base), self.chain.amount)
        self.follow(self.where)
        self.follow(self.amount)
        self.start.children = [self.base, self.where, self.amount] if amounts(base) else [self.base, self.where]


def example(tables: Sequence[Table]) -> Chain:
    """The chain of module 5: November's payments, their attempts, and their merchants."""
    base = next(table for table in tables if table.name == "payments")
    chain = Chain(base, filters(base, ["2025-11"])[1], "amount_cents")
    for name in ("payment_attempts", "merchants"):
        chain = replace(chain, steps=(*chain.steps, Step(_link(chain, tables, name))))
    return chain


def _link(chain: Chain, tables: Sequence[Table], name: str) -> Link:
    return next(link for link in links(chain, tables) if link.table == name)


def _choice(label: str, options, value=None) -> widgets.Dropdown:
    return widgets.Dropdown(description=label, options=options, **({} if value is None else {"value": value}))


DEMO = Joins
