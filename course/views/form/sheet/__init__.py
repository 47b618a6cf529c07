"""A sheet: a grid with letters and numbers at its edges, a box in each cell that is asked, values beside the formulas."""

from __future__ import annotations

from html import escape
from itertools import groupby

from course.grade.form.field import field_kind, part_of
from course.grade.form.sheets.layout import computed, inputs, tried
from course.grade.formulas import Place, place
from course.grade.formulas.parse import letters
from course.views.form.field import OPEN


def data(settings: dict, right: dict) -> dict:
    """The rows from top to foot: what is in each cell, and which rows are folded away under which label."""
    named = {address: name for name, address in inputs(settings).items()}
    live = set(computed(settings))
    cells = {place(address): text for address, text in settings["cells"].items()}
    places = {*cells, *map(place, settings["asks"]), *map(place, live)}
    width, depth = max(each.column for each in places), max(each.row for each in places)

    def cell(at: Place) -> dict:
        address = str(at)
        if address in settings["asks"]:
            return {"at": address, "ask": settings["asks"][address]}
        if address in named:
            return {"at": address, "input": str(cells[at]), "name": named[address]}
        if address in live:
            return {"at": address, "live": True}
        return {"at": address, "text": str(cells.get(at, ""))}

    lines = [
        {
            "row": row,
            "cells": [cell(Place(row, column)) for column in range(1, width + 1)],
            "fold": _fold(settings, row),
        }
        for row in range(1, depth + 1)
    ]
    blocks = [{"fold": fold, "lines": list(group)} for fold, group in groupby(lines, key=lambda line: line["fold"])]
    return {"letters": [letters(column) for column in range(1, width + 1)], "blocks": blocks}


def html(settings: dict, answer: dict) -> str:
    """What was typed in each cell, and what it comes to; then the inputs in which other values were tried."""
    values = {path[0]: value for path, value in field_kind("sheet").notes(settings, answer)}
    rows = "".join(
        f'<tr><th scope="row">{escape(address)}</th><td class="course-wrap">{escape(label)}</td>'
        f"<td><code>{escape(str(part_of(answer, address) or OPEN))}</code></td>"
        f'<td class="course-number">{escape(values.get(address, OPEN))}</td></tr>'
        for address, label in settings["asks"].items()
    )
    head = "".join(f'<th scope="col">{escape(label)}</th>' for label in ("Cell", "What it holds", "Formula", "Value"))
    others = ", ".join(f"{name} {value:,.6g}" for name, value in tried(settings, answer).items())
    note = (
        f"<p>Values with other inputs: {escape(others)}. What is judged are the formulas, with the given inputs and with others.</p>"
        if others
        else ""
    )
    return f'<table class="course-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{note}'


def _fold(settings: dict, row: int) -> str:
    return next((label for first, last, label in settings["folds"] if first <= row <= last), "")
