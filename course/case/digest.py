"""Digests of the generated data: the same on every machine, and different once a value, a column or a type changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

import numpy as np

from .load import arrays, definition
from .schema import Table
from .tables import TABLES
from .variant import variant

FOCUSES = (
    (),
    (2,),
    (620, "M0007", "2025-11-14"),
    (0.5, 30, "active"),
    ("2025-11-14", 1, "2025-12-01"),
    ("KE2", "paid", "refunded", "2025-12-01", "2026-01-01"),
    ("visited", "submitted", 0, "signed"),
    ("%Kitchen", "declined", 100_000),
)
"""Literals such as exercises' queries contain: small data sets are built around each of these."""

SEEDS = range(1, 5)


def version(case: Mapping[str, Mapping[str, np.ndarray]]) -> str:
    """The version of all generated data: of the practice data ``case``, and of small data sets as a sample."""
    result = blake2b(digest_size=6)
    for name, value in digests(case).items():
        result.update(f"{name} {value}\n".encode())
    for table in TABLES:
        result.update(definition(table).encode())
    return result.hexdigest()


def digests(case: Mapping[str, Mapping[str, np.ndarray]]) -> dict[str, str]:
    """For each table, a digest of its practice data, and one of its rows in all the small data sets."""
    samples = [variant(seed, focus) for focus in FOCUSES for seed in SEEDS]
    small = {table: [arrays(table, sample[table.name]) for sample in samples] for table in TABLES}
    return {table.name: digest(table, [case[table.name]]) for table in TABLES} | {
        f"small {table.name}": digest(table, small[table]) for table in TABLES
    }


def digest(table: Table, data_sets: Iterable[Mapping[str, np.ndarray]]) -> str:
    """A digest of the table's content in some data sets: its rows in the order of the key, column by column."""
    result = blake2b(digest_size=12)
    for columns in data_sets:
        order = _key_order(table, columns)
        for column in table.columns:
            result.update(_bytes(columns[column.name][order]))
    return result.hexdigest()


def _key_order(table: Table, columns: Mapping[str, np.ndarray]) -> np.ndarray:
    """The order of the rows by their key: the generator's sorts may leave ties in any order, and keys have no ties."""
    keys = (columns[name] for name in reversed(table.key))
    return np.lexsort([key.astype(str) if key.dtype == object else key for key in keys])


def _bytes(values: np.ndarray) -> bytes:
    missing = np.ma.getmaskarray(values)
    plain = np.ma.filled(values, 0) if np.ma.isMaskedArray(values) else values
    if plain.dtype.kind not in "biMO":
        raise TypeError(f"{plain.dtype} is not the same on every machine")
    if plain.dtype.kind == "M":
        return plain.astype("datetime64[s]").astype("<i8").tobytes()
    if plain.dtype == object:
        return "\x00".join("\x01" if value is None else str(value) for value in plain.tolist()).encode()
    return plain.astype("<i8").tobytes() + missing.tobytes()
