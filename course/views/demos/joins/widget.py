"""The join demo on screen: choose a first table, add joins, and see what each does to the rows and to a sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import ipywidgets as widgets

from course.case.schema import Table
from course.views.companion import Companion
from course.views.demos.joins.chain import Chain, Link, Step, amounts, filters, links
from course.views.demos.joins.measure import Run, latest_months, measure
from course.views.demos.joins.picture import code, sentences, sheet, table
from course.views.frame import button, problem_html
from course.views.twin import style

KINDS = (("inner: rows that find a partner", False), ("left: all rows so far", True))
HEAD = '<div class="course-head"><strong class="course-title">What a join does to the rows</strong></div>'


class Joins:
    """The demo over these tables, starting with ``example``. ``run`` answers queries on the practice data."""

    def __init__(self, tables: Sequence[Table], run: Run, example: Chain):
        self.tables, self.chain, self._example = {each.name: each for each in tables}, example, example
        self._run = cache(run)
        self._base = _choice("Start with", list(self.tables), example.base.name)
        self._next, self._left = _choice("Join", []), _choice("Keep", KINDS)
        self._add = button("Add join", "Join this table to the rows so far", primary=True)
        self._remove = button("Remove last", "Take the last join away")
        self._reset = button("Start again", "Go back to the example")
        self._start = widgets.HBox().add_class("course-controls")
        self._steps, self._code, self._companion = widgets.HTML(), widgets.HTML(), Companion()
        self._base.observe(lambda change: self._begin(change.new), "value")
        self._add.on_click(lambda _: self.add(self._next.value, self._left.value))
        self._remove.on_click(lambda _: self._show(replace(self.chain, steps=self.chain.steps[:-1])))
        self._reset.on_click(lambda _: self.reset())
        self.widget = self._frame()
        self.reset()
        self._companion.announcement = ""

    def add(self, link: Link, left: bool) -> None:
        """Join one more table."""
        self._show(replace(self.chain, steps=(*self.chain.steps, Step(link, left))))

    def reset(self) -> None:
        """Show the example."""
        self.chain = self._example
        self._base.value = self._example.base.name
        self._ask_about_start()
        self._show(self._example)

    def _begin(self, name: str) -> None:
        if name == self.chain.base.name:
            return
        self.chain = Chain(self.tables[name], amount=next(iter(amounts(self.tables[name])), None))
        self._ask_about_start()
        self._show(self.chain)

    def _show(self, chain: Chain) -> None:
        """Measure the chain and show its steps, its SQL and the joins that can come next."""
        self.chain = chain
        self._offer()
        self._code.value = code(chain)
        tables = tuple(self.tables.values())
        try:
            measures = [measure(stage, self._run) for stage in chain.stages]
        except Exception as error:  # a chain that takes too long stays, so that its last join can be removed
            self._steps.value, self._companion.announcement = problem_html(error), str(error)
        else:
            self._steps.value = table(chain, measures, tables)
            self._companion.announcement = sentences(chain, measures, tables)[-1]

    def _offer(self) -> None:
        offered = links(self.chain, tuple(self.tables.values()))
        self._next.options = [(f"{link.table} on {link.condition}", link) for link in offered]
        self._next.value = offered[0] if offered else None
        self._add.disabled = self._next.disabled = self._left.disabled = not offered
        self._remove.disabled = not self.chain.steps

    def _ask_about_start(self) -> None:
        """Make the controls that depend on the first table anew, so that filling them is no change of the learner's."""
        base = self.chain.base
        conditions = [(each.label, each) for each in filters(base, latest_months(base, self._run))]
        where = _choice("Where", conditions, self.chain.filter)
        where.observe(lambda change: self._show(replace(self.chain, filter=change.new)), "value")
        amount = _choice("Add up", amounts(base), self.chain.amount)
        amount.observe(lambda change: self._show(replace(self.chain, amount=change.new)), "value")
        self._start.children = [self._base, where, amount] if amounts(base) else [self._base, where]

    def _frame(self) -> widgets.VBox:
        head = widgets.HTML(f"{style()}<style>{sheet()}</style>{HEAD}")
        join = widgets.HBox([self._next, self._left]).add_class("course-controls")
        actions = widgets.HBox([self._add, self._remove, self._reset]).add_class("course-actions")
        parts = [head, self._start, join, actions, self._steps, self._code, self._companion]
        return widgets.VBox(parts).add_class("course-frame").add_class("course-joins")


def _choice(label: str, options, value=None) -> widgets.Dropdown:
    return widgets.Dropdown(description=label, options=options, **({} if value is None else {"value": value}))
