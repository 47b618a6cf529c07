"""Compares two results: which rows differ, and whether a column order, a scale or rounding explains it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from course.grade.query.results import Result, Row, canonical_rows, family, is_number, tolerance
from course.verdict import RowDifference

MOST_SHOWN = 5
MOST_PAIRED = 200
MOST_COMPARED = 1_000_000
MOST_ARRANGEMENTS = 1_000

Line = tuple[tuple, Row]  # a row in canonical form, and as it was returned


@dataclass(frozen=True)
class Differences:
    """The rows by which an answer differs.

    ``changed`` pairs a row of the answer with the row that it should be, and ``columns`` holds the positions at
    which these differ.
    """

    extra: tuple[Row, ...] = ()
    missing: tuple[Row, ...] = ()
    changed: tuple[tuple[Row, Row], ...] = ()
    columns: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.extra or self.missing or self.changed)

    @property
    def count(self) -> int:
        """How many rows of the larger result have no equal in the other."""
        return max(len(self.extra), len(self.missing)) + len(self.changed)

    @property
    def row_count(self) -> int:
        """How many rows there are to show: both of each changed pair."""
        return len(self.extra) + len(self.missing) + 2 * len(self.changed)

    def row_differences(self, types: tuple[str, ...]) -> tuple[RowDifference, ...]:
        """At most five rows for a person to read. Both rows of a changed pair are among them, or neither."""
        pairs = [line for yours, right in self.changed for line in (("−", right), ("+", yours))][: MOST_SHOWN - 1]
        alone = [("+", row) for row in self.extra[:3]] + [("−", row) for row in self.missing]
        lines = (pairs + alone)[:MOST_SHOWN]
        return tuple(RowDifference(sign, tuple(map(cell_text, row, types))) for sign, row in lines)


def cell_text(value: object, kind: str) -> str:
    """A cell of a DuckDB type as text for people.

    >>> cell_text(None, "DATE"), cell_text(True, "BOOLEAN"), cell_text(186.0, "DOUBLE"), cell_text(0.41167777777, "DOUBLE")
    ('NULL', 'true', '186', '0.411678')
    >>> cell_text("2025-11-01T00:00:00", "TIMESTAMP"), cell_text("2025-11-01T09:30:00", "TIMESTAMP")
    ('2025-11-01', '2025-11-01 09:30:00')
    """
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and math.isfinite(value):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(round(value, 6))
    text = str(value)
    return text.replace("T", " ").removesuffix(" 00:00:00") if family(kind) == "date" else text


def differences(yours: Result, right: Result, decimals: int | None = None) -> Differences:
    """The rows that only one of two results has. Both must have the same number of columns."""
    return _paired(*_unmatched(yours, right, decimals), decimals)


def same_rows(yours: Result, right: Result, decimals: int | None = None) -> bool:
    """Whether two results hold the same rows, each equally often, in any order."""
    if len(yours.columns) != len(right.columns) or yours.row_count != right.row_count:
        return False
    return not any(_unmatched(yours, right, decimals))


def _unmatched(yours: Result, right: Result, decimals: int | None) -> tuple[list[Line], list[Line]]:
    """The rows of both that have no partner in the other: extra ones and missing ones."""
    waiting = defaultdict(list)
    for form, row in zip(canonical_rows(right, decimals), right.rows, strict=True):
        waiting[form].append(row)
    extra = []
    for form, row in zip(canonical_rows(yours, decimals), yours.rows, strict=True):
        if waiting[form]:
            waiting[form].pop()
        else:
            extra.append((form, row))
    return _without_close(extra, [(form, row) for form, rows in waiting.items() for row in rows], decimals)


def _without_close(extra: list[Line], missing: list[Line], decimals: int | None) -> tuple[list[Line], list[Line]]:
    """What remains when rows whose numbers are equal within the tolerance have been matched too."""
    if decimals is not None or len(extra) * len(missing) > MOST_COMPARED:
        return extra, missing
    candidates = defaultdict(list)
    for line in missing:
        candidates[_words(line)].append(line)
    alone = []
    for line in extra:
        same_words = candidates[_words(line)]
        partner = next((candidate for candidate in same_words if all(_equal_cells(line, candidate, None))), None)
        if partner:
            same_words.remove(partner)
        else:
            alone.append(line)
    return alone, [line for lines in candidates.values() for line in lines]


def _words(line: Line) -> tuple:
    """What must be equal exactly: everything but the numbers."""
    return tuple((name, None) if name == "number" else (name, value) for name, value in line[0])


def _equal_cells(line: Line, other: Line, decimals: int | None) -> list[bool]:
    return [
        left == right
        or (
            decimals is None
            and left[0] == right[0] == "number"
            and _close(float(line[1][position]), float(other[1][position]))
        )
        for position, (left, right) in enumerate(zip(line[0], other[0], strict=True))
    ]


def _close(yours: float, right: float) -> bool:
    """Whether two numbers are equal within the tolerance. Two whole numbers are equal only exactly."""
    if not (math.isfinite(yours) and math.isfinite(right)) or (yours.is_integer() and right.is_integer()):
        return False
    return abs(yours - right) <= tolerance(right)


def _paired(extra: list[Line], missing: list[Line], decimals: int | None) -> Differences:
    """Pair each extra row with the missing row that it resembles most, if it resembles one."""
    if not (extra and missing):
        return Differences(_rows(extra), _rows(missing))
    unpaired, pairs, columns = missing[:MOST_PAIRED], [], set()
    alone = extra[MOST_PAIRED:]
    for line in extra[:MOST_PAIRED]:
        likeliest = max(unpaired, key=lambda candidate: _likeness(line, candidate, decimals), default=None)
        if likeliest and (_likeness(line, likeliest, decimals) or len(extra) == len(missing) == 1):
            unpaired.remove(likeliest)
            pairs.append((line[1], likeliest[1]))
            columns |= {position for position, equal in enumerate(_equal_cells(line, likeliest, decimals)) if not equal}
        else:
            alone.append(line)
    return Differences(_rows(alone), _rows(unpaired + missing[MOST_PAIRED:]), tuple(pairs), tuple(sorted(columns)))


def _likeness(line: Line, other: Line, decimals: int | None) -> int:
    """Equal words say more than equal numbers: they name what the row is about."""
    equal = _equal_cells(line, other, decimals)
    return sum(1 if name == "number" else 2 for (name, _), is_equal in zip(line[0], equal, strict=True) if is_equal)


def _rows(lines: list[Line]) -> tuple[Row, ...]:
    return tuple(row for _, row in lines)


def arrangement(yours: Result, right: Result, decimals: int | None = None) -> tuple[int, ...] | None:
    """The order in which your columns hold the right rows, if there is one."""
    if len(yours.columns) != len(right.columns) or yours.row_count != right.row_count:
        return None
    for positions in islice(_arrangements(yours, right, decimals), MOST_ARRANGEMENTS):
        if same_rows(yours.arranged(positions), right, decimals):
            return positions
    return None


def _arrangements(yours: Result, right: Result, decimals: int | None) -> Iterator[tuple[int, ...]]:
    """Orders of your columns in which each has the contents of the right one."""
    your_contents, right_contents = (_contents(result, decimals) for result in (yours, right))
    fitting = [
        [position for position, your_content in enumerate(your_contents) if your_content == right_content]
        for right_content in right_contents
    ]
    return (positions for positions in product(*fitting) if len(set(positions)) == len(positions))


def _contents(result: Result, decimals: int | None) -> list[list[str]]:
    rows = canonical_rows(result, decimals)
    return [sorted(repr(row[position]) for row in rows) for position in range(len(result.columns))]


def scale(yours: Result, right: Result, decimals: int | None = None) -> tuple[tuple[int, ...], float] | None:
    """The columns, and the factor 100 or 0.01, by which your numbers are too large, if nothing else differs."""
    pairs = zip(right.families, _contents(yours, decimals), _contents(right, decimals), strict=True)
    columns = tuple(
        position
        for position, (name, your_values, right_values) in enumerate(pairs)
        if name == "number" and your_values != right_values
    )
    if not columns:
        return None
    if same_rows(_multiplied(yours, columns, 0.01), right, decimals):
        return columns, 100
    # A share that was rounded first has lost digits, so the right numbers are scaled down instead.
    small = any(is_number(row[position]) and row[position] for row in yours.rows for position in columns)
    return (columns, 0.01) if small and same_rows(yours, _multiplied(right, columns, 0.01), decimals) else None


def _multiplied(result: Result, columns: tuple[int, ...], factor: float) -> Result:
    for column in columns:
        result = result.mapped(column, lambda number: number * factor)
    return result


def rounded_to(yours: Result, right: Result) -> int | None:
    """The number of decimals to which your numbers are rounded, if nothing else differs."""
    if len(yours.columns) != len(right.columns):
        return None
    for decimals in range(5):
        if all(_is_rounded(row, decimals) for row in yours.rows) and same_rows(yours, right, decimals):
            return decimals
    return None


def _is_rounded(row: Row, decimals: int) -> bool:
    return all(round(value, decimals) == value for value in row if is_number(value))
