"""A sheet computed with several sets of inputs, so that a typed number is found out and two sheets can be compared."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from course.grade.form.sheets.layout import Formulas, Scenario, with_formulas
from course.grade.formulas import FormulaError, Grid

NEAR = 1e-8  # relative: formulas are exact


class Trial:
    """A sheet with some formulas in it, computed with each of the inputs of the scenarios; lazily, each once."""

    def __init__(self, settings: Mapping, formulas: Formulas, scenarios: list[Scenario]):
        self.settings, self.formulas, self.scenarios = settings, formulas, scenarios
        self._grids: dict[int, Grid] = {}

    def values(self, address: str, number: int = 0) -> list:
        """What a cell and all that it fills come to in a scenario."""
        if number not in self._grids:
            self._grids[number] = with_formulas(self.settings, self.formulas, self.scenarios[number])
        return self._grids[number].values(address)

    def agrees(self, other: Trial, address: str) -> bool:
        """Whether a cell comes to the same in every scenario."""
        numbers = range(len(self.scenarios))
        return all(same(self.values(address, number), other.values(address, number)) for number in numbers)

    def moves(self, address: str) -> bool:
        """Whether a cell depends on some input."""
        numbers = range(1, len(self.scenarios))
        return any(not same(self.values(address), self.values(address, number)) for number in numbers)

    def error(self, address: str) -> FormulaError | None:
        return next((value for value in self.values(address) if isinstance(value, FormulaError)), None)


_recent: deque[Trial] = deque(maxlen=64)


def trial_of(settings: Mapping, formulas: Formulas, scenarios: list[Scenario]) -> Trial:
    """A trial, the same one again if it was made just now: every known mistake is compared with the same answer."""
    for trial in _recent:
        if trial.settings is settings and trial.formulas == formulas and trial.scenarios == scenarios:
            return trial
    _recent.appendleft(Trial(settings, formulas, scenarios))
    return _recent[0]


def put_into(reference: Trial, formulas: Formulas) -> Trial:
    """The reference with some other formulas in it."""
    return trial_of(reference.settings, {**reference.formulas, **formulas}, reference.scenarios)


def same(one: list, other: list) -> bool:
    """Whether cells come to the same, without an error among them."""
    return all(near(first, second) for first, second in zip(one, other, strict=True))


def near(one: object, other: object, within: float = NEAR) -> bool:
    if isinstance(one, bool | int | float) and isinstance(other, bool | int | float):
        return abs(one - other) <= within * max(1e-3, abs(one), abs(other))
    return isinstance(one, str) and isinstance(other, str) and one.strip().lower() == other.strip().lower()
