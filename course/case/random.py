"""Random whole numbers that are the same on every machine, Python and numpy: splitmix64 and integer arithmetic only.

Numpy's own distributions and the C library's ``log`` or ``exp`` may change between versions and platforms, so nothing
here uses them. Skewed values come from quantile tables of whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

import numpy as np

GOLDEN, FIRST, SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
MASK = (1 << 64) - 1
Value = TypeVar("Value")


def key(*path: object) -> int:
    """A 64-bit key for a stream's name.

    >>> key(0, "payments") == key(0, "payments"), key(0, "payments") == key(1, "payments")
    (True, False)
    """
    return int.from_bytes(blake2b("/".join(map(str, path)).encode(), digest_size=8).digest(), "little")


class Stream:
    """An endless stream of random whole numbers in numpy arrays, named by a path such as (seed, "payments")."""

    def __init__(self, *path: object) -> None:
        self._path = path
        self._key = np.uint64(key(*path))
        self._used = 0

    def fork(self, *path: object) -> Stream:
        """An independent stream, so that one part of the data can change without moving the others."""
        return Stream(*self._path, *path)

    def bits(self, count: int) -> np.ndarray:
        """The next ``count`` numbers of 64 bits."""
        mixed = np.arange(self._used + 1, self._used + count + 1, dtype=np.uint64) * np.uint64(GOLDEN) + self._key
        self._used += count
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(FIRST)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(SECOND)
        return mixed ^ (mixed >> np.uint64(31))

    def below(self, count: int, bound: int | np.ndarray) -> np.ndarray:
        """``count`` numbers from 0 to ``bound`` − 1; ``bound`` is below 2³², one for all or one per number.

        >>> Stream(0, "example").below(5, 10).tolist()
        [1, 8, 7, 8, 8]
        """
        scaled = (self.bits(count) >> np.uint64(32)) * np.asarray(bound, dtype=np.uint64)
        return (scaled >> np.uint64(32)).astype(np.int64)

    def between(self, count: int, low: int, high: int) -> np.ndarray:
        """``count`` numbers from ``low`` to ``high``, both included."""
        return self.below(count, high - low + 1) + low

    def chance(self, count: int, per_mille: int) -> np.ndarray:
        """``count`` truth values, each true with ``per_mille`` chances in a thousand."""
        return self.below(count, 1000) < per_mille

    def index(self, count: int, weights: Sequence[int] | np.ndarray) -> np.ndarray:
        """``count`` positions in ``weights``, each as likely as its whole-number weight."""
        steps = np.cumsum(np.asarray(weights, dtype=np.int64))
        return np.searchsorted(steps, self.below(count, int(steps[-1])), side="right")

    def choose(self, count: int, weights: dict[Value, int]) -> np.ndarray:
        """``count`` values, each as likely as its weight."""
        return np.array(list(weights), dtype=object)[self.index(count, list(weights.values()))]

    def order(self, count: int) -> np.ndarray:
        """The positions 0 to ``count`` − 1 in random order."""
        return np.argsort(self.bits(count), kind="stable")

    def sample(self, values: np.ndarray, count: int) -> np.ndarray:
        """``count`` different elements of ``values`` in random order."""
        return values[self.order(len(values))[:count]]

    def weighted_sample(self, values: np.ndarray, weights: np.ndarray, count: int) -> np.ndarray:
        """``count`` different elements of ``values``, heavier ones more likely."""
        draws = (self.bits(len(values)) >> np.uint64(44)).astype(np.int64) + 1
        return values[np.argsort(draws * 1_000_000 // np.maximum(weights, 1), kind="stable")[:count]]

    def skewed(self, count: int, quantiles: Sequence[int]) -> np.ndarray:
        """``count`` whole numbers distributed like ``quantiles``, which are given at equal steps from the least to the greatest.

        >>> Stream(0, "example").skewed(4, (0, 10, 100)).tolist()
        [3, 71, 58, 68]
        """
        steps = np.asarray(quantiles, dtype=np.int64)
        position = (self.bits(count) >> np.uint64(40)).astype(np.int64) * (len(steps) - 1)
        left, share = position >> 24, position & 0xFFFFFF
        return steps[left] + ((steps[left + 1] - steps[left]) * share >> 24)


class Dice:
    """The same stream, one number at a time in plain Python: for small data sets."""

    def __init__(self, *path: object) -> None:
        self._key = key(*path)
        self._used = 0

    def below(self, bound: int) -> int:
        """A number from 0 to ``bound`` − 1.

        >>> dice = Dice(0, "example"); [dice.below(10) for _ in range(5)]
        [1, 8, 7, 8, 8]
        """
        self._used += 1
        mixed = (self._used * GOLDEN + self._key) & MASK
        mixed = ((mixed ^ (mixed >> 30)) * FIRST) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * SECOND) & MASK
        return ((mixed ^ (mixed >> 31)) >> 32) * bound >> 32

    def between(self, low: int, high: int) -> int:
        """A number from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1)

    def choice(self, values: Sequence[Value]) -> Value:
        """One of the values, each equally likely."""
        return values[self.below(len(values))]

    def chance(self, per_cent: int) -> bool:
        """True with ``per_cent`` chances in a hundred."""
        return self.below(100) < per_cent
