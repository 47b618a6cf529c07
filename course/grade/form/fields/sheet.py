"""A small spreadsheet: cells that take formulas, judged by what they come to, also for inputs that are not shown."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from typing import Any

from course.grade.count import agree
from course.grade.form.field import Field, FieldKind, Note, part_of
from course.grade.form.mark import Mark
from course.grade.form.sources import FindRows
from course.grade.formulas import FormulaError, Grid, Place, parse, place
from course.grade.formulas.grid import OPEN, is_number
from course.grade.formulas.parse import Cell, Name, Node, Span
from course.keys.key import AuthorError

NEAR = 1e-8  # relative: formulas are exact
ROUNDED = 0.01  # relative: how far a right number that was typed is from the exact one, at most
MOST_SHOWN = 24  # characters of a text that a sentence quotes
GROUPS = str.maketrans("", "", ",'’\u00a0\u202f")
FACTORS = {
    -1.0: "the size is right and the sign is not: money that goes out is negative here",
    100.0: "it is 100 times too large: 3% is 0.03",
    0.01: "it is 100 times too small: the input is a share already",
    12.0: "it is 12 times too large: a month is a twelfth of a year",
    1 / 12: "it is 12 times too small: it is a month's figure already",
    2.0: "it is twice what it should be: is something in it counted twice?",
    0.5: "it is half of what it should be: is half of it left out?",
    1000.0: "it is 1,000 times too large: everything here is in euro",
    0.001: "it is 1,000 times too small: everything here is in euro",
}
Formulas = dict[str, str]
Scenario = dict[str, float]  # inputs by name, with other values than those that are shown


@dataclass(frozen=True, kw_only=True)
class Sheet(Field):
    """A sheet of ``cells``: texts, numbers and formulas by address. ``asks`` names the cells to fill in, by address.

    ``right`` holds a formula for each of these; ``fill`` says for a cell up to which one it is filled down and right.
    ``names`` calls cells by name; those with a number are inputs, in which learners may try other values, and ``others``
    gives for each input the value with which answers are judged again, so that a typed number is found out. A cell is
    right if it comes to what the reference does, or would among the reference's other cells: errors do not spread.
    ``blank`` {range: input} says which cells show nothing while an input is 0. A text that begins with “# ” is a heading. ``folds`` lists (first row, last row, label) of rows that are folded away. Wrong value: {address: wrong formula}.
    """

    kind: str = "sheet"
    cells: dict[str, Any] = field(default_factory=dict)
    asks: dict[str, str] = field(default_factory=dict)
    fill: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    others: dict[str, float] = field(default_factory=dict)
    folds: tuple = ()
    blank: dict[str, str] = field(default_factory=dict)

    hidden = ("others",)


class SheetKind(FieldKind):
    """Right is {"formulas": by address, "scenarios": inputs with which each cell is compared}; wrong is formulas."""

    Field = Sheet

    def right(self, field: Sheet, find_rows: FindRows) -> dict:
        """Raises AuthorError for a reference that cannot be computed, and for inputs without another value."""
        formulas, settings = dict(field.right or {}), field.settings
        if list(formulas) != list(field.asks):
            raise AuthorError(f"Field “{field.id}”: `right` and `asks` must name the same cells in the same order.")
        strange = set(field.others) ^ set(inputs(settings))
        if strange:
            raise AuthorError(f"Field “{field.id}”: the input “{sorted(strange)[0]}” needs one value in `others`.")
        scenarios: list[Scenario] = [{}, *({name: value} for name, value in field.others.items()), dict(field.others)]
        reference = _Trial(settings, formulas, scenarios)
        for address in formulas:
            if problem := reference.error(address):
                raise AuthorError(f"Field “{field.id}”: {address} of the reference: {problem}.")
            if not reference.moves(address):
                raise AuthorError(f"Field “{field.id}”: {address} of the reference depends on no input.")
        return {"formulas": formulas, "scenarios": scenarios}

    def clean(self, settings: dict, answer: object) -> Formulas | None:
        """What is in the cells that are asked, and can be a formula."""
        texts = {address: part_of(answer, address) for address in settings["asks"]}
        return {address: text for address, text in texts.items() if isinstance(text, str) and text.strip()} or None

    def judge(self, settings: dict, right: dict, answer: object) -> Mark:
        own = self.clean(settings, answer) or {}
        trial, reference = (_trial(settings, each, right["scenarios"]) for each in (own, right["formulas"]))
        problems = {address: _problem(trial, reference, address) for address in own}
        if len(own) == len(settings["asks"]) and not any(problems.values()):  # each right alone, but round in a circle
            problems = {address: str(trial.error(address) or "") for address in own}
        wrong = next((address for address in settings["asks"] if problems.get(address)), "")
        total, hits = len(settings["asks"]), sum(not problem for problem in problems.values())
        label = f"{wrong} (“{settings['asks'][wrong]}”)" if wrong else ""
        reason = f"{hits} of {total} cells {agree(hits)} right. {label}: {problems[wrong]}" if wrong else ""
        return Mark(hits, total, len(own), reason=reason)

    def reference(self, settings: dict, right: dict) -> Formulas:
        return dict(right["formulas"])

    def guess(self, settings: dict, right: dict, random: Random) -> Formulas:
        """Two inputs and a sign between them."""
        names = list(settings["names"])

        def formula() -> str:
            return f"={random.choice(names)}{random.choice('+-*/')}{random.choice(names)}"

        return {address: formula() for address in settings["asks"]}

    def mistake(self, settings: dict, right: dict, value: object, find_rows: FindRows) -> Formulas:
        """Wrong formulas. Raises AuthorError for cells that are not asked, and for what cannot be computed."""
        wrong = dict(value) if isinstance(value, dict) else {}
        strange = [address for address in wrong if address not in settings["asks"]]
        if strange or not wrong:
            raise AuthorError(f"A mistake in a sheet is {{cell: formula}}; {strange[:1]} is not asked.")
        trial = _Trial(settings, {**right["formulas"], **wrong}, [{}])
        for address in wrong:
            if problem := trial.error(address):
                raise AuthorError(f"A mistake's formula in {address}: {problem}.")
        return wrong

    def distance(self, settings: dict, right: dict, wrong: Formulas, answer: object) -> float | None:
        """0 if the cells come to what the wrong formulas come to, among the reference's other cells."""
        own = self.clean(settings, answer) or {}
        if any(address not in own for address in wrong):
            return None
        reference = _trial(settings, right["formulas"], right["scenarios"])
        trial = _put_into(reference, {address: own[address] for address in wrong})
        if any(trial.error(address) for address in wrong):
            return None
        mistaken = _put_into(reference, wrong)
        return 0.0 if all(trial.agrees(mistaken, address) for address in wrong) else None

    def mistaken(self, settings: dict, right: dict, wrong: Formulas) -> Formulas:
        return {**right["formulas"], **wrong}

    def slips(self, settings: dict, right: dict) -> Iterator[Formulas]:
        """In one cell: the value typed instead of computed, the other sign, a hundred times and half of it."""
        formulas = right["formulas"]
        for address, formula in formulas.items():
            typed = _Trial(settings, formulas, [{}]).values(address)[0]
            body = formula.removeprefix("=")
            for slip in (f"{typed!r}", f"=-({body})", f"=100*({body})", f"=({body})/2"):
                yield {**formulas, address: slip}

    def notes(self, settings: dict, answer: object) -> Iterator[Note]:
        """What each cell that is computed comes to, or why it does not."""
        grid = _grid(settings, self.clean(settings, answer) or {}, tried(settings, answer))
        for address in inputs(settings).values():
            text = part_of(answer, address)
            if isinstance(text, str) and text.strip() and not _is_number(text):
                yield (address,), "no number, so the given one is used"
        empty = _blank(settings, grid)
        for address in computed(settings):
            if address in empty:
                yield (address,), ""
                continue
            text = part_of(answer, address)
            if address not in settings["asks"]:
                yield (address,), _value_note(grid, address)
            elif isinstance(text, str) and text.strip():
                yield (address,), _asked_note(grid, address, settings["fill"].get(address, address))


def _blank(settings: Mapping, grid: Grid) -> set[str]:
    """The cells that show nothing, because the input on which they hang is 0."""
    spans = [span.split(":") for span, switch in settings.get("blank", {}).items() if grid.value(switch) == 0]
    return {str(cell) for first, last in spans for cell in filled(first, last)}


def _value_note(grid: Grid, address: str) -> str:
    """What a cell comes to that nobody fills in by itself."""
    try:
        return shown(grid.value(address))
    except FormulaError as error:
        return "" if "still open" in str(error) else "error"


def _asked_note(grid: Grid, address: str, last: str) -> str:
    """What a formula comes to in its own cell, and the first error in those that it fills."""
    for cell in filled(address, last):
        try:
            grid.value(str(cell))
        except FormulaError as error:
            sentence = "" if "still open" in str(error) else f"{error}{'' if str(error).endswith('?') else '.'}"
            here = _value_note(grid, address)
            return sentence if str(cell) == address or not sentence else f"{here}, and in {cell}: {sentence}"
    return shown(grid.value(address))


def inputs(settings: Mapping) -> dict[str, str]:
    """The named cells that hold a number: their addresses by name."""
    return {name: at for name, at in settings["names"].items() if _is_number(settings["cells"].get(at))}


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
    values = {name: _number(text) for name, text in given.items() if _is_number(text)}
    return {name: value for name, value in values.items() if value is not None}


def results(settings: Mapping, answer: object, addresses: Mapping[str, str]) -> dict[str, float]:
    """The numbers in some cells of a learner's sheet, by the names under which they are asked for; without errors."""
    grid, found = _grid(settings, KIND.clean(dict(settings), answer) or {}, {}), {}
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


def _is_number(text: object) -> bool:
    return isinstance(text, int | float) or (isinstance(text, str) and is_number(text.translate(GROUPS)))


def _number(text: object) -> float | None:
    """A typed number; None for one that is too long or too large to be computed with."""
    try:
        return float(Grid({"A1": _content(text)}, {}, {}).value("A1") or 0)
    except FormulaError:
        return None


def _content(text: object) -> object:
    return text.translate(GROUPS) if isinstance(text, str) and _is_number(text) else text


def _grid(settings: Mapping, formulas: Formulas, scenario: Scenario) -> Grid:
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
    if text.lstrip().startswith("=") or _is_number(text):
        return _content(text.strip())
    return FormulaError(f"“{shortened(text)}” is no formula: a formula begins with “=”")


def shortened(text: str) -> str:
    """The beginning of a text."""
    text = " ".join(text.split())
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


class _Trial:
    """A sheet with some formulas in it, computed with each of the inputs of the scenarios; lazily, each once."""

    def __init__(self, settings: Mapping, formulas: Formulas, scenarios: list[Scenario]):
        self.settings, self.formulas, self.scenarios = settings, formulas, scenarios
        self._grids: dict[int, Grid] = {}

    def values(self, address: str, number: int = 0) -> list:
        """What a cell and all that it fills come to in a scenario."""
        if number not in self._grids:
            self._grids[number] = _grid(self.settings, self.formulas, self.scenarios[number])
        return self._grids[number].values(address)

    def agrees(self, other: _Trial, address: str) -> bool:
        """Whether a cell comes to the same in every scenario."""
        numbers = range(len(self.scenarios))
        return all(_same(self.values(address, number), other.values(address, number)) for number in numbers)

    def moves(self, address: str) -> bool:
        """Whether a cell depends on some input."""
        numbers = range(1, len(self.scenarios))
        return any(not _same(self.values(address), self.values(address, number)) for number in numbers)

    def error(self, address: str) -> FormulaError | None:
        return next((value for value in self.values(address) if isinstance(value, FormulaError)), None)


_recent: deque[_Trial] = deque(maxlen=64)


def _trial(settings: Mapping, formulas: Formulas, scenarios: list[Scenario]) -> _Trial:
    """A trial, the same one again if it was made just now: every known mistake is compared with the same answer."""
    for trial in _recent:
        if trial.settings is settings and trial.formulas == formulas and trial.scenarios == scenarios:
            return trial
    _recent.appendleft(_Trial(settings, formulas, scenarios))
    return _recent[0]


def _same(one: list, other: list) -> bool:
    """Whether cells come to the same, without an error among them."""
    return all(_near(first, second) for first, second in zip(one, other, strict=True))


def _near(one: object, other: object, within: float = NEAR) -> bool:
    if isinstance(one, bool | int | float) and isinstance(other, bool | int | float):
        return abs(one - other) <= within * max(1e-3, abs(one), abs(other))
    return isinstance(one, str) and isinstance(other, str) and one.strip().lower() == other.strip().lower()


def _problem(own: _Trial, reference: _Trial, address: str) -> str:
    """Why a cell is not right, as a clause; empty if it is: in the learner's sheet, or among the reference's other cells."""
    if own.agrees(reference, address):
        return ""
    alone = _put_into(reference, {address: own.formulas[address]})
    if alone.error(address):
        return f"{_first_error(alone, address)}{_stays(alone, reference, address)}"
    return "" if alone.agrees(reference, address) else _difference(alone, reference, address)


def _first_error(trial: _Trial, address: str) -> str:
    """The first error in a cell and those that it fills, with the place of one that it fills."""
    cells = filled(address, trial.settings["fill"].get(address, address))
    pairs = zip(cells, trial.values(address), strict=True)
    cell, error = next((cell, value) for cell, value in pairs if isinstance(value, FormulaError))
    return str(error) if str(cell) == address else f"filled into {cell}, {error}"


def _stays(own: _Trial, wanted: _Trial, address: str) -> str:
    """A sentence for a formula without a dollar sign where one is needed; empty for all others."""
    is_needed = "$" in wanted.formulas[address] and "$" not in own.formulas[address]
    return ". Does a reference move along that has to stay? A dollar sign keeps it: B$8" if is_needed else ""


def _put_into(reference: _Trial, formulas: Formulas) -> _Trial:
    """The reference with some other formulas in it."""
    return _trial(reference.settings, {**reference.formulas, **formulas}, reference.scenarios)


def _difference(own: _Trial, wanted: _Trial, address: str) -> str:
    """How a cell that can be computed differs from what is right, as a clause that does not give that away."""
    found, right = own.values(address), wanted.values(address)
    if _is_typed(own.formulas[address]):
        near = _near(found[0], right[0], ROUNDED)
        return f"{'the value is right, but it' if near else 'a number'} is typed in and stays when an input changes. Name the cells that it comes from"
    if _same(found, right):
        return _only_here(own, wanted, address)
    for factor, sentence in FACTORS.items():
        scaled = [value * factor if isinstance(value, int | float) else value for value in right]
        if any(right) and _same(found, scaled):
            return sentence
    same = next((at for at, pair in enumerate(zip(found, right, strict=True)) if not _near(*pair)), 0)
    if same:
        first = filled(address, own.settings["fill"][address])[same]
        seen = f"filled on, it is right at first, and no longer in {first}, which comes to {shown(found[same])}"
        return f"{seen}{_stays(own, wanted, address)}"
    return f"it comes to {shown(found[0])}, which does not follow from the inputs and the other cells"


def _only_here(own: _Trial, wanted: _Trial, address: str) -> str:
    """Why a cell is right for the inputs that are shown, and for no others."""
    names = [
        next(iter(scenario))
        for number, scenario in enumerate(own.scenarios)
        if len(scenario) == 1 and not _same(own.values(address, number), wanted.values(address, number))
    ]
    changes = f"`{names[0]}` changes" if names else "several inputs change"
    return f"it is right for the inputs that you see, and wrong when {changes}. Is a number typed where a cell belongs?"


def _is_typed(text: str) -> bool:
    """Whether a text that can be computed names no cell."""
    return _is_number(text) or not _references(parse(text.strip()))


def _references(node: Node) -> bool:
    if isinstance(node, Cell | Name | Span):
        return True
    return any(_references(argument) for argument in getattr(node, "arguments", ()))


KIND = SheetKind()
