"""The schema: what the tables contain, how they are connected, and what their rows look like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path

import anywidget
import ipywidgets as widgets
import traitlets

from course.case.schema import Table
from course.case.tables import TABLES
from course.grade.count import agree, quantity
from course.grade.query.results import Result
from course.views.dashboard.reading import ask
from course.views.demo import Demo, Part, Row, action
from course.views.demos.schema.details import counts_sql, details, folded_details, heading, introduction, sample_sql
from course.views.demos.schema.diagram import LEGEND, diagram, picture
from course.views.demos.schema.search import Match, search
from course.views.markup import note

FIRST = "payments"
Contents = tuple[Mapping[str, int], Mapping[str, Result]]


class Diagram(anywidget.AnyWidget):
    """The entity diagram; ``chosen`` is the table whose box was clicked."""

    _esm = Path(__file__).with_name("diagram.js")
    svg = traitlets.Unicode().tag(sync=True)
    chosen = traitlets.Unicode().tag(sync=True)


def read(tables: Sequence[Table]) -> Contents:
    """The number of rows of each table of the practice data, and its first rows by key."""
    return dict(ask(counts_sql(tables)).rows), {table.name: ask(sample_sql(table)) for table in tables}


class Schema(Demo):
    """The tables of the practice data, to search and to look at. ``first`` is the table that is shown at first."""

    title = "The tables of Mandaro"
    called = "tables"
    restart = ("Start again", "Take the search away and show the first table")

    def __init__(
        self, first: str = FIRST, tables: Sequence[Table] = TABLES, read: Callable[[Sequence[Table]], Contents] = read
    ):
        self.tables, self._read = {table.name: table for table in tables}, read
        self._first = first if first in self.tables else next(iter(self.tables))

    @property
    def meta(self) -> str:
        return f"{len(self.tables)} tables · {sum(self.counts.values()):,} rows"

    def make_controls(self) -> Sequence[Row]:
        self.counts, self.samples = self._read(self._all)
        self.chosen = self._first
        self.buttons = {table.name: self._button(table) for table in self._all}
        self.search = widgets.Text(
            description="Search", placeholder="a table, a column, a meaning, a unit", continuous_update=True
        ).add_class("course-search")
        self.matches, self.index = widgets.HTML(), widgets.VBox(self._by_team()).add_class("course-index")
        self.diagram = Diagram()
        self.diagram.observe(lambda change: self.choose(change.new), "chosen")
        self._mark_chosen()
        return [self.search, self.matches, self.index]

    def picture(self) -> Sequence[Part]:
        table = self.tables[self.chosen]
        heading_html = heading(table, self.counts[self.chosen]) + introduction(table, self._all)
        return [
            f'<div class="course-chapter">{heading_html}</div>',
            self.diagram,
            f'<div class="course-legend">{note(LEGEND)}</div>',
            details(table, self.samples[self.chosen]),
        ]

    def sentence(self) -> str:
        return f"{self.chosen}: one row is {self.tables[self.chosen].grain}. {self.counts[self.chosen]:,} rows."

    def still(self) -> Sequence[Part]:
        all_details = [
            folded_details(table, self._all, self.counts[table.name], self.samples[table.name]) for table in self._all
        ]
        return [picture(self._all, self.counts), note(LEGEND), *all_details]

    def changed(self, control: widgets.Widget) -> None:
        """Another search narrows the list; the chosen table stays."""
        self._list()

    def choose(self, name: str) -> None:
        """Show one table and its neighbours."""
        if name == self.chosen:  # the diagram shows it already
            return
        self.chosen = name
        self._mark_chosen()
        self.refresh()

    def reset(self) -> None:
        with self.settling():
            self.search.value = ""
        self.chosen = self._first
        self._list()
        self._mark_chosen()
        self.refresh()

    @property
    def _all(self) -> tuple[Table, ...]:
        return tuple(self.tables.values())

    def _mark_chosen(self) -> None:
        """Let the diagram and the list show which table is chosen."""
        self.diagram.chosen, self.diagram.svg = self.chosen, diagram(self._all, self.counts, self.chosen)
        for name, button in self.buttons.items():
            (button.add_class if name == self.chosen else button.remove_class)("course-chosen")

    def _button(self, table: Table) -> widgets.Button:
        label = f"{table.name} · {self.counts[table.name]:,}"
        return action(label, f"Show {table.name}: one row is {table.grain}", lambda: self.choose(table.name))

    def _list(self) -> None:
        """List the tables that the search leads to; without one, all by their teams."""
        query = self.search.value
        if not query.strip():
            self.matches.value, self.index.children = "", self._by_team()
            return
        matches = search(self._all, query)
        words = _in_words(len(matches), query)
        self.matches.value, self.index.children = note(words), [self._line(match) for match in matches]
        self.announce(words)

    def _by_team(self) -> list[widgets.Widget]:
        return [self._team(owner) for owner in dict.fromkeys(table.owner for table in self._all)]

    def _team(self, owner: str) -> widgets.Widget:
        name = widgets.HTML(f'<span class="course-team">{escape(owner)}</span>')
        buttons = [self.buttons[table.name] for table in self._all if table.owner == owner]
        return widgets.HBox([name, widgets.HBox(buttons).add_class("course-tables")]).add_class("course-row")

    def _line(self, match: Match) -> widgets.Widget:
        columns = ", ".join(match.columns) or "in the description of the table"
        columns_html = widgets.HTML(f'<span class="course-note">{escape(columns)}</span>')
        return widgets.HBox([self.buttons[match.table], columns_html]).add_class("course-row")


def _in_words(count: int, query: str) -> str:
    if not count:
        return f"No table mentions “{query.strip()}”. Try one word, such as cents, country or retry."
    return f"{quantity(count, 'table')} {agree(count, 'mentions')} “{query.strip()}”."


DEMO = Schema
