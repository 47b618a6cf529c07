"""What a formula can do: operators and functions, on numbers, as spreadsheets define them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from course.grade.formulas.parse import FormulaError

Value = float | str | bool | None  # None is an empty cell
Values = Sequence[Value]  # a range, row by row
Argument = Value | tuple[Value, ...]  # a tuple is a range


def number(value: Argument) -> float:
    """A single number. Raises FormulaError for a range or a text; an empty cell is 0."""
    if isinstance(value, tuple):
        raise FormulaError("a range stands where one number belongs")
    if isinstance(value, str):
        raise FormulaError(f"“{value}” is a text, and a number belongs there")
    return float(value or 0)


def numbers(arguments: Sequence[Argument]) -> list[float]:
    """All numbers among arguments; texts and empty cells of ranges are passed over."""
    found: list[float] = []
    for argument in arguments:
        if isinstance(argument, tuple):
            found += [float(value) for value in argument if isinstance(value, int | float)]
        else:
            found.append(number(argument))
    return found


def npv(arguments: Sequence[Argument]) -> float:
    """As spreadsheets do: the first value is already one period away.

    >>> round(npv([0.1, (110.0, 121.0)]), 6)
    200.0
    """
    rate, factor, total = number(arguments[0]), 1.0, 0.0
    if rate <= -1:
        raise FormulaError("the rate of NPV has to be above −100%")
    for value in numbers(arguments[1:]):
        factor *= 1 + rate
        total += value / factor
    return total


def power(base: float, exponent: float) -> float:
    """A power that is a number. Raises FormulaError for one that is not, or is too large."""
    try:
        result = base**exponent
    except (OverflowError, ZeroDivisionError) as error:
        raise FormulaError("that power is too large, or divides by zero") from error
    if isinstance(result, complex):
        raise FormulaError("a negative number has no such power")
    return float(result)


def sum_of_products(arguments: Sequence[Argument]) -> float:
    """Ranges of one shape, multiplied cell by cell and added up."""
    ranges = [argument if isinstance(argument, tuple) else (argument,) for argument in arguments]
    if len({len(values) for values in ranges}) != 1:
        raise FormulaError("SUMPRODUCT needs ranges of the same size")
    return sum(math.prod(number(value) for value in line) for line in zip(*ranges, strict=True))


def rounded(arguments: Sequence[Argument]) -> float:
    digits = max(-12, min(12, int(number(arguments[1]) if len(arguments) > 1 else 0)))
    scaled = number(arguments[0]) * 10.0**digits
    return math.copysign(math.floor(abs(scaled) + 0.5), scaled) / 10.0**digits


def divided(left: float, right: float) -> float:
    if right == 0:
        raise FormulaError("it divides by zero or by an empty cell")
    return left / right


def logarithm(value: float) -> float:
    if value <= 0:
        raise FormulaError("a logarithm needs a number above zero")
    return math.log(value)


def mean(arguments: Sequence[Argument]) -> float:
    found = numbers(arguments)
    return divided(sum(found), len(found))


def compared(sign: str, left: Argument, right: Argument) -> bool:
    """Two values by a sign such as “<=”; texts only for being the same."""
    if isinstance(left, str) or isinstance(right, str):
        same = str(left or "").lower() == str(right or "").lower()
        if sign not in ("=", "<>"):
            raise FormulaError("a text can only be compared with “=” or “<>”")
        return same == (sign == "=")
    one, other = number(left), number(right)
    return {"=": one == other, "<>": one != other, "<": one < other, ">": one > other,
            "<=": one <= other, ">=": one >= other}[sign]  # fmt: skip


Function = Callable[[Sequence[Argument]], Value]
FUNCTIONS: dict[str, tuple[int, int, Function]] = {
    "SUM": (1, 20, lambda each: math.fsum(numbers(each))),
    "NPV": (2, 20, npv),
    "SUMPRODUCT": (1, 5, sum_of_products),
    "MIN": (1, 20, lambda each: min(numbers(each), default=0.0)),
    "MAX": (1, 20, lambda each: max(numbers(each), default=0.0)),
    "AVERAGE": (1, 20, mean),
    "COUNT": (1, 20, lambda each: float(len(numbers(each)))),
    "ABS": (1, 1, lambda each: abs(number(each[0]))),
    "ROUND": (1, 2, rounded),
    "POWER": (2, 2, lambda each: power(number(each[0]), number(each[1]))),
    "SQRT": (1, 1, lambda each: power(number(each[0]), 0.5)),
    "EXP": (1, 1, lambda each: power(math.e, number(each[0]))),
    "LN": (1, 1, lambda each: logarithm(number(each[0]))),
    "AND": (1, 20, lambda each: all(numbers(each))),
    "OR": (1, 20, lambda each: any(numbers(each))),
    "NOT": (1, 1, lambda each: not number(each[0])),
}
"""By name: the least and the most arguments, and what it does. IF is computed by the grid: it reads one branch only."""
