"""The schema explorer on screen: search, tables by team, the diagram, and one table in detail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

import anywidget
import ipywidgets as widgets
import traitlets

from course.case.schema import Table
from course.grade.query.results import Result
from course.views.companion import Companion
from course.views.demos.explorer.details import details, heading, introduction, title
from course.views.demos.explorer.diagram import LEGEND, diagram, sheet
from course.views.demos.explorer.search import Match, search
from course.views.twin import style

FIRST = "payments"


class Diagram(anywidget.AnyWidget):
    """The entity diagram; ``chosen`` is the table whose box was clicked."""

    _esm = Path(__file__).with_name("diagram.js")
    svg = traitlets.Unicode().tag(sync=True)
    chosen = traitlets.Unicode().tag(sync=True)


class Explorer:
    """The explorer over these tables, with the number of rows and the sample rows of each."""

    def __init__(self, tables: Sequence[Table], counts: Mapping[str, int], samples: Mapping[str, Result]):
        self.tables, self.counts, self.samples = {table.name: table for table in tables}, counts, samples
        self._buttons = {table.name: self._button(table) for table in tables}
        self._search = widgets.Text(
            description="Search", placeholder="a table, a column, a meaning, a unit", continuous_update=True
        ).add_class("course-search")
        self._search.observe(lambda change: self._searched(change.new), "value")
        self._found, self._index = widgets.HTML(), widgets.VBox().add_class("course-index")
        self._diagram = Diagram()
        self._diagram.observe(lambda change: self.choose(change.new), "chosen")
        self._chosen, self._details = widgets.HTML().add_class("course-chapter"), widgets.HTML()
        self._companion = Companion()
        head = widgets.HTML(f"{style()}<style>{sheet()}</style>{title(tables, counts)}")
        legend = widgets.HTML(f'<p class="course-note">{LEGEND}</p>')
        parts = [head, self._search, self._found, self._index, self._chosen, self._diagram, legend, self._details]
        self.widget = widgets.VBox([*parts, self._companion]).add_class("course-frame").add_class("course-explorer")
        self._searched("")
        self.choose(FIRST if FIRST in self.tables else tables[0].name)
        self._companion.announcement = ""

    def choose(self, name: str) -> None:
        """Show one table and its neighbours."""
        table = self.tables[name]
        tables = tuple(self.tables.values())
        self._diagram.chosen, self._diagram.svg = name, diagram(tables, self.counts, name)
        self._chosen.value = heading(table, self.counts[name]) + introduction(table, tables)
        self._details.value = details(table, self.samples[name])
        for each, button in self._buttons.items():
            (button.add_class if each == name else button.remove_class)("course-chosen")
        self._companion.announcement = f"{name}: one row is {table.grain}. {self.counts[name]:,} rows."

    def _button(self, table: Table) -> widgets.Button:
        label = f"{table.name} · {self.counts[table.name]:,}"
        button = widgets.Button(description=label, tooltip=f"Show {table.name}: one row is {table.grain}")
        button.on_click(lambda _: self.choose(table.name))
        return button

    def _searched(self, query: str) -> None:
        if not query.strip():
            self._found.value = ""
            self._index.children = self._by_team()
            return
        found = search(tuple(self.tables.values()), query)
        words = _found_words(len(found), query)
        self._found.value = f'<p class="course-note">{escape(words)}</p>'
        self._index.children = [self._line(match) for match in found]
        self._companion.announcement = words

    def _by_team(self) -> list[widgets.Widget]:
        owners = dict.fromkeys(table.owner for table in self.tables.values())
        return [self._team(owner) for owner in owners]

    def _team(self, owner: str) -> widgets.Widget:
        name = widgets.HTML(f'<span class="course-team">{escape(owner)}</span>')
        buttons = [self._buttons[table.name] for table in self.tables.values() if table.owner == owner]
        return widgets.HBox([name, widgets.HBox(buttons).add_class("course-tables")]).add_class("course-row")

    def _line(self, match: Match) -> widgets.Widget:
        columns = ", ".join(match.columns) or "in the description of the table"
        where = widgets.HTML(f'<span class="course-note">{escape(columns)}</span>')
        return widgets.HBox([self._buttons[match.table], where]).add_class("course-row")


def _found_words(count: int, query: str) -> str:
    if not count:
        return f"No table mentions “{query.strip()}”. Try one word, such as cents, country or retry."
    return f"1 table mentions “{query.strip()}”." if count == 1 else f"{count} tables mention “{query.strip()}”."
