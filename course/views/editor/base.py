"""What every editor has: its traits, and the events run and check."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Dict, Enum, HasTraits, Int, List, Unicode, validate

if TYPE_CHECKING:
    from course.case.schema import Table

Callback = Callable[[str], object]


class Editor(HasTraits):
    """A field for a query or a document, used in the same way whatever shows it.

    ``schema`` feeds the completion, see `completion_schema`; for Markdown it is ``{"facts": [{"label", "detail",
    "apply"}], "steps": [{"label", "detail"}]}``. ``label`` is the accessible name. ``rows`` is the height
    in lines. ``diagnostics`` holds ``{"from", "to", "severity", "message"}``: places in characters of ``value``,
    severity error, warning or info. A new list is shown and announced.
    """

    value = Unicode(help="the text")
    dialect = Enum(("duckdb", "kql", "markdown"), "duckdb")
    schema = Dict()
    label = Unicode("SQL query")
    rows = Int(8, min=1)
    placeholder = Unicode()
    diagnostics = List(Dict())
    read_only = Bool(False)

    def __init__(self, **traits: object) -> None:
        self._run = CallbackDispatcher()
        self._check = CallbackDispatcher()
        super().__init__(**traits)

    @validate("value")
    def _with_plain_line_ends(self, proposal: dict) -> str:
        # Browsers know "\n" only: the text would seem changed as soon as it is shown.
        return proposal["value"].replace("\r\n", "\n").replace("\r", "\n")

    def on_run(self, callback: Callback, remove: bool = False) -> None:
        """Calls ``callback(text)`` whenever the learner asks to run the query."""
        self._run.register_callback(callback, remove)

    def on_check(self, callback: Callback, remove: bool = False) -> None:
        """Calls ``callback(text)`` whenever the learner asks to check the answer."""
        self._check.register_callback(callback, remove)

    def insert(self, text: str) -> None:
        """Put a text where the cursor is; at the end, if no cursor is known."""
        self.value = f"{self.value}{text}"

    def select(self, start: int, length: int) -> None:
        """Go to a place, in characters of ``value``; nothing happens if no cursor is known."""

    def run(self) -> None:
        """Asks to run the query, for a button beside the editor."""
        self._run(self.value)

    def check(self) -> None:
        """Asks to check the answer, for a button beside the editor."""
        self._check(self.value)


def completion_schema(tables: Iterable[Table]) -> dict[str, dict]:
    """What `Editor.schema` needs to know about tables: what a row is, and the columns with their types and meanings."""
    return {table.name: {"meaning": table.grain, "columns": _columns(table)} for table in tables}


def _columns(table: Table) -> list[dict[str, str]]:
    return [{"name": column.name, "type": column.type, "meaning": column.meaning} for column in table.columns]
