"""What `course bench` measures: values beside the limits that they must meet."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measurement:
    """One measured value, and the limit that it must meet."""

    name: str
    value: float
    unit: str
    limit: float

    @property
    def is_within_limit(self) -> bool:
        return self.value <= self.limit

    @property
    def line(self) -> str:
        """The measurement as a line of a table.

        >>> Measurement("build from nothing", 1.42, "s", 10).line
        '✓ build from nothing                               1.42 s    at most 10 s'
        """
        return f"{'✓' if self.is_within_limit else '✗'} {self.name:<44}{self.value:>9.3g} {self.unit:<5}at most {self.limit:g} {self.unit}"


def seconds(act: Callable[[object], object], argument: object) -> float:
    """The duration of one call."""
    start = time.perf_counter()
    act(argument)
    return time.perf_counter() - start


def spread(name: str, values: Sequence[float], limit: float, unit: str = "s") -> list[Measurement]:
    """The median and the 95th percentile; empty without values."""
    if not values:
        return []
    return [
        Measurement(f"{name}, median", statistics.median(values), unit, limit),
        Measurement(f"{name}, 95th percentile", statistics.quantiles(values, n=100)[94], unit, limit),
    ]
