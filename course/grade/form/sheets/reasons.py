"""Why a cell of a sheet is not right, in a clause for a learner that does not give away what is."""

from __future__ import annotations

from course.grade.form.sheets.layout import filled, is_numeral, shown
from course.grade.form.sheets.trial import Trial, near, put_into, same
from course.grade.formulas import FormulaError, parse
from course.grade.formulas.parse import Cell, Name, Node, Span

ROUNDED = 0.01  # relative: how far a right number that was typed is from the exact one, at most
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


def why_wrong(own: Trial, reference: Trial, address: str) -> str:
    """Why a cell is not right, as a clause; empty if it is: in the learner's sheet, or among the reference's other cells."""
    if own.agrees(reference, address):
        return ""
    alone = put_into(reference, {address: own.formulas[address]})
    if alone.error(address):
        return f"{_first_error(alone, address)}{_stays(alone, reference, address)}"
    return "" if alone.agrees(reference, address) else _difference(alone, reference, address)


def _first_error(trial: Trial, address: str) -> str:
    """The first error in a cell and those that it fills, with the place of one that it fills."""
    cells = filled(address, trial.settings["fill"].get(address, address))
    pairs = zip(cells, trial.values(address), strict=True)
    cell, error = next((cell, value) for cell, value in pairs if isinstance(value, FormulaError))
    return str(error) if str(cell) == address else f"filled into {cell}, {error}"


def _stays(own: Trial, wanted: Trial, address: str) -> str:
    """A sentence for a formula without a dollar sign where one is needed; empty for all others."""
    is_needed = "$" in wanted.formulas[address] and "$" not in own.formulas[address]
    return ". Does a reference move along that has to stay? A dollar sign keeps it: B$8" if is_needed else ""


def _difference(own: Trial, wanted: Trial, address: str) -> str:
    """How a cell that can be computed differs from what is right, as a clause that does not give that away."""
    found, right = own.values(address), wanted.values(address)
    if _is_typed(own.formulas[address]):
        is_close = near(found[0], right[0], ROUNDED)
        return f"{'the value is right, but it' if is_close else 'a number'} is typed in and stays when an input changes. Name the cells that it comes from"
    if same(found, right):
        return _only_here(own, wanted, address)
    for factor, sentence in FACTORS.items():
        scaled = [value * factor if isinstance(value, int | float) else value for value in right]
        if any(right) and same(found, scaled):
            return sentence
    first_wrong = next((at for at, pair in enumerate(zip(found, right, strict=True)) if not near(*pair)), 0)
    if first_wrong:
        first = filled(address, own.settings["fill"][address])[first_wrong]
        seen = f"filled on, it is right at first, and no longer in {first}, which comes to {shown(found[first_wrong])}"
        return f"{seen}{_stays(own, wanted, address)}"
    return f"it comes to {shown(found[0])}, which does not follow from the inputs and the other cells"


def _only_here(own: Trial, wanted: Trial, address: str) -> str:
    """Why a cell is right for the inputs that are shown, and for no others."""
    names = [
        next(iter(scenario))
        for number, scenario in enumerate(own.scenarios)
        if len(scenario) == 1 and not same(own.values(address, number), wanted.values(address, number))
    ]
    changes = f"`{names[0]}` changes" if names else "several inputs change"
    return f"it is right for the inputs that you see, and wrong when {changes}. Is a number typed where a cell belongs?"


def _is_typed(text: str) -> bool:
    """Whether a text that can be computed names no cell."""
    return is_numeral(text) or not _references(parse(text.strip()))


def _references(node: Node) -> bool:
    if isinstance(node, Cell | Name | Span):
        return True
    return any(_references(argument) for argument in getattr(node, "arguments", ()))
