"""NUM and FACT: a number within a tolerance."""

from __future__ import annotations

from course.grade.form.fields import Number
from course.grade.form.mark import OPEN, Mark
from course.grade.form.numbers import read_number, shown_number
from course.grade.form.sources import Rows, fact, single
from course.keys.key import AuthorError

FACTORS = {
    -1: "The size is right, the sign is not.",
    100: "That is 100 times the right figure. A share is not a percentage, and cents are not euro.",
    0.01: "That is a hundredth of the right figure. A share is not a percentage, and cents are not euro.",
    1000: "That is 1,000 times the right figure. Look at the unit.",
    0.001: "That is a thousandth of the right figure. Look at the unit.",
}


def right(field: Number, found: object) -> dict:
    """The right number and how far from it still counts. Raises AuthorError for a number that was typed."""
    if not isinstance(found, Rows):
        raise AuthorError(
            f"Field “{field.id}”: nothing finds the right number. Give sql, fact, or model and parameters."
        )
    value = float(single(found))
    return {"value": value, "within": _tolerance(field, value), "decimals": field.decimals}


def clean(settings: dict, answer: object) -> float | None:
    """The number that was typed; None if there is none to read."""
    reading = read_number(answer, settings["unit"], settings["decimals"])
    return reading.value if reading else None


def judge(settings: dict, right: dict, answer: object) -> Mark:
    """Right within the tolerance; what cannot be read is filled but wrong."""
    reading = read_number(answer, settings["unit"], settings["decimals"])
    if reading is None:
        return OPEN
    if reading.value is None:
        return Mark(0, reason=reading.problem)
    if _near(reading.value, right["value"], right["within"]):
        return Mark(1)
    return Mark(0, reason=_reason(reading.value, settings, right))


def understood(settings: dict, answer: object) -> str:
    """What was understood of a typed number, in words; empty if nothing was typed."""
    reading = read_number(answer, settings["unit"], settings["decimals"])
    if reading is None:
        return ""
    return reading.problem or f"understood: {shown_number(reading.value, settings['unit'])}"


def reference(settings: dict, right: dict) -> str:
    return f"{right['value']:.12g}"


def mistake(settings: dict, right: dict, found: object) -> float:
    """A wrong number. Raises AuthorError if it is none."""
    value = single(found)
    if isinstance(value, str):
        reading = read_number(value, settings["unit"], settings["decimals"])
        value = reading.value if reading else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AuthorError(f"A mistake's value {found!r} is no number.")
    return float(value)


def distance(settings: dict, right: dict, wrong: float, answer: object) -> float | None:
    """How far an answer is from a known wrong number; None if it is further than the tolerance."""
    value = clean(settings, answer)
    return None if value is None or not _near(value, wrong, right["within"]) else abs(value - wrong)


def mistaken(settings: dict, right: dict, wrong: float) -> str:
    return f"{wrong:.12g}"


def _tolerance(field: Number, value: float) -> float:
    if field.tolerance is not None or field.relative:
        return max(field.tolerance or 0.0, field.relative * abs(value))
    if field.fact:
        return max(float(fact(field.fact).tolerance), _half(field, value))
    return _half(field, value)


def _half(field: Number, value: float) -> float:
    return 0.0 if field.decimals == 0 and value == int(value) else 0.5 * 10**-field.decimals


def _near(value: float, other: float, within: float) -> bool:
    return abs(value - other) <= within + 1e-9 * max(1.0, abs(other))


def _reason(value: float, settings: dict, right: dict) -> str:
    if (
        settings["decimals"] == 0
        and value != int(value)
        and right["value"] == int(right["value"])
        and not right["within"]
    ):
        return f"“{value:g}” is not a whole number. Type digits only, for example 97000."
    for factor, sentence in FACTORS.items():
        if right["value"] and _near(value, right["value"] * factor, right["within"] * abs(factor)):
            return sentence
    return ""
