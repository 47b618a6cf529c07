"""Makes the small data sets on which learners see a mistake: the hidden data, reduced row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, islice

from course.authoring.query.partial_data import Node, PartialData, Rows
from course.authoring.query.trials import valid_mutants
from course.authoring.steps import step
from course.case.tables import BY_NAME
from course.grade.query.examples import MOST_ROWS, ExampleData, columns_named
from course.grade.query.key import QueryKey
from course.grade.query.results import Result, loose_fingerprint, on_boundary
from course.grade.query.sqltext import base_tables, parse

MOST_EXAMPLES = 10
MOST_TRIED = 4  # data sets that are reduced for one mistake, of which the best is taken
MOST_PAIRED = 1  # data sets in which pairs of rows are tried when taking rows away leaves too many
MOST_PAIRS = 1_400  # tried in one of them
SPARE_SEEDS = tuple(range(41, 53))  # for mistakes that no hidden data set shows
MOST_MUTANTS = 4  # tried per data set, for wrong answers that nobody wrote down
SETS_FOR_MUTANTS = 2

Choice = tuple[int, Rows]  # the seed of a data set, and the rows of it that remain


def examples(key: QueryKey, seeds: Sequence[int]) -> tuple[ExampleData, ...]:
    """A few small data sets that together show all of the key's mistakes that can be shown.

    In each, the references between tables are whole and all right answers agree. Always the same for the same key
    and data. Mistakes that return other columns, or that only the practice data show, get none. An example shows five
    rows in total, or at most five of each table if a known mistake needs more. The right result on it is empty only if
    five rows show the mistake in no other way.
    """
    data = PartialData(key)
    wrong_queries = [str(mistake.answer) for mistake in key.mistakes]
    choices = _cover(_choices_for_mistakes(data, wrong_queries, seeds))
    choices += _choices_for_mutants(data, choices, seeds)
    choices.sort(
        key=lambda choice: (
            data.shown_row_count(choice[1], key.reference),
            len(choice[1]),
            choice[0],
            sorted(choice[1]),
        )
    )
    unshown, result = set(range(len(wrong_queries))), []
    for choice in choices:
        shown = _positions_shown(data, choice, wrong_queries) & unshown
        unshown -= shown
        result.append(_example(data, choice, tuple(sorted(shown))))
    return tuple(result)


def _choices_for_mistakes(
    data: PartialData, wrong: Sequence[str], seeds: Sequence[int]
) -> list[tuple[Choice, set[int]]]:
    """A data set for each mistake that no earlier one shows, and the positions of all mistakes that it shows."""
    choices: list[tuple[Choice, set[int]]] = []
    for position, sql in enumerate(wrong):
        step("making examples", position, len(wrong))
        is_shown = any(position in shown for _, shown in choices)
        if not is_shown and (choice := _smallest(data, sql, (*seeds, *SPARE_SEEDS))):
            shown_briefly = {
                other for other in _positions_shown(data, choice, wrong) if _is_brief(data, choice, wrong[other])
            }
            choices.append((choice, shown_briefly | {position}))
    return choices


def _positions_shown(data: PartialData, choice: Choice, wrong: Sequence[str]) -> set[int]:
    """The positions of the wrong queries that show on a data set."""
    seed, rows = choice
    data.open(seed)
    return {position for position, sql in enumerate(wrong) if _shows(data, rows, sql, may_be_empty=True)}


def _cover(candidates: list[tuple[Choice, set[int]]]) -> list[Choice]:
    """The data sets that show most mistakes, chosen greedily, smaller ones first."""
    unshown, choices = set().union(*(shown for _, shown in candidates)), []
    while unshown and len(choices) < MOST_EXAMPLES:
        best, shown = max(candidates, key=lambda candidate: (len(candidate[1] & unshown), -len(candidate[0][1])))
        choices.append(best)
        unshown -= shown
    return choices


def _choices_for_mutants(data: PartialData, choices: list[Choice], seeds: Sequence[int]) -> list[Choice]:
    """Data sets for wrong answers that nobody wrote down: for mutants that no data set shows so far."""
    step("making examples of other mistakes")
    wrong = [mutant.sql for mutant in valid_mutants(data.key)[1]]
    unshown = set(range(len(wrong))).difference(*(_positions_shown(data, choice, wrong) for choice in choices))
    added: list[Choice] = []
    for seed in seeds[:SETS_FOR_MUTANTS]:
        for position in sorted(unshown & _positions_shown(data, (seed, data.open(seed).rows), wrong))[:MOST_MUTANTS]:
            is_needed = position in unshown and len(choices) + len(added) < MOST_EXAMPLES
            choice = next(_small(data, wrong[position], (seed,)), None) if is_needed else None
            if choice and _is_brief(data, choice, wrong[position]):
                added.append(choice)
                unshown -= _positions_shown(data, choice, wrong)
    return added


def _smallest(data: PartialData, sql: str, seeds: Iterable[int]) -> Choice | None:
    """A data set of few rows on which a wrong query gives another result: the first brief one, else the smallest."""
    choices: list[Choice] = []
    for choice in islice(_small(data, sql, seeds), MOST_TRIED):
        if _is_brief(data, choice, sql):
            return choice
        choices.append(choice)
    if not choices:
        return None
    smallest = min(choices, key=lambda choice: data.shown_row_count(choice[1], sql))
    seeds = [seed for seed, _ in choices[:MOST_PAIRED]]
    return _from_pairs(data, sql, seeds, data.shown_row_count(smallest[1], sql) - 1) or smallest


def _from_pairs(data: PartialData, sql: str, seeds: Iterable[int], most: int) -> Choice | None:
    """The first one or two rows, with all that they need, on which a wrong query shows; at most ``most`` are shown.

    Taking rows away one by one stops when none can go alone, although a smaller set of other rows might do. If the key
    allows it, five rows on which the right result is empty are better than more.
    """
    empty: Choice | None = None
    may_be_empty = data.may_be_empty
    for seed in seeds:
        data_set = data.open(seed)
        needs = {_closure({row}, data_set.leaders) for row in data_set.rows}
        unions = needs | {first | second for first, second in combinations(needs, 2)}
        fitting = sorted((count, sorted(rows)) for rows in unions if (count := data.shown_row_count(rows, sql)) <= most)
        for count, nodes in fitting[:MOST_PAIRS]:
            rows = frozenset(nodes)
            if _shows(data, rows, sql, may_be_empty) and _is_small(data, rows):
                if data.right.rows:
                    return empty or (seed, rows)
                empty = empty or ((seed, rows) if count <= MOST_ROWS else None)
    return empty


def _is_brief(data: PartialData, choice: Choice, sql: str) -> bool:
    """Whether a learner who wrote the query sees no more rows than an example should have in total."""
    return data.shown_row_count(choice[1], sql) <= MOST_ROWS


def _small(data: PartialData, sql: str, seeds: Iterable[int]) -> Iterator[Choice]:
    """A small enough part of each data set on which a wrong query shows."""
    for seed in seeds:
        data_set = data.open(seed)
        if _shows(data, data_set.rows, sql):
            rows = minimal(data_set.rows, data_set.followers, lambda rows: _shows(data, rows, sql))
            data.fill(rows)
            if _is_small(data, rows):
                yield seed, rows


def minimal(rows: Rows, followers: dict[Node, list[Node]], holds: Callable[[Rows], bool]) -> Rows:
    """Take rows away, all at once, then half of them, then fewer, while ``holds`` is true, until none can go.

    >>> rows = frozenset({("t", 1), ("t", 2), ("t", 3)})
    >>> sorted(minimal(rows, {("t", 1): [("t", 2)]}, lambda rows: ("t", 2) in rows))  # 2 cannot stay without 1
    [('t', 1), ('t', 2)]
    """
    size = len(rows)
    while size:
        previous = rows
        for chunk in _chunks(sorted(rows), size):
            smaller = rows - _closure(chunk & rows, followers)
            if smaller != rows and holds(smaller):
                rows = smaller
        size = size // 2 if size > 1 or rows == previous else 1
    return rows


def _chunks(rows: list[Node], size: int) -> Iterator[Rows]:
    return (frozenset(rows[start : start + size]) for start in range(0, len(rows), size))


def _closure(rows: Iterable[Node], links: dict[Node, list[Node]]) -> Rows:
    """The rows and all that their links lead to."""
    closure = set(rows)
    waiting = list(closure)
    while waiting:
        new = [node for node in links.get(waiting.pop(), ()) if node not in closure]
        closure.update(new)
        waiting += new
    return frozenset(closure)


def _shows(data: PartialData, rows: Rows, sql: str, may_be_empty: bool = False) -> bool:
    """Whether a wrong query shows on these rows, and completing their families changes neither result."""
    data.fill(rows)
    if not _differs(data, sql, may_be_empty):
        return False
    complete_rows = data.data_set.completed(rows)
    if complete_rows == rows:
        return True
    results = _results(data, sql)
    data.fill(complete_rows)
    return _results(data, sql) == results


def _results(data: PartialData, sql: str) -> list[str]:
    results = (data.right, data.run(sql))
    return [result and loose_fingerprint(result, data.key.decimals) for result in results]


def _differs(data: PartialData, sql: str, may_be_empty: bool) -> bool:
    """Whether a wrong query shows on the rows that are filled in, while all right ones agree on plain values."""
    decimals, right = data.key.decimals, data.right
    if right is None or not (_is_plain(right) if right.rows else may_be_empty) or on_boundary(right, decimals):
        return False
    wrong = data.run(sql)
    if wrong is None or len(wrong.columns) != len(right.columns):
        return False
    return loose_fingerprint(wrong, decimals) != loose_fingerprint(right, decimals) and data.is_fair


def _is_plain(right: Result) -> bool:
    """Whether a result has no NaN, no infinity, and more than NULLs: these distract from the mistake."""
    cells = [(value, name) for row in right.rows for value, name in zip(row, right.families, strict=True)]
    return not any(name == "number" and isinstance(value, str) for value, name in cells) and any(
        value is not None for value, _ in cells
    )


def _is_small(data: PartialData, rows: Rows) -> bool:
    sizes = [sum(name == table for name, _ in rows) for table in data.tables]
    return max(sizes) <= MOST_ROWS and data.right.row_count <= MOST_ROWS


def _example(data: PartialData, choice: Choice, mistakes: tuple[int, ...]) -> ExampleData:
    seed, rows = choice
    data.open(seed)
    data.fill(rows)
    tree = parse(data.key.reference)
    tables_read = {table.name.lower() for table in base_tables(tree)}
    column_names = columns_named(tree)
    return ExampleData(
        tables={name: data.content(name) for name in data.tables},
        matters={
            name: tuple(column.name for column in BY_NAME[name].columns if column.name in column_names)
            for name in data.tables
            if name in tables_read
        },
        expected=replace(data.right, seconds=0.0),
        mistakes=mistakes,
    )
