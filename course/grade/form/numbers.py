"""Reads numbers as people type them, and says what was understood."""

from __future__ import annotations

import re
from dataclasses import dataclass

SPACES = "\u0020\u00a0\u2009\u202f"
GROUPS = f"{SPACES}'’_"
NUMBER = re.compile(rf"[+-]?\s*(?:\d[\d{GROUPS}.,]*\d|\d)|[+-]?\s*[.,]\d+")
LONGEST = 100  # characters: far more than a number with its unit takes, and a float still holds it
PLAIN = re.compile(r"-?\d+(\.\d{1,2}|\.\d{4,})?")

# A unit is a factor and what it measures: 1 k€ is 1,000 of €. Words that are not here name what is counted.
UNITS = {
    "%": (1.0, "%"), "percent": (1.0, "%"), "per cent": (1.0, "%"),
    "pp": (1.0, "pp"), "percentage points": (1.0, "pp"), "percentage point": (1.0, "pp"),
    "€": (1.0, "€"), "eur": (1.0, "€"), "euro": (1.0, "€"), "euros": (1.0, "€"),
    "k€": (1e3, "€"), "€k": (1e3, "€"), "k eur": (1e3, "€"), "m€": (1e6, "€"), "€m": (1e6, "€"), "cents": (0.01, "€"),
    "k": (1e3, ""), "thousand": (1e3, ""), "m": (1e6, ""), "million": (1e6, ""),
    "ms": (1e-3, "s"), "s": (1.0, "s"), "seconds": (1.0, "s"), "min": (60.0, "s"), "minutes": (60.0, "s"),
    "h": (3600.0, "s"), "hours": (3600.0, "s"), "days": (86400.0, "s"), "weeks": (604800.0, "s"),
}  # fmt: skip
NAMES = {"pp": "percentage points", "%": "percent", "€": "euro", "k€": "thousand euro", "m€": "million euro"}
NAMES |= {"k eur": "thousand euro", "eur": "euro", "min": "minutes", "h": "hours", "s": "seconds", "ms": "milliseconds"}
FRONT = {"€": "€{}", "eur": "€{}", "k€": "€{} thousand", "k eur": "€{} thousand", "m€": "€{} million"}


@dataclass(frozen=True)
class Reading:
    """What was understood of a typed number: ``value`` in the field's unit; ``problem`` says why there is none."""

    value: float | None
    problem: str = ""


def read_number(typed: object, unit: str = "", decimals: int = 0) -> Reading | None:
    """The number that a person meant, in the field's unit; None if nothing was typed.

    A comma or dot before exactly three digits separates thousands where a whole number is asked for; else a dot is
    the decimal point, and a comma is one where three decimals are asked for.

    >>> [read_number(text, "pp", 1).value for text in ("6,3", "6.3", "6.3 %", "-6.3pp", "−6,3")]
    [6.3, 6.3, 6.3, -6.3, -6.3]
    >>> [read_number(text, "€", 2).value for text in ("€7,068", "7 068,00", "7.068,00 €", "7,07 k€")]
    [7068.0, 7068.0, 7068.0, 7070.0]
    >>> read_number("30 %", "€").problem
    'I read “30 %” as 30 percent. The question asks for euro.'
    """
    text = "" if typed is None else str(typed).strip(SPACES + "\t\n≈~")
    if not text:
        return None
    if len(text) > LONGEST:
        return Reading(None, f"That has {len(text):,} characters. Type one number, for example {example(decimals)}.")
    text = text.replace("−", "-").replace("–", "-")
    number = NUMBER.search(text)
    if not number or len(NUMBER.findall(text)) > 1:
        return Reading(
            None, f"“{text}” is no number that I can read. Type one number, for example {example(decimals)}."
        )
    around = _unit_text(text[: number.start()], text[number.end() :])
    negative = text[: number.start()].rstrip(SPACES + "€").endswith("-") or number.group().startswith("-")
    value = abs(_plain(number.group(), decimals)) * (-1 if negative else 1)
    return _in_unit(text, value, around, unit)


def understood(typed: object, unit: str = "", decimals: int = 0) -> str:
    """What was understood of a typed number, in words; empty where nothing was typed, or there is only one way to read it.

    >>> understood("0,671", "%", 3), understood("0.67", "%", 3)
    ('understood: 0.671 percent', '')
    """
    reading = None if PLAIN.fullmatch(str(typed)) else read_number(typed, unit, decimals)
    if reading is None:
        return ""
    return reading.problem or f"understood: {shown_number(reading.value, unit)}"


def shown_number(value: float, unit: str = "") -> str:
    """A number with its unit in words.

    >>> shown_number(-6.3, "pp"), shown_number(7068.0, "€"), shown_number(15.9, "k€"), shown_number(149, "requests")
    ('−6.3 percentage points', '€7,068', '€15.9 thousand', '149 requests')
    """
    number = f"{value:,.6f}".rstrip("0").rstrip(".") if abs(value) >= 1e-4 or value == 0 else f"{value:.2e}"
    number = number.replace("-", "−")
    if unit.lower() in FRONT:
        return FRONT[unit.lower()].format(number)
    return f"{number} {NAMES.get(unit.lower(), unit)}".rstrip()


def example(decimals: int) -> str:
    """A number with so many decimals, to show how one is typed."""
    return f"{12.3456:.{decimals}f}" if decimals else "97000"


def _unit_text(before: str, after: str) -> str:
    """What stands around the number, as one unit: "€7 k" is "€k"."""
    parts = [part.strip(SPACES + "+-.:=") for part in (before, after)]
    return "".join(parts).lower()


def _in_unit(text: str, value: float, around: str, unit: str) -> Reading:
    typed, asked = UNITS.get(around), UNITS.get(unit.lower())
    if typed is None or around == unit.lower():
        return Reading(value)
    factor, measures = typed
    wanted_factor, wanted = asked or (1.0, "")
    if measures == "" and asked is not None and wanted_factor != 1.0:
        return Reading(value if factor == wanted_factor else round(value * factor / wanted_factor, 12))
    if measures == "" or {measures, wanted} == {"%", "pp"} or (measures == wanted and asked is not None):
        return Reading(round(value * factor / wanted_factor, 12))
    if asked is None:
        return Reading(value)
    asks = NAMES.get(unit.lower(), unit)
    return Reading(None, f"I read “{text}” as {shown_number(value, around)}. The question asks for {asks}.")


def _plain(text: str, decimals: int) -> float:
    text = re.sub(f"[{GROUPS}]", "", text)
    marks = [mark for mark in text if mark in ".,"]
    if len(set(marks)) == 2:
        point = marks[-1]
    elif len(marks) == 1:
        point = marks[0] if _is_decimal(text, marks[0], decimals) else ""
    else:
        point = ""
    whole, _, rest = text.rpartition(point) if point else (text, "", "")
    digits = re.sub(r"[^\d+-]", "", whole) or "0"
    return float(f"{digits}.{rest}") if rest else float(digits)


def _is_decimal(text: str, mark: str, decimals: int) -> bool:
    before, _, after = text.lstrip("+-").partition(mark)
    if len(after) != 3 or len(before) > 3 or before in ("", "0"):
        return True
    return decimals > 0 and (mark == "." or decimals >= 3)
