"""A sheet with a learner's formulas in it: which cells are inputs, which are computed, and what they show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from course.grade.form.field import part_of
from course.grade.formulas import FormulaError, Grid, Place, place
from course.grade.formulas.grid import OPEN, is_number

MOST_SHOWN = 24  # characters of a text that a sentence quotes
GROUPS = str.maketrans("", "", ",'’\u00a0\u202f")
Formulas = dict[str, str]
Scenario = dict[str, float]  # inputs by name, with other values than those that are shown


def typed(settings: Mapping, answer: object) -> Formulas:
    """What is in the cells that are asked, and can be a formula."""
    texts = {address: part_of(answer, address) for address in settings["asks"]}
    return {address: text for address, text in texts.items() if isinstance(text, str) and text.strip()}


def inputs(settings: Mapping) -> dict[str, str]:
    """The named cells that hold a number: their addresses by name."""
    return {name: at for name, at in settings["names"].items() if is_numeral(settings["cells"].get(at))}


def computed(settings: Mapping) -> list[str]:
    """The cells that hold a formula, given or asked, and all that they fill."""
    starts = [*settings["asks"], *(at for at, text in settings["cells"].items() if str(text).startswith("="))]
    return [str(cell) for at in starts for cell in filled(at, settings["fill"].get(at, at))]


def filled(first: str, last: str) -> list[Place]:
    """The cells from one corner to the other.

    >>> [str(cell) for cell in filled("B2", "C3")]
    ['B2', 'C2', 'B3', 'C3']
    """
    start, end = place(first), place(last)
    return [Place(row, column) for row in range(start.row, end.row + 1) for column in range(start.column, end.column + 1)]  # fmt: skip


def tried(settings: Mapping, answer: object) -> Scenario:
    """The inputs in which a learner tries other values; they change what is shown and never what is judged."""
    given = {name: part_of(answer, at) for name, at in inputs(settings).items()}
    values = {name: _number(text) for name, text in given.items() if is_numeral(text)}
    return {name: value for name, value in values.items() if value is not None}


def results(settings: Mapping, answer: object, addresses: Mapping[str, str]) -> dict[str, float]:
    """The numbers in some cells of a learner's sheet, by the names under which they are asked for; without errors."""
    grid, found = with_formulas(settings, typed(settings, answer), {}), {}
    for name, address in addresses.items():
        try:
            value = grid.value(address)
        except FormulaError:
            continue
        if isinstance(value, float | int):
            found[name] = float(value)
    return found


def shown(value: object) -> str:
    """A value as a sheet shows it.

    >>> shown(1133000.0), shown(-36000.0), shown(0.0094887), shown("buy"), shown(12.5)
    ('1,133,000', '−36,000', '0.009489', 'buy', '12.5')
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return {True: "TRUE", False: "FALSE"}.get(value, "" if value is None else str(value))  # type: ignore[call-overload]
    size = abs(value)
    text = f"{size:,.0f}" if size >= 1000 else f"{size:.4g}" if size else "0"
    return f"{'−' if value < 0 else ''}{text}"


def is_numeral(text: object) -> bool:
    return isinstance(text, int | float) or (isinstance(text, str) and is_number(text.translate(GROUPS)))


def _number(text: object) -> float | None:
    """A typed number; None for one that is too long or too large to be computed with."""
    try:
        return float(Grid({"A1": _content(text)}, {}, {}).value("A1") or 0)
    except FormulaError:
        return None


def _content(text: object) -> object:
    return text.translate(GROUPS) if isinstance(text, str) and is_numeral(text) else text


def with_formulas(settings: Mapping, formulas: Formulas, scenario: Scenario) -> Grid:
    """The sheet with these formulas in it, and with other inputs. What is no formula counts as an error."""
    entries = {at: _entry(formulas.get(at)) for at in settings["asks"]}
    others = {settings["names"][name]: value for name, value in scenario.items()}
    return _given(json.dumps([settings["cells"], settings["fill"], settings["names"]])).changed({**others, **entries})


@lru_cache(maxsize=16)
def _given(sheet: str) -> Grid:
    """The sheet as it is given, as JSON of its cells, what they fill, and names: the same for every answer."""
    cells, fill, names = json.loads(sheet)
    return Grid({at: _content(_without_sign(text)) for at, text in cells.items()}, fill, names)


def _without_sign(text: object) -> object:
    """A heading without the sign that makes it one."""
    return text.removeprefix("# ") if isinstance(text, str) else text


def _entry(text: str | None) -> object:
    """What a learner's text puts into a cell."""
    if text is None or not text.strip():
        return OPEN
    if text.lstrip().startswith("=") or is_numeral(text):
        return _content(text.strip())
    return FormulaError(f"“{shortened(text)}” is no formula: a formula begins with “=”")


def shortened(text: str) -> str:
    """The beginning of a text."""
    text = " ".join(text.split())
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
