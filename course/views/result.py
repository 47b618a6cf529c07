"""A query's result on screen: small ones as an accessible table, large ones in a grid that pages, sorts and searches."""

from __future__ import annotations

from html import escape

import ipywidgets as widgets

from course.grade.count import quantity
from course.grade.query.results import Result
from course.views.grid import SHOWN, cell_html, count_line, grid
from course.views.markup import note

PAGE = 25


class ResultArea:
    """Shows one result at a time, always with its row count and the time that it took."""

    def __init__(self) -> None:
        self._html, self._large = widgets.HTML(), widgets.Box()
        self.widget = widgets.VBox([self._html, self._large])

    def show(self, result: Result) -> None:
        """Show a result."""
        if result.row_count <= SHOWN:
            self.say(grid(result.columns, result.types, result.rows, count_line(result.row_count, result.seconds)))
            return
        self._html.value = note(_large_line(result))
        self._large.children = (_large_grid(result),)

    def say(self, html: str) -> None:
        """Show something else instead of the result."""
        self._html.value = html
        self._large.children = ()


def _large_line(result: Result) -> str:
    paging_note = "" if result.complete else f", the first {len(result.rows):,} can be paged through"
    return f"{quantity(result.row_count, 'row')}{paging_note} · {result.seconds * 1000:.0f} ms"


def _large_grid(result: Result) -> widgets.Widget:
    import pandas as pd
    from itables.widget import ITable

    cells = [[cell_html(value, kind) for value, kind in zip(row, result.types, strict=True)] for row in result.rows]
    names = [
        f"{escape(name)}{' ' * position}" for position, name in enumerate(result.columns)
    ]  # two columns may share a name
    frame = pd.DataFrame(cells, columns=names)
    numbers = [position for position, family in enumerate(result.families) if family == "number"]
    texts = [position for position in range(len(names)) if position not in numbers]
    return ITable(
        df=frame,
        showIndex=False,
        pageLength=PAGE,
        classes="compact row-border nowrap",
        style="width:auto;margin:0",
        allow_html=True,  # every cell and name is escaped above; only the mark of NULL is HTML
        columnDefs=[
            {"targets": numbers, "className": "dt-right", "type": "html-num-fmt"},
            {"targets": texts, "className": "dt-left", "type": "html"},
        ],
        maxBytes=0,
    )
