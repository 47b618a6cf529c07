"""What a fact of the case is: a sentence, a value, and the query for it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Fact:
    """A figure that is planted in the data.

    ``value`` is the one of seed 0, in ``unit``; the result of ``sql`` differs from it by at most ``tolerance``. For every
    other seed it is within ``band``, both ends included; without a band it is always the same. ``statement`` holds
    ``{value}`` where the figure belongs. ``used_in`` names the exercises that build on it, ``told_in``
    those whose text prints it, so that nobody has to find it first.
    """

    id: str
    statement: str
    value: float | str
    unit: str
    tolerance: float
    sql: str
    used_in: tuple[str, ...]
    band: tuple[float, float] | None = None
    told_in: tuple[str, ...] = ()

    def text(self, value: float | str | None = None) -> str:
        """The statement with ``value``, or with that of seed 0, rounded as the value of seed 0 is written.

        >>> Fact("F0", "{value} of the payments", 12.0, "%", 0.05, "", ()).text(12.0176)
        '12.0% of the payments'
        """
        return self.statement.format(value=self.with_unit(self.value if value is None else value))

    def with_unit(self, value: float | str) -> str:
        """A value with its unit, such as '47.48%', '€7,068' or '186'."""
        if isinstance(value, str):
            return value
        number = self._rounded(value).replace("-", "−")
        if self.unit in CURRENCY:
            return CURRENCY[self.unit].format(number)
        return f"{number}{'' if self.unit == '%' else ' '}{self.unit}" if self.unit in MEASURES else number

    def _rounded(self, value: float) -> str:
        if 0 < abs(value) < 1e-4:
            digit, power = f"{value:.0e}".split("e")
            return f"{digit}·10{str(int(power)).translate(RAISED)}"
        return f"{value:,.{max(0, -Decimal(str(self.value)).as_tuple().exponent)}f}"

    def agrees(self, value: float | str) -> bool:
        """Whether a measured figure is the one of seed 0, within the tolerance."""
        if isinstance(self.value, str) or isinstance(value, str):
            return self.value == value
        return abs(value - self.value) <= self.tolerance

    def plausible(self, value: float | str) -> bool:
        """Whether a measured figure is possible for some seed."""
        if self.band is None or isinstance(value, str):
            return self.agrees(value)
        return self.band[0] <= value <= self.band[1]


MEASURES = ("%", "pp", "days", "hours", "minutes")
"""Units that are written after the number; a count has none, because the sentence names it."""

CURRENCY = {"EUR": "€{}", "k EUR": "€{}k"}
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
