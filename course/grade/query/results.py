"""Results of queries: their cells in a form that equal answers share, and the fingerprints made from it.

Pure functions, no database. Names of columns and the order of rows do not matter unless a function says so.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

Row = tuple[object, ...]
SHORT = 6  # characters of a digest that nothing depends on but a sentence

TOLERANCE = 1e-6
SIGNIFICANT = 6
# Rounding goes up a little before the half: values that lie exactly on it (1/8, 0.335), for which two right formulas
# differ in the last bits, then end on the same side.
EARLY = 1e-5
NOISE = 1e-12  # relative: by how much two right formulas may differ
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d(?:\.\d{6})?))?")
TRUTHS = {"true": True, "false": False}
NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL")


@dataclass(frozen=True)
class Result:
    """What a query returned. ``rows`` may hold fewer rows than ``row_count`` says; ``seconds`` is its running time.

    Cells are None, bool, int, float or text; dates and times are ISO text in UTC, told apart by ``types``.
    """

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[Row, ...]
    row_count: int
    seconds: float = 0.0

    @classmethod
    def from_json(cls, data: dict) -> Result:
        rows = tuple(tuple(row) for row in data["rows"])
        return cls(tuple(data["columns"]), tuple(data["types"]), rows, data["row_count"], data.get("seconds", 0.0))

    @property
    def complete(self) -> bool:
        return len(self.rows) == self.row_count

    @property
    def families(self) -> tuple[str, ...]:
        return tuple(family(kind) for kind in self.types)

    def arranged(self, positions: Sequence[int]) -> Result:
        """The same result with its columns in another order."""

        def pick(items: Sequence) -> tuple:
            return tuple(items[position] for position in positions)

        return replace(self, columns=pick(self.columns), types=pick(self.types), rows=tuple(map(pick, self.rows)))

    def mapped(self, column: int, change: Callable[[float], float]) -> Result:
        """The same result with ``change`` applied to the numbers of one column."""
        rows = tuple(
            (*row[:column], change(row[column]) if is_number(row[column]) else row[column], *row[column + 1 :])
            for row in self.rows
        )
        return replace(self, rows=rows)


def family(kind: str) -> str:
    """What a DuckDB type holds: number, date, boolean or text.

    >>> family("DECIMAL(10,2)"), family("TIMESTAMP WITH TIME ZONE"), family("INTEGER[]")
    ('number', 'date', 'text')
    """
    if kind.endswith("]"):
        return "text"
    if kind.removeprefix("U").startswith(NUMBERS):
        return "number"
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        return "date"
    return "boolean" if kind == "BOOLEAN" else "text"


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def canonical(value: object, kind: str, decimals: int | None = None) -> tuple[str, Hashable]:
    """A cell in the form that equal cells share: its family and its rounded value.

    A text that reads exactly as a date, or as true or false, counts as one: a learner sees the same in the grid.

    >>> canonical(3, "INTEGER") == canonical(3.0000000001, "DOUBLE")
    True
    >>> canonical("2025-11-01", "DATE") == canonical("2025-11-01T00:00:00", "TIMESTAMP")
    True
    >>> canonical("2025-11-01", "VARCHAR") == canonical("2025-11-01", "DATE")
    True
    >>> canonical(True, "BOOLEAN") == canonical(1, "INTEGER")
    False
    """
    if value is None:
        return "null", None
    name = family(kind)
    if name == "number":
        return name, _rounded(float(value) if isinstance(value, str) else value, decimals)
    if name == "date":
        return name, str(value).removesuffix("T00:00:00")
    return _read(value) if name == "text" else (name, value)


def _read(text: object) -> tuple[str, Hashable]:
    if not isinstance(text, str):
        return "text", text
    if match := MOMENT.fullmatch(text):
        return "date", "T".join(filter(None, match.groups())).removesuffix("T00:00:00")
    return ("boolean", TRUTHS[text]) if text in TRUTHS else ("text", text)


def canonical_rows(result: Result, decimals: int | None = None) -> list[tuple]:
    return [
        tuple(canonical(value, kind, decimals) for value, kind in zip(row, result.types, strict=True))
        for row in result.rows
    ]


def tolerance(value: float) -> float:
    """How far from ``value`` an equal number may be when the task states no decimals."""
    return max(TOLERANCE, TOLERANCE * abs(value))


def _rounded(value: float, decimals: int | None) -> int | float | str:
    if not math.isfinite(value):
        return str(value)
    if decimals is not None:
        return _steps(value, -decimals)
    if isinstance(value, int) or value.is_integer():
        return int(value)
    nearest = _steps(value, 0)
    if abs(value - nearest) <= tolerance(value):
        return nearest
    exponent = max(-SIGNIFICANT, math.floor(math.log10(abs(value))) + 1 - SIGNIFICANT)
    return float(f"{_steps(value, exponent)}e{exponent}")


def _steps(value: float, exponent: int) -> int:
    """How many steps of ten to the ``exponent`` make up ``value``; halves go away from zero, as in DuckDB."""
    if isinstance(value, int) or value.is_integer():
        return int(value) * 10**-exponent
    return int(math.copysign(math.floor(abs(value) * 10.0**-exponent + 0.5 + EARLY), value))


def fingerprint(result: Result, decimals: int | None = None) -> str:
    """A short digest that equal results share. Raises ValueError when not all rows were kept."""
    if not result.complete:
        raise ValueError("only a result that kept all its rows has a fingerprint")
    rows = sorted(map(repr, canonical_rows(result, decimals)))
    return _digest([str(len(result.columns)), *rows])


def loose_fingerprint(result: Result, decimals: int | None = None) -> str:
    """A fingerprint that does not depend on the order of the columns either.

    Columns are put in the order of their contents first; two columns with the same contents keep their places.
    """
    columns = zip(*canonical_rows(result, decimals), strict=True)
    contents = [_digest(sorted(map(repr, column))) for column in columns]
    by_content = sorted(range(len(contents)), key=contents.__getitem__)
    return fingerprint(result.arranged(by_content) if contents else result, decimals)


def column_fingerprints(result: Result, width: int, decimals: int | None = None) -> tuple[str, ...]:
    """A very short digest of each column beside the first ``width`` ones, which tell the rows apart: where two results differ."""
    rows = canonical_rows(result, decimals)
    return tuple(
        _digest(sorted(repr((row[:width] if position >= width else (), row[position])) for row in rows))[:SHORT]
        for position in range(len(result.columns))
    )


def order_fingerprint(result: Result, keys: Sequence[int], decimals: int | None = None) -> str:
    """A digest of the sequence of the key columns' values; rows that are tied on them may swap places."""
    return _digest(map(repr, canonical_rows(result.arranged(keys), decimals)))


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def on_boundary(result: Result, decimals: int | None = None) -> bool:
    """Whether some number is so close to where rounding turns that an equal result might have another digest."""
    return any(
        _turns(value, decimals)
        for row in result.rows
        for value in row
        if isinstance(value, float) and not (value.is_integer() and abs(value) > TOLERANCE / NOISE)
    )


def _turns(value: float, decimals: int | None) -> bool:
    forms = {_rounded(value * (1 + nudge), decimals) for nudge in (-NOISE, 0.0, NOISE)}
    return len(forms) > 1
