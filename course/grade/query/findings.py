"""What is wrong with a result on the practice data: one finding at a time, the most useful first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice

from sqlglot import exp

from course.grade.query import (
    base,
    brackets,
    cells,
    columns,
    compare,
    confirm,
    diagnose,
    groups,
    hollow,
    no_number,
    remainders,
    shares,
    sisters,
    slips,
    telltales,
    undo,
    values,
)
from course.grade.query.attempt import Attempt, code, listing
from course.grade.query.cause import Cause, Query
from course.grade.query.excluded import doubtful, named
from course.grade.query.pairs import both
from course.grade.query.parts import maker_of
from course.grade.query.patterns import find_pattern, may_fit
from course.grade.query.probes import by_probe
from course.grade.query.repairs import halves, other_counts
from course.grade.query.results import Row, canonical, canonical_rows
from course.grade.query.search import optional
from course.grade.query.sqltext import is_ordered
from course.verdict import Finding

# So few that a wrong answer without a name takes little longer than a right one: a long query takes longer to change.
FEWEST_REPAIRS, MOST_REPAIRS = 4, 10
MOST_UNDONE = 6
MOST_PROBES = 12
NODES_TO_CHANGE = 1_000
MOST_EXTRA = 2
COUNTED, MOST_COUNTS = "CNT", 8


def _row_count(attempt: Attempt) -> Finding | None:
    yours, right = attempt.result.row_count, attempt.expected.row_count
    if yours == right:
        return None
    if yours > right:
        cause = values.not_cut(attempt.result, attempt.expected) or remainders.cause(attempt)
        if attempt.query and right == 1:
            cause = cause or slips.grouped_at_end(attempt.query, attempt.expected.columns)
        look = "Look for a missing condition, a join that repeats rows, or a column too many in GROUP BY."
    else:
        cause = attempt.query and slips.left_limit(attempt.query, yours)
        cause = cause or values.too_coarse(attempt.result, attempt.expected)
        look = "Look at the conditions, and at joins that drop rows without a match."
    return attempt.finding(
        "row-count", attempt.difference, cause or _cause(attempt) or _facts(attempt, "row-count"), look
    )


def _cells(attempt: Attempt) -> Finding | None:
    if attempt.has_right_rows:
        return None
    cause = values.cause(attempt.result, attempt.expected, attempt.decimals) or _cause(attempt)
    return attempt.finding("rows", attempt.difference, cause or _facts(attempt, "rows"), _first_change(attempt) or "")


@optional
def _facts(attempt: Attempt, kind: str) -> Cause | None:
    """What is true of the groups and the columns that differ, where no cause is certain."""
    fact = brackets.cause(attempt) or shares.cause(attempt) or base.cause(attempt) or sisters.cause(attempt)
    fact = fact or telltales.noted(attempt, _first_change(attempt) or "")
    fact = fact or groups.cause(attempt.result, attempt.expected, attempt.decimals, attempt.query)
    fact = fact or cells.cause(
        attempt.differences, attempt.expected, attempt.query, _first_change(attempt) or "", attempt.expectation.focus
    )
    return replace(fact, kind=kind) if fact else None


@optional
def _first_change(attempt: Attempt) -> str:
    """A changed row in words, for readers who see no table: the one that the task quotes, or the first."""
    if not attempt.differences.changed:
        return ""
    quoted = next((pair for pair in attempt.differences.changed if _is_quoted(attempt, pair[1])), None)
    yours, right = quoted or attempt.differences.changed[0]
    row = f" of {attempt.expectation.quoted}" if quoted else ""
    for column in attempt.differences.columns:
        kinds = attempt.result.types[column], attempt.expected.types[column]
        cells = yours[column], right[column]
        forms = {canonical(cell, kind, attempt.decimals) for cell, kind in zip(cells, kinds, strict=True)}
        texts = [compare.cell_text(cell, kinds[1]) for cell in cells]
        if len(forms) > 1 and texts[0] != texts[1]:
            return f"For example `{attempt.expected.columns[column]}`{row}: yours {texts[0]}, expected {texts[1]}."
        if len(forms) > 1:
            return f"For example `{attempt.expected.columns[column]}`{row}: yours is {kinds[0]}, expected {kinds[1]}."
    return ""


def _is_quoted(attempt: Attempt, row: Row) -> bool:
    """Whether a row is the one that the task quotes figures of."""
    cells = (compare.cell_text(cell, kind) for cell, kind in zip(row, attempt.expected.types, strict=True))
    return bool(attempt.expectation.quoted) and attempt.expectation.quoted in cells


def _no_order(attempt: Attempt) -> Finding | None:
    """No ORDER BY where one is asked for: the rows may be in order all the same, or there may be only one."""
    order = attempt.expectation.order
    if not order or is_ordered(attempt.sql):
        return None
    words = "Your query has no ORDER BY at its end, so the order is left to chance."
    keys = f"The task asks for {listing(order, 'then')}."
    return _known_order(attempt) or Finding("no-order", "The rows are right.", words, keys)


def _known_order(attempt: Attempt) -> Finding | None:
    """The known mistake that has the right rows in just this order."""
    expectation = attempt.expectation
    for mistake in expectation.mistakes:
        if mistake.loose[0] == expectation.signature.loose and mistake.order == attempt.signature.order:
            return Finding("known-mistake", mistake.sentence)
    return None


def _order(attempt: Attempt) -> Finding | None:
    expectation = attempt.expectation
    if not expectation.order or attempt.signature.order == expectation.signature.order:
        return None
    if mistake := _known_order(attempt):
        return mistake
    message = "The rows are right, the order is not."
    keys = f"The task asks for {listing(expectation.order, 'then')}."
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


@optional
def _cause(attempt: Attempt) -> Cause | None:
    query = attempt.query
    if query is None:
        return pattern_cause(attempt)
    if certain := diagnose.by_text(query, attempt.expectation.focus):
        return certain
    is_hollow = hollow.is_hollow(attempt.result)
    if special := (None if is_hollow else no_number.cause(attempt)) or telltales.certain(attempt):
        return special
    # While the practice data are open.
    repetition = diagnose.by_repetition(query, only_pairs=not _may_repeat(attempt))
    certain = diagnose.by_repair(query, attempt.is_right_everywhere, _affordable_repairs(query.tree)) or repetition
    certain = certain or _half(attempt)
    if certain and certain.kind != "boundary":
        return certain
    if is_hollow:  # many mistakes leave nothing
        return certain or hollow.cause(query, attempt.expectation.focus) or no_number.cause(attempt)
    # > can make up for a wrong date. The results on all data sets know better.
    pattern = pattern_cause(attempt)
    if pattern and pattern.kind.startswith("pattern-DROP") and (sister := sisters.cause(attempt)):
        return sister  # the same, and where it stands
    is_one_of_several = bool(pattern) and " " in pattern.kind
    if certain or (pattern and not is_one_of_several):
        return certain if certain and (not pattern or "ROR" in pattern.kind) else pattern
    focus = attempt.expectation.focus
    undone = undo.by_undoing(query, focus, attempt.is_right_everywhere, attempt.would_be_right, MOST_UNDONE)
    if undone := undone or telltales.likely(attempt):
        return undone
    most = _affordable_repairs(query.tree) // 2  # the other half was for repairs
    is_right = attempt.is_surely_right if is_one_of_several else attempt.is_right_everywhere
    wrong = confirm.wrong_part(query, focus, is_right, most)
    if wrong or (pattern and not is_one_of_several):
        return wrong or pattern
    return by_probe(query, focus, is_right, MOST_PROBES) or pattern or _extra_beside_mistake(attempt)


def _may_repeat(attempt: Attempt) -> bool:
    """Whether repeated rows can be what is wrong: they leave the first and the last of something as it is."""
    makers = [maker_of(attempt.query, position) for position in attempt.differences.columns]
    return not any(isinstance(maker, exp.Min | exp.Max) for maker in makers)


def _half(attempt: Attempt) -> Cause | None:
    """A repair that leaves just a known mistake: the answer has both."""
    for sql, cause in halves(attempt.query):
        if mistake := attempt.known_mistake_of(sql):
            return replace(cause, kind="two-mistakes", words=both(mistake.sentence, cause.words))
    return None


def _extra_beside_mistake(attempt: Attempt) -> Cause | None:
    """A condition that leaves out values altogether, and without which all is right, or just a known mistake is left."""
    query = attempt.query
    kept = {query.place(condition) for condition, _ in doubtful(query, attempt.expectation.focus)}
    changes = ((sql, cause) for sql, cause in confirm.without_condition(query) if cause.place in kept) if kept else ()
    for sql, cause in islice(changes, MOST_EXTRA):
        if attempt.is_right_everywhere(sql):
            return named(query, cause)
        if mistake := attempt.known_mistake_of(sql):
            return replace(cause, kind="two-mistakes", words=both(mistake.sentence, named(query, cause).words))
    return None


def _affordable_repairs(tree: exp.Expression) -> int:
    nodes = sum(1 for _ in tree.walk())
    return min(MOST_REPAIRS, max(FEWEST_REPAIRS, NODES_TO_CHANGE // nodes))


@optional
def pattern_cause(attempt: Attempt) -> Cause | None:
    """The kind of mistake that leaves just these results on all data sets, if only one does."""
    patterns = attempt.expectation.patterns
    if attempt.signature is None or not may_fit(patterns, attempt.signature.loose):
        return None
    pattern = find_pattern(patterns, (attempt.signature.loose, *attempt.hidden_prints))
    if not pattern or not pattern.suits(attempt.sql) or not attempt.query or _contradicts(attempt, pattern.operator):
        return None
    if pattern.operator == COUNTED:
        likely = (change for change in other_counts(attempt.query) if _is_in_wrong_column(attempt, change[1].place))
        changes = islice(likely, MOST_COUNTS)
        if counted := next((cause for sql, cause in changes if attempt.is_surely_right(sql)), None):
            return replace(counted, kind=f"pattern-{COUNTED}")
    if missing := _missing_condition(attempt, pattern.operator):
        return missing
    is_confirmed, place, kind = confirm.place_undone(
        pattern.operator,
        attempt.query,
        attempt.expectation.focus,
        attempt.is_right_elsewhere,
        attempt.is_surely_right,
    )
    if not is_confirmed:
        return None
    is_group = " " in pattern.operator and "DROP_COND" in pattern.operator
    words = pattern.sentence
    if is_group:
        part = attempt.sql[place[0] : sum(place)] if place else ""
        words = OF_KIND[kind].format(code(" ".join(part.split()))) if place else DROPPED_OR_OTHER
    words = _exactly(attempt.query, place) if pattern.operator == "ROR" and place else words
    return Cause(f"pattern-{pattern.operator}", words or pattern.sentence, place=place)


def _exactly(query: Query, place: tuple[int, int]) -> str:
    """What an equals sign does where the task compares in another way."""
    equals = (node for node in query.tree.find_all(exp.EQ) if query.place(node) == place)
    node = next(equals, None)
    if node is None or isinstance(node.expression, exp.Literal) and node.expression.is_string:
        return ""
    return f"`{query.written(node)}` takes only what is exactly equal. Does the task mean up to it, or from it on?"


# What is certain about a condition that asks something else: the change that would make the query right.
OF_KIND = {
    "ROR": "`{}` compares in another way than the task asks.",
    **dict.fromkeys(("CST_NUM", "CST_STR", "CST_DATE"), "`{}` is not the value that the task means here."),
    **dict.fromkeys(("COL", "COL_TABLE", "COL_TIME"), "`{}` is not the column that the task means here."),
}
DROPPED_OR_OTHER = (
    "A condition of the task is missing, or one of yours asks something else: another column, comparison or value."
)


def _missing_condition(attempt: Attempt, operator: str) -> Cause | None:
    """The condition that a pattern says is missing, if one more in one place makes the query right."""
    if not {"DROP_COND", "DROP_WHERE"} & set(operator.split()):
        return None
    changes = islice(confirm.missing_condition(attempt.query, attempt.expectation.focus), confirm.MOST_LIKELY)
    missing = next((cause for sql, cause in changes if attempt.is_surely_right(sql)), None)
    return missing and replace(missing, kind="pattern-DROP_COND")


def _is_in_wrong_column(attempt: Attempt, place: tuple[int, int] | None) -> bool:
    makers = (maker_of(attempt.query, column) for column in attempt.differences.columns)
    spans = [span for maker in makers if maker is not None and (span := attempt.query.place(maker))]
    return place is None or not spans or any(start <= place[0] < start + length for start, length in spans)


def _contradicts(attempt: Attempt, operator: str) -> bool:
    """Whether a result is smaller, though a condition that is missing can only make it larger."""
    differences = attempt.differences
    if not operator.startswith("DROP_") or not differences:
        return False
    return attempt.result.row_count < attempt.expected.row_count or (
        bool(differences.columns)
        and not differences.missing
        and all(isinstance(row[differences.columns[0]], int) for pair in differences.changed for row in pair)
        and cells.direction(differences, differences.columns[0]) == "small"
    )


# The headline of the verdict, and the rule that finds something to say under it.
RULES: tuple[tuple[str, Callable[[Attempt], Finding | None]], ...] = (
    ("the columns differ.", columns.column_count),
    ("the number of rows differs.", columns.row_shape),
    ("the columns stand in another order.", columns.column_order),
    ("a column has another name.", columns.column_names),
    ("a column has another type.", columns.column_types),
    ("the number of rows differs.", _row_count),
    ("the rows differ.", _cells),
    ("nothing says the order of the rows.", _no_order),
    ("the order of the rows differs.", _order),
)
