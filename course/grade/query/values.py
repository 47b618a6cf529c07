"""Mistakes that all values of a column share: another unit, rounding, capitals, moments that are not cut."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from course.grade.query import compare
from course.grade.query.repairs import Cause
from course.grade.query.results import Result, canonical, is_number


def cause(yours: Result, right: Result, decimals: int | None) -> Cause | None:
    """What the numbers or texts of two results with equally many rows and columns differ by, if by one thing only."""
    if not right.complete:
        return None
    return _scale(yours, right, decimals) or _rounding(yours, right, decimals) or _capitals(yours, right, decimals)


def _scale(yours: Result, right: Result, decimals: int | None) -> Cause | None:
    found = compare.scale(yours, right, decimals)
    if not found:
        return None
    columns, factor = found
    names = " and ".join(f"`{right.columns[at]}`" for at in columns)
    most = max(abs(row[at]) for row in right.rows for at in columns if is_number(row[at]))
    size, limit, unit = ("large", 1, "a share between 0 and 1, not for per cent")
    if factor < 1:
        size, limit, unit = ("small", 100, "per cent, not for a share")
    words = f"{names} {'is' if len(columns) == 1 else 'are'} 100 times too {size}."
    look = f"The task asks for {unit}." if most <= limit else "Which unit does the task ask for?"
    return Cause("scale", words, look)


def _rounding(yours: Result, right: Result, decimals: int | None) -> Cause | None:
    places = compare.rounded_to(yours, right) if decimals is None else None
    if places is None:
        return None
    kept = f"{places} decimal{'' if places == 1 else 's'}"
    return Cause(
        "rounded", f"Your numbers are rounded to {kept}; apart from that they agree.", "Leave out the rounding."
    )


def _capitals(yours: Result, right: Result, decimals: int | None) -> Cause | None:
    found = compare.differences(yours, right, decimals)
    changed = [(str(mine[at]), str(theirs[at])) for mine, theirs in found.changed for at in found.columns]
    if not changed or found.extra or found.missing:
        return None
    if any(mine.strip().lower() != theirs.strip().lower() for mine, theirs in changed):
        return None
    return Cause("capitals", "The texts differ in capitals or spaces only.", "Give them as the data have them.")


def not_cut(yours: Result, right: Result) -> Cause | None:
    """Moments where the task asks for days, or days where it asks for weeks or months: each makes a group of its own."""
    for at, name in enumerate(right.columns if len(yours.columns) == len(right.columns) else ()):
        mine, theirs = _moments(yours, at), _moments(right, at)
        for unit, is_cut in UNITS.items() if mine and theirs else ():
            if not all(map(is_cut, theirs)):
                continue
            odd = next((moment for moment in mine if not is_cut(moment)), None)
            if odd is None:
                return None
            words = f"`{name}` is not cut down to the {unit}: your rows hold, for example, {odd.replace('T', ' ')}."
            how = "…::DATE" if unit == "day" else f"date_trunc('{unit}', …)"
            return Cause("not-cut", words, f"Cut it with {how}, and group by that.")
    return None


def _moments(result: Result, at: int) -> list[str]:
    """The values of a column of dates; nothing where it holds anything else."""
    cells = [canonical(row[at], result.types[at]) for row in result.rows if row[at] is not None]
    return [str(value) for _, value in cells] if all(family == "date" for family, _ in cells) else []


# From coarse to fine, so that the coarsest unit that fits the right values is the one that the task asks for.
UNITS: dict[str, Callable[[str], bool]] = {
    "month": lambda moment: len(moment) == 10 and moment.endswith("-01"),
    "week": lambda moment: len(moment) == 10 and date.fromisoformat(moment).weekday() == 0,
    "day": lambda moment: len(moment) == 10,
}
