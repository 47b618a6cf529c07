"""Small whole-number tools that every area of the generator uses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Columns = dict[str, np.ndarray]
NEVER = np.datetime64("NaT", "s")
SECOND, DAY, MONTH = (np.timedelta64(1, unit) for unit in "sDM")


def apportion(total: int, weights: Sequence[int] | np.ndarray) -> np.ndarray:
    """Split ``total`` into whole parts in proportion to the weights; the largest remainders get the rest.

    >>> apportion(10, (1, 1, 1)).tolist()
    [4, 3, 3]
    """
    shares = np.asarray(weights, dtype=np.int64)
    parts = total * shares // shares.sum()
    remainders = total * shares - parts * shares.sum()
    parts[np.argsort(-remainders, kind="stable")[: total - parts.sum()]] += 1
    return parts


def with_total(amounts: np.ndarray, total: int) -> np.ndarray:
    """Scale whole amounts so that they add up to ``total``.

    >>> with_total(np.array([10, 20, 30]), 90).tolist()
    [15, 30, 45]
    """
    scaled = amounts * total // amounts.sum()
    scaled[: total - scaled.sum()] += 1
    return scaled


def repeat(values: Sequence, counts: Sequence[int] | np.ndarray) -> np.ndarray:
    """Each value repeated by its count.

    >>> repeat(("a", "b"), (2, 1)).tolist()
    ['a', 'a', 'b']
    """
    return np.repeat(np.array(list(values), dtype=object), np.asarray(counts, dtype=np.int64))


def pick(values: Sequence, index: np.ndarray) -> np.ndarray:
    """The values at the positions ``index``, as objects."""
    return np.array(list(values), dtype=object)[index]


def nullable(values: np.ndarray, missing: np.ndarray) -> np.ma.MaskedArray:
    """Whole numbers that are NULL where ``missing`` is true."""
    return np.ma.masked_array(values, mask=missing)


def stack(*parts: Columns) -> Columns:
    """Concatenate the rows of several parts with the same columns."""
    return {
        name: np.ma.concatenate([part[name] for part in parts])
        if any(np.ma.isMaskedArray(part[name]) for part in parts)
        else np.concatenate([part[name] for part in parts])
        for name in parts[0]
    }


def rows(columns: Columns, index: np.ndarray) -> Columns:
    """The rows at the positions ``index``."""
    return {name: values[index] for name, values in columns.items()}


def seconds(count: np.ndarray) -> np.ndarray:
    """Whole numbers as spans of seconds."""
    return count.astype("timedelta64[s]")


def numbered(columns: Columns, name: str, moment: np.ndarray) -> Columns:
    """Sort the rows by ``moment`` and number them from 1 in a new first column ``name``."""
    order = np.argsort(moment, kind="stable")
    return {name: np.arange(1, len(order) + 1), **rows(columns, order)}
