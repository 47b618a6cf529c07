"""Reads numbers as people type them, and says what was understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

SPACES = "\u0020\u00a0\u2009\u202f"
GROUPS = f"{SPACES}'’_"
NUMBER = re.compile(rf"[+-]?\s*(?:\d[\d{GROUPS}.,]*\d|\d)|[+-]?\s*[.,]\d+")
LONGEST = 100  # characters: far more than a number with its unit takes, and a float still holds it
SIGN = re.compile(r"^(?:minus|negative)\s+(?=[\d€.,])", re.IGNORECASE)
FALL = r"less|lower|fewer|down|decreased?|reduction|drop(?:ped)?|fall|fell|declined?"
BEFORE = re.compile(
    rf"^(?:(?:an?\s+)?(?P<fall>{FALL})(?:\s+(?:of|by))?|plus|about|around|roughly|approximately|circa|ca\.?)\s+(?!than\b)(?=[\w€.,+-])",
    re.IGNORECASE,
)
AFTER = re.compile(rf"\s+(?:{FALL})\b[a-z ]*\.?$", re.IGNORECASE)
PLAIN = re.compile(r"-?\d+(\.\d{1,2}|\.\d{4,})?")

# A unit is a factor and what it measures: 1 k€ is 1,000 of €. Words that are not here name what is counted.
UNITS = {
    "%": (1.0, "%"), "percent": (1.0, "%"), "per cent": (1.0, "%"),
    "pp": (1.0, "pp"), "percentage points": (1.0, "pp"), "percentage point": (1.0, "pp"),
    "€": (1.0, "€"), "eur": (1.0, "€"), "euro": (1.0, "€"), "euros": (1.0, "€"),
    "k€": (1e3, "€"), "€k": (1e3, "€"), "k eur": (1e3, "€"), "m€": (1e6, "€"), "€m": (1e6, "€"), "cents": (0.01, "€"),
    "k": (1e3, ""), "thousand": (1e3, ""), "m": (1e6, ""), "million": (1e6, ""),
    "ms": (1e-3, "s"), "msec": (1e-3, "s"), "millisecond": (1e-3, "s"), "milliseconds": (1e-3, "s"),
    "s": (1.0, "s"), "sec": (1.0, "s"), "second": (1.0, "s"), "seconds": (1.0, "s"),
    "min": (60.0, "s"), "minute": (60.0, "s"), "minutes": (60.0, "s"), "h": (3600.0, "s"), "hour": (3600.0, "s"), "hours": (3600.0, "s"),
    "day": (86400.0, "s"), "days": (86400.0, "s"), "week": (604800.0, "s"), "weeks": (604800.0, "s"),
}  # fmt: skip
NAMES = {"pp": "percentage points", "%": "percent", "€": "euro", "k€": "thousand euro", "m€": "million euro"}
NAMES |= {"k eur": "thousand euro", "eur": "euro", "min": "minutes", "h": "hours", "s": "seconds", "ms": "milliseconds"}
FRONT = {"€": "€{}", "eur": "€{}", "k€": "€{} thousand", "k eur": "€{} thousand", "m€": "€{} million"}


@dataclass(frozen=True)
class Reading:
    """What was understood of a typed number: ``value`` in the field's unit; ``problem`` says why there is none.

    ``falls`` says that words call it a fall ("24.2 % less"), which a question may count as negative. ``in_ones`` is the
    value of a bare number that is meant in ones where thousands or millions are asked for ("15900" for €15.9k).
    """

    value: float | None
    problem: str = ""
    falls: bool = False
    in_ones: float | None = None

    @property
    def values(self) -> tuple[float, ...]:
        """Everything that the typed number can mean, the plainest reading first."""
        if self.value is None:
            return ()
        fall = -abs(self.value) if self.falls else None
        return tuple(value for value in (self.value, fall, self.in_ones) if value is not None)


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
    text, falls = _without_words(text.replace("−", "-").replace("–", "-"))
    number = NUMBER.search(text)
    if not number or len(NUMBER.findall(text)) > 1:
        return Reading(
            None, f"“{text}” is no number that I can read. Type one number, for example {example(decimals)}."
        )
    around = _unit_text(text[: number.start()], text[number.end() :])
    negative = text[: number.start()].rstrip(SPACES + "€").endswith("-") or number.group().startswith("-")
    value = abs(_plain(number.group(), decimals)) * (-1 if negative else 1)
    reading = _in_unit(text, value, around, unit)
    return replace(reading, falls=falls, in_ones=None if around else _in_ones(value, unit))


def understood(typed: object, unit: str = "", decimals: int = 0) -> str:
    """What was understood of a typed number, in words; empty where nothing was typed, or there is only one way to read it.

    >>> understood("0,671", "%", 3), understood("0.67", "%", 3)
    ('understood: 0.671 percent', '')
    >>> understood("24.2 % less", "%", 1), understood("15900", "k€", 1)
    ('understood: 24.2 percent less', 'understood: €15,900, or €15,900 thousand')
    """
    reading = read_number(typed, unit, decimals)
    if reading is None or (PLAIN.fullmatch(str(typed)) and reading.in_ones is None):
        return ""
    if reading.value is None:
        return reading.problem
    ones = "" if reading.in_ones is None else f"{shown_number(reading.value, UNITS[unit.lower()][1])}, or "
    return f"understood: {ones}{shown_number(reading.value, unit)}{' less' * reading.falls}"


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


def _without_words(text: str) -> tuple[str, bool]:
    """The text without the words around its number that are no unit, and whether they say that something fell.

    >>> _without_words("down by about 24.2 %"), _without_words("24.2 % fewer calls"), _without_words("minus 7.31")
    (('24.2 %', True), ('24.2 %', True), ('-7.31', False))
    """
    falls = False
    while match := BEFORE.match(text):
        text, falls = text[match.end() :], falls or bool(match["fall"])
    end = AFTER.search(text)
    text = SIGN.sub("-", text[: end.start()] if end else text)
    return text, falls or bool(end)


def _in_ones(value: float, unit: str) -> float | None:
    factor, measures = UNITS.get(unit.lower(), (1.0, ""))
    return round(value / factor, 12) if measures == "€" and abs(value) >= factor > 1 else None


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
