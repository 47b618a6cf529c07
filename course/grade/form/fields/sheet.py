"""A small spreadsheet: cells that take formulas, judged by what they come to, also for inputs that are not shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from course.grade.count import agree
from course.grade.form.field import Field, FieldKind, Note, part_of
from course.grade.form.mark import Mark
from course.grade.form.sheets.layout import (
    Formulas,
    Scenario,
    computed,
    filled,
    inputs,
    is_numeral,
    shown,
    tried,
    typed,
    with_formulas,
)
from course.grade.form.sheets.reasons import why_wrong
from course.grade.form.sheets.trial import Trial, put_into, trial_of
from course.grade.form.sources import FindRows
from course.grade.formulas import FormulaError, Grid
from course.keys.key import AuthorError


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
    names_cells = True

    def right(self, field: Sheet, find_rows: FindRows) -> dict:
        """Raises AuthorError for a reference that cannot be computed, and for inputs without another value."""
        formulas, settings = dict(field.right or {}), field.settings
        if list(formulas) != list(field.asks):
            raise AuthorError(f"Field “{field.id}”: `right` and `asks` must name the same cells in the same order.")
        strange = set(field.others) ^ set(inputs(settings))
        if strange:
            raise AuthorError(f"Field “{field.id}”: the input “{sorted(strange)[0]}” needs one value in `others`.")
        scenarios: list[Scenario] = [{}, *({name: value} for name, value in field.others.items()), dict(field.others)]
        reference = Trial(settings, formulas, scenarios)
        for address in formulas:
            if problem := reference.error(address):
                raise AuthorError(f"Field “{field.id}”: {address} of the reference: {problem}.")
            if not reference.moves(address):
                raise AuthorError(f"Field “{field.id}”: {address} of the reference depends on no input.")
        return {"formulas": formulas, "scenarios": scenarios}

    def clean(self, settings: dict, answer: object) -> Formulas | None:
        """What is in the cells that are asked, and can be a formula."""
        return typed(settings, answer) or None

    def judge(self, settings: dict, right: dict, answer: object) -> Mark:
        own = self.clean(settings, answer) or {}
        trial, reference = (trial_of(settings, each, right["scenarios"]) for each in (own, right["formulas"]))
        problems = {address: why_wrong(trial, reference, address) for address in own}
        if len(own) == len(settings["asks"]) and not any(problems.values()):  # each right alone, but round in a circle
            problems = {address: str(trial.error(address) or "") for address in own}
        wrong, *others = [address for address in settings["asks"] if problems.get(address)] or [""]
        total, hits = len(settings["asks"]), sum(not problem for problem in problems.values())
        label = f"{wrong} (“{settings['asks'][wrong]}”)" if wrong else ""
        reason = f"{hits} of {total} cells {agree(hits)} right. {label}: {problems[wrong]}" if wrong else ""
        reason += f"{'' if reason[-1] in '.?' else '.'} Look at {_listed(others)} as well" if others else ""
        return Mark(hits, total, len(own), reason=reason)

    def wrong_parts(self, settings: dict, right: dict, answer: object) -> Iterator[tuple[str, ...]]:
        own = self.clean(settings, answer) or {}
        trial, reference = (trial_of(settings, each, right["scenarios"]) for each in (own, right["formulas"]))
        return ((address,) for address in own if why_wrong(trial, reference, address))

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
        trial = Trial(settings, {**right["formulas"], **wrong}, [{}])
        for address in wrong:
            if problem := trial.error(address):
                raise AuthorError(f"A mistake's formula in {address}: {problem}.")
        return wrong

    def distance(self, settings: dict, right: dict, wrong: Formulas, answer: object) -> float | None:
        """0 if the cells come to what the wrong formulas come to, among the reference's other cells."""
        own = self.clean(settings, answer) or {}
        if any(address not in own for address in wrong):
            return None
        reference = trial_of(settings, right["formulas"], right["scenarios"])
        trial = put_into(reference, {address: own[address] for address in wrong})
        if any(trial.error(address) for address in wrong):
            return None
        mistaken = put_into(reference, wrong)
        return 0.0 if all(trial.agrees(mistaken, address) for address in wrong) else None

    def mistaken(self, settings: dict, right: dict, wrong: Formulas) -> Formulas:
        return {**right["formulas"], **wrong}

    def slips(self, settings: dict, right: dict) -> Iterator[Formulas]:
        """In one cell: the value typed instead of computed, the other sign, a hundred times and half of it."""
        formulas = right["formulas"]
        for address, formula in formulas.items():
            value = Trial(settings, formulas, [{}]).values(address)[0]
            body = formula.removeprefix("=")
            for slip in (f"{value!r}", f"=-({body})", f"=100*({body})", f"=({body})/2"):
                yield {**formulas, address: slip}

    def notes(self, settings: dict, answer: object) -> Iterator[Note]:
        """What each cell that is computed comes to, or why it does not."""
        grid = with_formulas(settings, self.clean(settings, answer) or {}, tried(settings, answer))
        for address in inputs(settings).values():
            text = part_of(answer, address)
            if isinstance(text, str) and text.strip() and not is_numeral(text):
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


def _listed(addresses: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(addresses[:-1]), addresses[-1]]))


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


KIND = SheetKind()
