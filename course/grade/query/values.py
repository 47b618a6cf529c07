"""Mistakes that all values of a column share: another unit, rounding, capitals, moments that are not cut."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from course.grade.query import compare
from course.grade.query.cause import Cause
from course.grade.query.results import Result, canonical, is_number
from course.grade.query.search import optional


@optional
def cause(yours: Result, right: Result, decimals: int | None) -> Cause | None:
    """What all values of two results of the same size differ by, if it is one thing only."""
    if not right.complete:
        return None
    return _scale(yours, right, decimals) or _rounding(yours, right, decimals) or _capitals(yours, right, decimals)


def _scale(yours: Result, right: Result, decimals: int | None) -> Cause | None:
    scale = compare.scale(yours, right, decimals)
    if not scale:
        return None
    columns, factor = scale
    names = " and ".join(f"`{right.columns[position]}`" for position in columns)
    largest = max((abs(row[each]) for row in right.rows for each in columns if is_number(row[each])), default=0)
    size, limit, unit = ("large", 1, "a share between 0 and 1, not for per cent")
    if factor < 1:
        size, limit, unit = ("small", 100, "per cent, not for a share")
    words = f"{names} {'is' if len(columns) == 1 else 'are'} 100 times too {size}."
    look = f"The task asks for {unit}." if largest <= limit else "Which unit does the task ask for?"
    return Cause("scale", words, look)


def _rounding(yours: Result, right: Result, decimals: int | None) -> Cause | None:
    places = compare.rounded_to(yours, right) if decimals is None else None
    if places is None:
        return None
    decimals_text = f"{places} decimal{'' if places == 1 else 's'}"
    return Cause(
        "rounded",
        f"Your numbers are rounded to {decimals_text}; apart from that they agree.",
        "Leave out the rounding.",
    )


def _capitals(yours: Result, right: Result, decimals: int | None) -> Cause | None:
    differences = compare.differences(yours, right, decimals)
    changed = [
        (str(your_row[position]), str(right_row[position]))
        for your_row, right_row in differences.changed
        for position in differences.columns
    ]
    if not changed or differences.extra or differences.missing:
        return None
    if any(your_text.strip().lower() != right_text.strip().lower() for your_text, right_text in changed):
        return None
    return Cause("capitals", "The texts differ in capitals or spaces only.", "Give them as the data have them.")


@optional
def not_cut(yours: Result, right: Result) -> Cause | None:
    """Moments where the task asks for days, or days where it asks for weeks or months: each makes its own group."""
    for position, name in enumerate(right.columns if len(yours.columns) == len(right.columns) else ()):
        your_moments, right_moments = _moments(yours, position), _moments(right, position)
        for unit, is_cut in UNITS.items() if your_moments and right_moments else ():
            if not all(map(is_cut, right_moments)):
                continue
            uncut = next((moment for moment in your_moments if not is_cut(moment)), None)
            if uncut is None:
                return None
            words = f"`{name}` is not cut down to the {unit}: your rows hold, for example, {uncut.replace('T', ' ')}."
            function = "…::DATE" if unit == "day" else f"date_trunc('{unit}', …)"
            return Cause("not-cut", words, f"Cut it with {function}, and group by that.")
    return None


@optional
def too_coarse(yours: Result, right: Result) -> Cause | None:
    """Months where the task asks for weeks or days, or weeks where it asks for days: several of its groups in one."""
    units = list(UNITS)
    for position, name in enumerate(right.columns if len(yours.columns) == len(right.columns) else ()):
        your_unit, right_unit = (_unit(_moments(result, position)) for result in (yours, right))
        if your_unit and right_unit and units.index(your_unit) < units.index(right_unit):
            function = "…::DATE" if right_unit == "day" else f"date_trunc('{right_unit}', …)"
            words = f"`{name}` holds {your_unit}s; the task asks for {right_unit}s."
            return Cause("too-coarse", words, f"Cut it with {function}, and group by that.")
    return None


def _unit(moments: list[str]) -> str:
    """The coarsest unit that all these moments are cut to; empty if there are too few to tell, or none fits."""
    return next((unit for unit, is_cut in UNITS.items() if len(set(moments)) > 1 and all(map(is_cut, moments))), "")


def _moments(result: Result, position: int) -> list[str]:
    """The values of a column of dates; nothing if it holds anything else."""
    cells = [canonical(row[position], result.types[position]) for row in result.rows if row[position] is not None]
    return [str(value) for _, value in cells] if all(family == "date" for family, _ in cells) else []


def _is_monday(moment: str) -> bool:
    try:
        return date.fromisoformat(moment).weekday() == 0
    except ValueError:  # a text that looks like a day, such as 2025-13-01, or a day before our calendar
        return False


# From coarse to fine, so that the coarsest unit that fits the right values is the one that the task asks for.
UNITS: dict[str, Callable[[str], bool]] = {
    "month": lambda moment: len(moment) == 10 and moment.endswith("-01"),
    "week": _is_monday,
    "day": lambda moment: len(moment) == 10,
}
