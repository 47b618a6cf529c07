"""Ranges: two ends for each quantity. Complete ranges count; how many hold their value is shown and never counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb
from random import Random

from course.grade.count import agree
from course.grade.count import quantity as counted
from course.grade.form.field import Field, FieldKind, Note, part_of
from course.grade.form.fields.number import KIND as NUMBER
from course.grade.form.mark import Mark
from course.grade.form.numbers import Reading, read_number, understood
from course.grade.form.sources import FindRows
from course.keys.key import AuthorError
from course.verdict import Excerpt, Finding, RowDifference

ENDS = ("low", "high")
MOST = 1000  # from so many times its low end on, a range says nothing
UNLIKELY = 0.05
FAULTS = {
    "half": lambda value: {"low": f"{value:.12g}"},
    "point": lambda value: _range(value, value),
    "reversed": lambda value: _range(value + 1, value),
    "boundless": lambda value: _range(1, MOST * max(value, 1)),
}


@dataclass(frozen=True, kw_only=True)
class Ranges(Field):
    """A low and a high end for each of ``quantities``, which are number fields with a source of their own.

    The field is right when all ranges are complete. How many hold their value is shown and never counts; ``level`` is
    the share that should. Wrong value: the fault of a range, "half", "point", "reversed" or "boundless" (its high end
    is a thousand times its low end, or more).
    """

    kind: str = "ranges"
    quantities: tuple = ()
    level: float = 0.9


class RangesKind(FieldKind):
    """Right is what is right of each quantity, by its id; a wrong value is the name of a fault."""

    Field = Ranges
    inner = ("quantities",)

    def right(self, field: Ranges, find_rows: FindRows) -> dict[str, dict]:
        """The value of each quantity. Raises AuthorError for one that nothing finds, or that a range cannot hold."""
        values = {quantity.id: NUMBER.right(quantity, find_rows) for quantity in field.quantities}
        if not values or any(number["value"] <= 0 for number in values.values()):
            raise AuthorError(f"Field “{field.id}”: it needs quantities, each of them above 0.")
        return values

    def clean(self, settings: dict, answer: object) -> dict[str, dict[str, float]] | None:
        """The ends that can be read, by quantity."""
        ranges = {quantity["id"]: _readable_ends(quantity, answer) for quantity in settings["quantities"]}
        return {id: ends for id, ends in ranges.items() if ends} or None

    def judge(self, settings: dict, right: dict, answer: object) -> Mark:
        """How many ranges are complete, whatever their values."""
        quantities = settings["quantities"]
        faults = {quantity["id"]: _fault(quantity, answer) for quantity in quantities}
        complete = sum(not fault for fault in faults.values())
        filled = sum(len(_ends(quantity, answer)) == len(ENDS) for quantity in quantities)
        wrong = next((quantity for quantity in quantities if faults[quantity["id"]]), None)
        return Mark(
            complete, len(faults), filled, reason=_reason(complete, len(faults), wrong, answer) if wrong else ""
        )

    def reference(self, settings: dict, right: dict) -> dict:
        return {id: _range(0.9 * number["value"], 1.1 * number["value"]) for id, number in right.items()}

    def guess(self, settings: dict, right: dict, random: Random) -> dict:
        """Nothing: ranges earn for being given, so nothing in them can be guessed."""
        return {}

    def mistake(self, settings: dict, right: dict, value: object, find_rows: FindRows) -> str:
        """The name of a fault. Raises AuthorError if there is none of that name."""
        if value not in FAULTS:
            raise AuthorError(f"A mistake in ranges is one of {', '.join(FAULTS)}, not {value!r}.")
        return str(value)

    def distance(self, settings: dict, right: dict, wrong: str, answer: object) -> float | None:
        """The known fault is there if any range has it."""
        return 0.0 if wrong in [_fault(quantity, answer) for quantity in settings["quantities"]] else None

    def mistaken(self, settings: dict, right: dict, wrong: str) -> dict:
        first = next(iter(right))
        return {**self.reference(settings, right), first: FAULTS[wrong](right[first]["value"])}

    def notes(self, settings: dict, answer: object) -> Iterator[Note]:
        for quantity in settings["quantities"]:
            for end in ENDS:
                typed = part_of(answer, quantity["id"], end)
                yield (quantity["id"], end), understood(typed, quantity["unit"], quantity["decimals"])

    def word_for_right(self, settings: dict) -> str:
        return "complete"

    def further_findings(self, answered: list, is_right: dict[str, bool]) -> Iterator[Finding]:
        """The calibration of each field, once all its ranges are complete."""
        for settings, right, answer in answered:
            if not any(_fault(quantity, answer) for quantity in settings["quantities"]):
                yield _calibration(settings, right, self.clean(settings, answer))


def _calibration(settings: dict, right: dict, ranges: dict) -> Finding:
    """How many ranges hold their value; what that says of their width; each beside its value."""
    holds = {id: ends["low"] <= right[id]["value"] <= ends["high"] for id, ends in ranges.items()}
    hits, level = sum(holds.values()), settings["level"]
    return Finding(
        "calibration",
        f"{hits} of your {counted(len(holds), 'range')} {agree(hits, 'holds')} the value; "
        f"of {100 * level:.0f}% ranges about {level * len(holds):.0f} should.",
        _profile(hits, len(holds), level, ranges),
        "This never counts.",
        table=_table(settings, right, ranges, holds),
    )


def _profile(hits: int, count: int, level: float, ranges: dict) -> str:
    width = sorted(ends["high"] / max(ends["low"], 1e-9) for ends in ranges.values())[count // 2]
    if _at_most(hits, count, level) < UNLIKELY:
        return "So they are too narrow, as most people's are at first: when you next name two ends, move both outwards."
    if hits == count and width > 10:
        return "They hold because they are wide: half of them reach from one to more than ten times as much."
    return "That fits, as far as so few ranges can tell."


def _at_most(hits: int, count: int, chance: float) -> float:
    """The probability of so few hits if each range held its value with this chance.

    >>> round(_at_most(6, 10, 0.9), 3), round(_at_most(7, 10, 0.9), 3)
    (0.013, 0.07)
    """
    return sum(comb(count, each) * chance**each * (1 - chance) ** (count - each) for each in range(hits + 1))


def _table(settings: dict, right: dict, ranges: dict, holds: dict[str, bool]) -> Excerpt:
    def cells(quantity: dict) -> tuple[str, ...]:
        id, decimals = quantity["id"], quantity["decimals"]
        low, high, value = (f"{number:,.{decimals}f}" for number in (*ranges[id].values(), right[id]["value"]))
        label = f"{quantity['ask']} ({quantity['unit']})"
        return label, f"{low} to {high}", value, "✓ holds" if holds[id] else "outside"

    rows = tuple(RowDifference("", cells(quantity)) for quantity in settings["quantities"])
    return Excerpt("Your ranges and the data", ("", "your range", "in the data", ""), rows, numbers=(1, 2), wraps=(0,))


def _reason(complete: int, count: int, wrong: dict, answer: object) -> str:
    problems = [reading.problem for reading in _ends(wrong, answer).values() if reading.problem]
    share = f"{complete} of {counted(count, 'range')} {agree(complete)}"
    return ". ".join([f"{share} complete; look at “{wrong['ask']}” again", *problems[:1]])


def _ends(quantity: dict, answer: object) -> dict[str, Reading]:
    """What was understood of the ends that were typed."""
    typed = {end: part_of(answer, quantity["id"], end) for end in ENDS}
    read = {end: read_number(text, quantity["unit"], quantity["decimals"]) for end, text in typed.items()}
    return {end: reading for end, reading in read.items() if reading is not None}


def _readable_ends(quantity: dict, answer: object) -> dict[str, float]:
    return {end: reading.value for end, reading in _ends(quantity, answer).items() if reading.value is not None}


def _range(low: float, high: float) -> dict[str, str]:
    return {"low": f"{low:.12g}", "high": f"{high:.12g}"}


def _fault(quantity: dict, answer: object) -> str:
    """What is wrong with the form of a range; “open” or empty text where that is no known fault."""
    ends = _ends(quantity, answer)
    if not ends:
        return "open"
    if any(reading.value is None for reading in ends.values()):
        return "unread"
    if len(ends) < len(ENDS):
        return "half"
    low, high = (ends[end].value for end in ENDS)
    if low >= high:
        return "point" if low == high else "reversed"
    return "boundless" if high >= MOST * max(low, 1) else ""


KIND = RangesKind()
