"""The rows that a result counts: whether they are too few, too many, or in other groups, and what in the query is behind it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import combinations, islice
from typing import TYPE_CHECKING

from sqlglot import exp

from course.grade.query.cause import Cause, Query
from course.grade.query.confirm import replaced
from course.grade.query.excluded import doubtful, named
from course.grade.query.groups import key_width
from course.grade.query.parts import conjuncts, joined, last_day, maker_of
from course.grade.query.repairs import ids_of
from course.grade.query.results import Result, canonical_rows
from course.grade.query.search import optional
from course.grade.query.sqltext import outermost

if TYPE_CHECKING:
    from course.grade.query.attempt import Attempt

MOST_TRIED = 6  # changed queries that are run on the practice data
NEARLY, FEW = 0.03, 0.1
LEAST_SHIFTED, MOSTLY = 4, 0.8
Counts = dict[tuple, int]


@optional
def cause(attempt: Attempt) -> Cause | None:
    """What is certain about the first count of a wrong result; nothing if that is right, or if it is none."""
    query, right = attempt.query, attempt.expected
    width = key_width(right)
    if not query or not width or len(attempt.result.columns) != len(right.columns) or not attempt.result.complete:
        return None
    yours, expected = _counts(attempt.result, width), _counts(right, width)
    if not yours or not expected or yours == expected:
        return None
    name = right.columns[width]
    if late := _shifted(query, yours, expected, (width, right)):
        return late
    if all(yours.get(key, 0) <= count for key, count in expected.items()) and yours.keys() <= expected.keys():
        return _in_where(attempt, expected, width) or _values_gone(attempt, name)
    if all(yours.get(key, 0) >= count for key, count in expected.items()):
        return _repeated_in_step(query, name) or _counted_once(attempt, expected, width)
    return _in_other_groups(query, yours, expected, (width, name, right))


def _counts(result: Result, width: int) -> Counts:
    """The first count of each group; nothing if a group has several rows, or if the column holds no counts."""
    rows = canonical_rows(result)
    counts = {row[:width]: cells[width] for row, cells in zip(rows, result.rows, strict=True)}
    is_clear = len(counts) == len(rows) and all(type(count) is int for count in counts.values())
    return counts if is_clear else {}


def _shifted(query: Query, yours: Counts, expected: Counts, column: tuple[int, Result]) -> Cause | None:
    """Counts that belong to the date before or after: a key that is made from a moment one month, week or day apart."""
    width, right = column
    for position, maker in ((position, maker_of(query, position)) for position in range(width)):
        dates = sorted({key[position] for key in expected} | {key[position] for key in yours}, key=str)
        if maker is None or isinstance(maker, exp.Column) or any(cell[0] != "date" for cell in dates):
            continue
        for step, word in ((-1, "later"), (1, "earlier")):
            beside = dict(zip(dates, dates[1:], strict=False) if step > 0 else zip(dates[1:], dates, strict=False))
            moved = [(key, (*key[:position], beside.get(key[position]), *key[position + 1 :])) for key in yours]
            known = [(yours[key], expected[other]) for key, other in moved if other in expected]
            if len(known) >= LEAST_SHIFTED and sum(one == other for one, other in known) >= MOSTLY * len(known):
                key, other = next((key, other) for key, other in moved if other in expected)
                words = (
                    f"Your dates are {word} than the task's: what you count under {key[position][1]} belongs to "
                    f"{other[position][1]}."
                )
                look = last_day(query, maker) or f"From which moment does your query make `{right.columns[position]}`?"
                return Cause("shifted", words, look, query.place(maker))
    return None


def _in_where(attempt: Attempt, expected: Counts, width: int) -> Cause | None:
    """One or two conditions in WHERE without which the rows that count would be the right ones: they belong to a part."""
    query = attempt.query
    for conditions, sql in islice(_without(query), MOST_TRIED):
        result = attempt.result_of(sql) if attempt.counts_like_expected(sql, width + 1) else None
        if result and len(result.columns) > width and _counts(result, width) == expected:
            if len(conditions) == 1 and attempt.is_surely_right(sql):
                words = f"`{query.written(conditions[0])}` leaves out rows that count."
                place = query.place(conditions[0])
                return named(query, Cause("condition-extra", words, "Does the task ask for it?", place))
            written = joined([f"`{query.written(each)}`" for each in conditions])
            name = attempt.expected.columns[width]
            words = f"Without {written} in WHERE, `{name}` would be right: it takes rows out of the whole, too."
            if len(conditions) > 1:
                words = words.replace("it takes", "they take")
            look = "A condition that only a part must meet belongs to that part: count(*) FILTER (WHERE …)."
            return Cause("base-shrunk", words, look, query.place(conditions[0]))
    return None


def _without(query: Query) -> Iterator[tuple[list[exp.Expression], str]]:
    """The query without one or two of the conditions of a WHERE."""
    sets = []
    for number, clause in enumerate(query.tree.find_all(exp.Where)):
        if not isinstance(clause.parent, exp.Filter):
            parts = [part for part in conjuncts(clause) if not _links(part)]
            sets += [(size, number, chosen) for size in (1, 2) for chosen in combinations(parts, size)]
    for _, number, chosen in sorted(sets, key=lambda each: each[0]):
        copy = query.tree.copy()
        clause = next(islice(copy.find_all(exp.Where), number, None))
        original = next(islice(query.tree.find_all(exp.Where), number, None))
        left = set(map(id, chosen))
        rest = [part.copy() for part in conjuncts(original) if id(part) not in left]
        if rest:
            clause.set("this", reduce(exp.and_, rest))
        else:
            clause.pop()
        yield list(chosen), copy.sql("duckdb", copy=False)


def _links(part: exp.Expression) -> bool:
    return isinstance(part, exp.EQ) and isinstance(part.this, exp.Column) and isinstance(part.expression, exp.Column)


def _values_gone(attempt: Attempt, name: str) -> Cause | None:
    gone = list(islice(doubtful(attempt.query, attempt.expectation.focus), 2))
    if not gone:
        return None
    condition, rows = gone[0]
    words = f"`{name}` is too small wherever it differs. `{attempt.query.written(condition)}` leaves out all {rows}."
    return Cause("values-gone", words, "Does the task ask for that?", attempt.query.place(condition))


def _repeated_in_step(query: Query, name: str) -> Cause | None:
    """A step with several rows for one customer, loan or payment, because it is grouped by something else as well."""
    for group in query.tree.find_all(exp.Group):
        select = group.parent
        step = select.find_ancestor(exp.CTE)
        if not step or select is outermost(query.tree) or select.parent is not step:
            continue
        keys = [column for column in group.expressions if isinstance(column, exp.Column)]
        ids = [key for key in keys if key.name.lower().endswith("_id")]
        others = [key for key in keys if key not in ids]
        if len(ids) != 1 or not others or ids[0].name.lower() not in {each.lower() for each in select.named_selects}:
            continue
        steps = outermost(query.tree).args["with_"].copy()
        probe = exp.select("count(*)", f"count(DISTINCT {ids[0].name})").from_(step.alias)
        probe.set("with_", steps)
        rows = query.tables.look(probe.sql("duckdb"))
        if rows and rows[0][0] > rows[0][1] > 0:
            extra = joined([f"`{key.name}`" for key in others])
            words = (
                f"`{name}` is too large wherever it differs. In `{step.alias}` a `{ids[0].name}` has several rows, one "
                f"for each {extra}: {rows[0][0]:,} rows of {rows[0][1]:,}."
            )
            look = f"Should each `{ids[0].name}` count once? Look at GROUP BY there."
            return Cause("step-repeats", words, look, query.place(others[0]))
    return None


def _counted_once(attempt: Attempt, expected: Counts, width: int) -> Cause | None:
    """A count of rows that would be right if it counted each customer, loan or payment once: a join has repeated them.

    Where other columns are wrong as well, all counts of rows are changed: who counts one so counts all so.
    """
    query, name = attempt.query, attempt.expected.columns[width]
    maker = maker_of(query, width)
    count = maker.this if isinstance(maker, exp.Filter) else maker
    if not _counts_rows(count):
        return None
    others = [node for node in query.tree.find_all(exp.Count) if node is not count and _counts_rows(node)]
    is_alone = attempt.differences.columns == (width,)
    counts = [count] if is_alone else [count, *others]
    for column in islice(_ids(query), MOST_TRIED):
        make = exp.Distinct(expressions=[exp.maybe_parse(column, dialect="duckdb")])
        sql, _ = replaced(query, counts, lambda node, make=make: exp.Count(this=make.copy()))
        result = attempt.result_of(sql) if attempt.counts_like_expected(sql, width + 1) else None
        if result and len(result.columns) > width and _counts(result, width) == expected:
            key = column.rpartition(".")[2]
            words = f"`{query.written(maker)}` counts a `{key}` several times: with each of them once, `{name}` would be right."
            if others and not is_alone and attempt.would_be_right(sql):
                words = f"`{query.written(maker)}` counts a `{key}` several times, and so do your other counts: with each of them once, all would be right."
            look = f"What is one row where you count? count(DISTINCT {key}) counts each `{key}` once."
            return Cause("counted-again", words, look, query.place(maker))
    return None


def _counts_rows(node: exp.Expression | None) -> bool:
    return isinstance(node, exp.Count) and not isinstance(node.this, exp.Distinct)


def _ids(query: Query) -> list[str]:
    """The keys by which things could be counted: with their tables, and then without, as a WITH step passes them on."""
    ids = ids_of(query.tree, query.tables)
    return list(dict.fromkeys([*ids, *(column.rpartition(".")[2] for column in ids)]))


def _in_other_groups(query: Query, yours: Counts, expected: Counts, column: tuple[int, str, Result]) -> Cause | None:
    """Nearly as many rows in all, in other groups: the key is made from something else."""
    width, name, right = column
    if yours.keys() - expected.keys() and expected.keys() - yours.keys():
        return None  # what the key holds says more
    totals = sum(yours.values()), sum(expected.values())
    moved = sum(abs(yours.get(key, 0) - expected.get(key, 0)) for key in {*yours, *expected})
    if abs(totals[0] - totals[1]) > min(NEARLY * totals[1], FEW * moved):
        return None
    makers = [(position, maker_of(query, position)) for position in range(width)]
    made = [(position, maker) for position, maker in makers if maker is not None and not isinstance(maker, exp.Column)]
    if len(made) != 1:
        return None
    position, maker = made[0]
    words = f"`{name}` adds up to {totals[0]:,} in all, expected {totals[1]:,}: nearly the same rows, in other groups."
    if totals[0] == totals[1]:
        words = f"`{name}` adds up to {totals[0]:,} in all, as expected, but in other groups."
    return Cause(
        "other-groups", words, f"Look at how your query makes `{right.columns[position]}`.", query.place(maker)
    )
