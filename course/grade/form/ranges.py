"""Ranges: two ends for each quantity. Complete ranges count; how many hold their value is told and never counts."""

from __future__ import annotations

from math import comb

from course.grade.form import number
from course.grade.form.fields import Ranges
from course.grade.form.mark import Mark
from course.grade.form.numbers import Reading, read_number
from course.grade.form.sources import FindRows, find, source_of
from course.keys.key import AuthorError
from course.verdict import Excerpt, Finding, RowDifference

ENDS = ("low", "high")
MOST = 1000  # from so many times its low end on, a range says nothing
UNLIKELY = 0.05
FAULTS = {
    "half": lambda value: {"low": f"{value:.12g}"},
    "point": lambda value: {"low": f"{value:.12g}", "high": f"{value:.12g}"},
    "reversed": lambda value: {"low": f"{value + 1:.12g}", "high": f"{value:.12g}"},
    "boundless": lambda value: {"low": "1", "high": f"{MOST * max(value, 1):.12g}"},
}


def right(field: Ranges, found: object, find_rows: FindRows) -> dict[str, dict]:
    """The value of each quantity. Raises AuthorError for one that nothing finds, or that a range cannot hold."""
    values = {one.id: number.right(one, find(one.kind, source_of(one), find_rows)) for one in field.quantities}
    if not values or any(one["value"] <= 0 for one in values.values()):
        raise AuthorError(f"Field “{field.id}”: it needs quantities, each of them above 0.")
    return values


def clean(settings: dict, answer: object) -> dict[str, dict[str, float]] | None:
    """The ends that can be read, by quantity."""
    read = {one["id"]: _ends(one, answer) for one in settings["quantities"]}
    known = {
        id: {end: found.value for end, found in ends.items() if found.value is not None} for id, ends in read.items()
    }
    return {id: ends for id, ends in known.items() if ends} or None


def judge(settings: dict, right: dict, answer: object) -> Mark:
    """How many ranges are complete, whatever their values."""
    faults = {one["id"]: _fault(one, answer) for one in settings["quantities"]}
    ready = sum(not fault for fault in faults.values())
    filled = sum(len(_ends(one, answer)) == len(ENDS) for one in settings["quantities"])
    wrong = next((one for one in settings["quantities"] if faults[one["id"]]), None)
    reason = f"{ready} of {len(faults)} ranges are complete; look at “{wrong['ask']}” again" if wrong else ""
    problems = [found.problem for found in _ends(wrong, answer).values() if found.problem] if wrong else []
    return Mark(ready, len(faults), filled, reason=". ".join([reason, *problems[:1]]) if reason else "")


def reference(settings: dict, right: dict) -> dict:
    return {
        id: {"low": f"{0.9 * one['value']:.12g}", "high": f"{1.1 * one['value']:.12g}"} for id, one in right.items()
    }


def mistake(settings: dict, right: dict, found: object, find_rows: FindRows) -> str:
    """The name of a fault. Raises AuthorError if there is none of that name."""
    if found not in FAULTS:
        raise AuthorError(f"A mistake in ranges is one of {', '.join(FAULTS)}, not {found!r}.")
    return str(found)


def distance(settings: dict, right: dict, wrong: str, answer: object) -> float | None:
    """The known fault is there if any range has it."""
    return 0.0 if wrong in [_fault(one, answer) for one in settings["quantities"]] else None


def mistaken(settings: dict, right: dict, wrong: str) -> dict:
    first = next(iter(right))
    return {**reference(settings, right), first: FAULTS[wrong](right[first]["value"])}


def calibration(settings: dict, right: dict, answer: object) -> Finding | None:
    """How many ranges hold their value, once all are complete; what that says of their width; each beside its value."""
    if any(_fault(one, answer) for one in settings["quantities"]):
        return None
    given = clean(settings, answer)
    held = {id: ends["low"] <= right[id]["value"] <= ends["high"] for id, ends in given.items()}
    hits, level = sum(held.values()), settings["level"]
    return Finding(
        "calibration",
        f"{hits} of your {len(held)} ranges {'holds' if hits == 1 else 'hold'} the value; "
        f"of {100 * level:.0f} % ranges about {level * len(held):.0f} should.",
        _profile(hits, len(held), level, given),
        "This never counts.",
        table=_table(settings, right, given, held),
    )


def _profile(hits: int, count: int, level: float, given: dict) -> str:
    wide = sorted(ends["high"] / max(ends["low"], 1e-9) for ends in given.values())[count // 2]
    if _at_most(hits, count, level) < UNLIKELY:
        return "So they are too narrow, as most people's are at first: when you next name two ends, move both outwards."
    if hits == count and wide > 10:
        return "They hold because they are wide: half of them reach from one to more than ten times as much."
    return "That fits, as far as so few ranges can tell."


def _at_most(hits: int, count: int, chance: float) -> float:
    """The probability of so few hits if each range held its value with this chance.

    >>> round(_at_most(6, 10, 0.9), 3), round(_at_most(7, 10, 0.9), 3)
    (0.013, 0.07)
    """
    return sum(comb(count, each) * chance**each * (1 - chance) ** (count - each) for each in range(hits + 1))


def _table(settings: dict, right: dict, given: dict, held: dict) -> Excerpt:
    def cells(one: dict) -> tuple[str, ...]:
        shown = [f"{value:,.{one['decimals']}f}" for value in (*given[one["id"]].values(), right[one["id"]]["value"])]
        return (
            f"{one['ask']} ({one['unit']})",
            f"{shown[0]} to {shown[1]}",
            shown[2],
            "✓ holds" if held[one["id"]] else "outside",
        )

    rows = tuple(RowDifference("", cells(one)) for one in settings["quantities"])
    return Excerpt("Your ranges and the data", ("", "your range", "in the data", ""), rows, numbers=(1, 2), wraps=(0,))


def _ends(quantity: dict, answer: object) -> dict[str, Reading]:
    """What was understood of the ends that were typed."""
    given = answer.get(quantity["id"]) if isinstance(answer, dict) else None
    typed = {end: given.get(end) for end in ENDS} if isinstance(given, dict) else {}
    read = {end: read_number(value, quantity["unit"], quantity["decimals"]) for end, value in typed.items()}
    return {end: reading for end, reading in read.items() if reading is not None}


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
