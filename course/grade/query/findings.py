"""What is wrong with a result on the practice data: one finding at a time, the most useful first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from course.grade import data
from course.grade.query import compare, diagnose, values
from course.grade.query.expectation import QueryExpectation, Signature
from course.grade.query.patterns import find_pattern
from course.grade.query.repairs import Cause
from course.grade.query.results import Result, canonical, canonical_rows
from course.grade.query.sandbox import QueryError, run
from course.grade.query.sqltext import is_ordered
from course.grade.query.tables import Tables, tables_of
from course.verdict import Finding


@dataclass(frozen=True)
class Attempt:
    """A query that runs on the practice data, its result there, and what is expected of it."""

    expectation: QueryExpectation
    sql: str
    database: Path
    result: Result

    @property
    def expected(self) -> Result:
        return self.expectation.practice

    @property
    def decimals(self) -> int | None:
        return self.expectation.decimals

    @cached_property
    def tables(self) -> Tables:
        return tables_of(self.database)

    @cached_property
    def signature(self) -> Signature | None:
        """None for a result that is too large to be right."""
        return self.expectation.signature_of(self.sql, self.result) if self.result.complete else None

    @cached_property
    def has_right_rows(self) -> bool:
        if self.signature is None or self.result.row_count != self.expected.row_count:
            return False
        if self.signature.rows == self.expectation.signature.rows:
            return True
        return self.expected.complete and compare.same_rows(self.result, self.expected, self.decimals)

    @cached_property
    def hidden_prints(self) -> tuple[str, ...]:
        """The loose fingerprints of the results on the hidden data sets; empty where there is no result."""
        return tuple(self._hidden_print(hidden.seed) for hidden in self.expectation.hidden)

    def _hidden_print(self, seed: int) -> str:
        try:
            result = run(data.database(seed, self.expectation.focus), self.sql)
        except QueryError:
            return ""
        return self.expectation.signature_of(self.sql, result).loose if result.complete else ""

    def would_be_right(self, sql: str) -> bool:
        """Whether another query gives the right rows on the practice data."""
        try:
            return replace(self, sql=sql, result=run(self.database, sql, seconds=1.0)).has_right_rows
        except QueryError:
            return False

    @cached_property
    def differences(self) -> compare.Differences:
        comparable = self.expected.complete and self.result.complete
        if not comparable or len(self.result.columns) != len(self.expected.columns):
            return compare.Differences()
        return compare.differences(self.result, self.expected, self.decimals)

    @property
    def difference(self) -> str:
        """How the result differs, in one sentence."""
        yours, right = self.result.row_count, self.expected.row_count
        if yours != right:
            return f"{_rows(yours)}, expected {right:,}."
        differences = self.differences
        if not differences:
            return "The rows differ."
        places = _listing(self.expected.columns[column] for column in differences.columns)
        place = f" in {places}" if differences.changed and not differences.extra and not differences.missing else ""
        if right == 1:
            return f"The row differs{place}."
        verb = "differs" if differences.count == 1 else "differ"
        return f"{differences.count:,} of {_rows(right)} {verb}{place and ', all' + place}."

    def finding(self, kind: str, seen: str, cause: Cause | None = None, look: str = "") -> Finding:
        """A finding with the rows that differ, and with a cause if one is certain."""
        return Finding(
            cause.kind if cause else kind,
            seen,
            expected=cause.words if cause else "",
            look=cause.look if cause else look,
            place=cause.place if cause else None,
            columns=self.expected.columns if self.differences else (),
            numbers=tuple(position for position, name in enumerate(self.expected.families) if name == "number"),
            rows=self.differences.row_differences(self.expected.types),
        )


def _column_count(attempt: Attempt) -> Finding | None:
    yours, right = attempt.result.columns, attempt.expected.columns
    if len(yours) == len(right):
        return None
    message = f"{_quantity(len(yours), 'column')}, expected {len(right)}: {_listing(right)}."
    cause = diagnose.swallowed_comma(attempt.sql, attempt.tables) if len(yours) < len(right) else None
    extra = [name for name in yours if name.lower() not in {expected.lower() for expected in right}]
    is_certain = len(extra) == len(yours) - len(right) > 0
    return attempt.finding("column-count", message, cause, f"Not asked for: {_listing(extra)}." if is_certain else "")


def _column_order(attempt: Attempt) -> Finding | None:
    if attempt.has_right_rows or attempt.signature is None:
        return None
    if attempt.signature.loose != attempt.expectation.signature.loose and not (
        attempt.expected.complete and compare.arrangement(attempt.result, attempt.expected, attempt.decimals)
    ):
        return None
    message = f"The rows are right, but the columns stand in the order {_listing(attempt.result.columns)}."
    return Finding("column-order", message, f"Expected: {_listing(attempt.expected.columns)}.")


def _column_names(attempt: Attempt) -> Finding | None:
    if not attempt.expectation.names:
        return None
    for number, (yours, right) in enumerate(zip(attempt.result.columns, attempt.expected.columns, strict=True), 1):
        if yours.lower() != right.lower():
            message = f"Column {number} is called `{_code(yours)}`; the task asks for `{right}`."
            return Finding("column-name", message, look=f"Name it with AS: … AS {right}.")
    return None


def _column_types(attempt: Attempt) -> Finding | None:
    pairs = zip(attempt.result.families, attempt.expected.families, strict=True)
    for position, (yours, right) in enumerate(pairs):
        your_type, right_type = attempt.result.types[position], attempt.expected.types[position]
        families = {canonical(row[position], your_type)[0] for row in attempt.result.rows if row[position] is not None}
        if families - {right} and right_type != "NULL":
            examples = [
                compare.cell_text(row[position], right_type)
                for row in attempt.expected.rows
                if row[position] is not None
            ]
            example = f", such as {examples[0]}" if examples else ""
            message = (
                f"`{attempt.expected.columns[position]}` holds {FAMILIES[yours]}, expected {FAMILIES[right]}{example}."
            )
            return attempt.finding("column-type", message, look=CONVERSIONS.get((yours, right), ""))
    return None


# How a learner gets from one type to the other.
CONVERSIONS = {
    ("text", "date"): "Keep the date: date_trunc('month', …) gives the first day of a month, …::DATE gives the day.",
    ("number", "date"): "month(…), week(…) and day(…) give numbers. date_trunc('month', …) gives a date.",
    ("text", "boolean"): "A condition such as … IS NOT NULL is true or false by itself: no CASE is needed.",
    ("number", "boolean"): "A condition such as … IS NOT NULL is true or false by itself: no CASE is needed.",
    ("date", "boolean"): "Ask whether it is there: … IS NOT NULL is true or false.",
    ("text", "number"): "Leave out signs such as % and €, and whatever turns the number into text.",
}
FAMILIES = {"number": "a number", "date": "a date", "boolean": "true or false", "text": "text"}


def _row_count(attempt: Attempt) -> Finding | None:
    yours, right = attempt.result.row_count, attempt.expected.row_count
    if yours == right:
        return None
    if not yours:
        look = "No row meets all conditions: take them away one by one to see which removes them."
    elif yours < right:
        look = "Look at the conditions, and at joins that drop rows without a match."
    else:
        look = "Look for a missing condition, a join that repeats rows, or a column too many in GROUP BY."
    cause = values.not_cut(attempt.result, attempt.expected) if yours > right else None
    return attempt.finding("row-count", attempt.difference, cause or _cause(attempt), look)


def _cells(attempt: Attempt) -> Finding | None:
    if attempt.has_right_rows:
        return None
    cause = values.cause(attempt.result, attempt.expected, attempt.decimals) or _cause(attempt)
    return attempt.finding("rows", attempt.difference, cause, _first_change(attempt))


def _first_change(attempt: Attempt) -> str:
    """The first changed row in words, for readers who see no table."""
    if not attempt.differences.changed:
        return ""
    yours, right = attempt.differences.changed[0]
    column = next(position for position in attempt.differences.columns if yours[position] != right[position])
    name, kind = attempt.expected.columns[column], attempt.expected.types[column]
    yours, right = compare.cell_text(yours[column], kind), compare.cell_text(right[column], kind)
    return f"For example `{name}`: yours {yours}, expected {right}."


def _order(attempt: Attempt) -> Finding | None:
    expectation = attempt.expectation
    if not expectation.order or attempt.signature.order == expectation.signature.order:
        return None
    for mistake in expectation.mistakes:
        if mistake.loose[0] == expectation.signature.loose and mistake.order == attempt.signature.order:
            return Finding("known-mistake", mistake.sentence)
    message = "The rows are right, the order is not."
    keys = f"The task asks for {_listing(expectation.order, 'then')}."
    if not is_ordered(attempt.sql):
        return Finding(
            "no-order", message, "Your query has no ORDER BY at its end, so the order is left to chance.", keys
        )
    position, row = _first_out_of_order(attempt)
    name = attempt.expected.columns[position]
    return Finding("order", message, keys, f"Look at `{name}` in row {row}." if row else "")


def _first_out_of_order(attempt: Attempt) -> tuple[int, int]:
    keys = attempt.expectation.keys
    rows = (canonical_rows(result, attempt.decimals) for result in (attempt.result, attempt.expected))
    for number, (yours, right) in enumerate(zip(*rows, strict=False), 1):
        for position in keys:
            if yours[position] != right[position]:
                return position, number
    return keys[0], 0


def _cause(attempt: Attempt) -> Cause | None:
    certain = diagnose.cause(attempt.sql, attempt.tables, attempt.expectation.focus, attempt.would_be_right)
    if certain and certain.kind != "boundary":
        return certain
    # On the practice data alone > can make up for a wrong date. The results on all data sets know better.
    pattern = pattern_cause(attempt)
    return certain if certain and (not pattern or "ROR" in pattern.kind) else pattern


def pattern_cause(attempt: Attempt) -> Cause | None:
    """The kind of mistake that leaves just these results on all data sets, if only one does."""
    if attempt.signature is None or not attempt.expectation.patterns:
        return None
    pattern = find_pattern(attempt.expectation.patterns, (attempt.signature.loose, *attempt.hidden_prints))
    return Cause(f"pattern-{pattern.operator}", pattern.sentence) if pattern else None


def _rows(count: int) -> str:
    return _quantity(count, "row")


def _quantity(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _code(text: str) -> str:
    return text.replace("`", "'")[:60]


def _listing(names: Iterable[str], joiner: str = "") -> str:
    quoted = [f"`{_code(name)}`" for name in names]
    return (f", {joiner} " if joiner else ", ").join(quoted)


# The headline of the verdict, and the rule that finds something to say under it.
RULES: tuple[tuple[str, Callable[[Attempt], Finding | None]], ...] = (
    ("the columns differ.", _column_count),
    ("the columns stand in another order.", _column_order),
    ("a column has another name.", _column_names),
    ("a column has another type.", _column_types),
    ("the number of rows differs.", _row_count),
    ("the rows differ.", _cells),
    ("the order of the rows differs.", _order),
)
