"""Makes the small data sets on which learners see a mistake: the hidden data, with row after row taken away."""

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

MOST_EXAMPLES = 6
MOST_TRIED = 4  # data sets that are made small for one mistake, the best of which is taken
MOST_PAIRED = 1  # data sets in which pairs of rows are tried, where taking rows away leaves too many
MOST_PAIRS = 1_400  # that are tried in one of them
SPARE_SEEDS = tuple(range(41, 53))  # for mistakes that no hidden data set tells
MOST_MUTANTS = 4  # that are tried a data set, for wrong answers that nobody wrote down
SETS_FOR_MUTANTS = 2

Chosen = tuple[int, Rows]  # the seed of a data set, and the rows of it that stay


def examples(key: QueryKey, seeds: Sequence[int]) -> tuple[ExampleData, ...]:
    """Few small data sets that together tell the key's mistakes from its reference, as far as any can.

    In each, the references between tables are whole and all right answers agree. Always the same for the same key
    and data. Mistakes that return other columns, or that only the practice data tell, get none. An example shows five
    rows in total; only where a known mistake needs more, it shows at most five of each table. The right result on it is
    empty only where five rows show the mistake in no other way.
    """
    data = PartialData(key)
    wrong = [str(mistake.answer) for mistake in key.mistakes]
    chosen = _cover(_of_mistakes(data, wrong, seeds))
    chosen += _of_mutants(data, chosen, seeds)
    chosen.sort(key=lambda each: (data.shown(each[1], key.reference), len(each[1]), each[0], sorted(each[1])))
    left, found = set(range(len(wrong))), []
    for each in chosen:
        told = _told(data, each, wrong) & left
        left -= told
        found.append(_example(data, each, tuple(sorted(told))))
    return tuple(found)


def _of_mistakes(data: PartialData, wrong: Sequence[str], seeds: Sequence[int]) -> list[tuple[Chosen, set[int]]]:
    """A data set for each mistake that no small one made before tells, and the positions of all that it tells."""
    made: list[tuple[Chosen, set[int]]] = []
    for at, sql in enumerate(wrong):
        step("making examples", at, len(wrong))
        is_told = any(at in told for _, told in made)
        if not is_told and (found := _smallest(data, sql, (*seeds, *SPARE_SEEDS))):
            briefly = {other for other in _told(data, found, wrong) if _is_brief(data, found, wrong[other])}
            made.append((found, briefly | {at}))
    return made


def _told(data: PartialData, chosen: Chosen, wrong: Sequence[str]) -> set[int]:
    """The positions of the wrong queries that show on a data set."""
    seed, rows = chosen
    data.open(seed)
    return {at for at, sql in enumerate(wrong) if _shows(data, rows, sql, may_be_empty=True)}


def _cover(made: list[tuple[Chosen, set[int]]]) -> list[Chosen]:
    """Greedily the data sets that tell most mistakes, the smaller ones first."""
    left, chosen = set().union(*(told for _, told in made)), []
    while left and len(chosen) < MOST_EXAMPLES:
        best, told = max(made, key=lambda each: (len(each[1] & left), -len(each[0][1])))
        chosen.append(best)
        left -= told
    return chosen


def _of_mutants(data: PartialData, chosen: list[Chosen], seeds: Sequence[int]) -> list[Chosen]:
    """Data sets for wrong answers that nobody wrote down: for mutants that no data set so far tells."""
    step("making examples of other mistakes")
    wrong = [mutant.sql for mutant in valid_mutants(data.key)[1]]
    left = set(range(len(wrong))).difference(*(_told(data, each, wrong) for each in chosen))
    added: list[Chosen] = []
    for seed in seeds[:SETS_FOR_MUTANTS]:
        for at in sorted(left & _told(data, (seed, data.open(seed).rows), wrong))[:MOST_MUTANTS]:
            is_wanted = at in left and len(chosen) + len(added) < MOST_EXAMPLES
            found = next(_small(data, wrong[at], (seed,)), None) if is_wanted else None
            if found and _is_brief(data, found, wrong[at]):
                added.append(found)
                left -= _told(data, found, wrong)
    return added


def _smallest(data: PartialData, sql: str, seeds: Iterable[int]) -> Chosen | None:
    """A data set of few rows on which a wrong query gives another result: the first brief one, else the smallest."""
    found: list[Chosen] = []
    for chosen in islice(_small(data, sql, seeds), MOST_TRIED):
        if _is_brief(data, chosen, sql):
            return chosen
        found.append(chosen)
    if not found:
        return None
    smallest = min(found, key=lambda each: data.shown(each[1], sql))
    seeds = [seed for seed, _ in found[:MOST_PAIRED]]
    return _of_pairs(data, sql, seeds, data.shown(smallest[1], sql) - 1) or smallest


def _of_pairs(data: PartialData, sql: str, seeds: Iterable[int], most: int) -> Chosen | None:
    """The first one or two rows, with all that they need, on which a wrong query shows; at most so many are shown.

    Taking rows away one by one ends where none can go alone, though other rows would do with fewer. Where the key
    allows it, five rows on which the right result is empty are better than more.
    """
    empty: Chosen | None = None
    may_be_empty = data.may_be_empty
    for seed in seeds:
        data_set = data.open(seed)
        needs = {_closure({row}, data_set.leaders) for row in data_set.rows}
        unions = needs | {one | other for one, other in combinations(needs, 2)}
        fitting = sorted((count, sorted(rows)) for rows in unions if (count := data.shown(rows, sql)) <= most)
        for count, nodes in fitting[:MOST_PAIRS]:
            rows = frozenset(nodes)
            if _shows(data, rows, sql, may_be_empty) and _is_small(data, rows):
                if data.right.rows:
                    return empty or (seed, rows)
                empty = empty or ((seed, rows) if count <= MOST_ROWS else None)
    return empty


def _is_brief(data: PartialData, chosen: Chosen, sql: str) -> bool:
    """Whether a learner who wrote the query sees no more rows than an example is to have in total."""
    return data.shown(chosen[1], sql) <= MOST_ROWS


def _small(data: PartialData, sql: str, seeds: Iterable[int]) -> Iterator[Chosen]:
    """For each data set on which a wrong query shows, a part of it that is small enough."""
    for seed in seeds:
        data_set = data.open(seed)
        if _shows(data, data_set.rows, sql):
            rows = minimal(data_set.rows, data_set.followers, lambda rows: _shows(data, rows, sql))
            data.fill(rows)
            if _is_small(data, rows):
                yield seed, rows


def minimal(rows: Rows, followers: dict[Node, list[Node]], holds: Callable[[Rows], bool]) -> Rows:
    """Take rows away, all at a time, then half of them, then fewer, as long as ``holds`` does, until none can go.

    >>> rows = frozenset({("t", 1), ("t", 2), ("t", 3)})
    >>> sorted(minimal(rows, {("t", 1): [("t", 2)]}, lambda rows: ("t", 2) in rows))  # 2 cannot stay without 1
    [('t', 1), ('t', 2)]
    """
    size = len(rows)
    while size:
        before = rows
        for chunk in _chunks(sorted(rows), size):
            smaller = rows - _closure(chunk & rows, followers)
            if smaller != rows and holds(smaller):
                rows = smaller
        size = size // 2 if size > 1 or rows == before else 1
    return rows


def _chunks(rows: list[Node], size: int) -> Iterator[Rows]:
    return (frozenset(rows[start : start + size]) for start in range(0, len(rows), size))


def _closure(rows: Iterable[Node], links: dict[Node, list[Node]]) -> Rows:
    """The rows and all that their links lead to."""
    found = set(rows)
    waiting = list(found)
    while waiting:
        new = [each for each in links.get(waiting.pop(), ()) if each not in found]
        found.update(new)
        waiting += new
    return frozenset(found)


def _shows(data: PartialData, rows: Rows, sql: str, may_be_empty: bool = False) -> bool:
    """Whether a wrong query shows on these rows, and what is left out of their families matters to neither result."""
    data.fill(rows)
    if not _differs(data, sql, may_be_empty):
        return False
    whole = data.data_set.completed(rows)
    if whole == rows:
        return True
    seen = _results(data, sql)
    data.fill(whole)
    return _results(data, sql) == seen


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
    """Whether a result holds no nan and no infinity, and not only NULL: these distract from the mistake."""
    cells = [(value, name) for row in right.rows for value, name in zip(row, right.families, strict=True)]
    return not any(name == "number" and isinstance(value, str) for value, name in cells) and any(
        value is not None for value, _ in cells
    )


def _is_small(data: PartialData, rows: Rows) -> bool:
    sizes = [sum(name == table for name, _ in rows) for table in data.tables]
    return max(sizes) <= MOST_ROWS and data.right.row_count <= MOST_ROWS


def _example(data: PartialData, chosen: Chosen, mistakes: tuple[int, ...]) -> ExampleData:
    seed, rows = chosen
    data.open(seed)
    data.fill(rows)
    tree = parse(data.key.reference)
    read = {table.name.lower() for table in base_tables(tree)}
    named = columns_named(tree)
    return ExampleData(
        tables={name: data.content(name) for name in data.tables},
        matters={
            name: tuple(column.name for column in BY_NAME[name].columns if column.name in named)
            for name in data.tables
            if name in read
        },
        expected=replace(data.right, seconds=0.0),
        mistakes=mistakes,
    )
