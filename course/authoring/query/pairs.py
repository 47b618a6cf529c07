"""Puts the known mistakes of a key together, two by two, and runs what comes out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from course.authoring.query.trials import PRACTICE, Trial, open_data_set, run_all
from course.authoring.steps import step
from course.grade.query.expectation import literals
from course.grade.query.key import QueryKey
from course.grade.query.pairs import Pair
from course.grade.query.patterns import digest, start
from course.grade.query.sqltext import parse
from course.keys.key import Mistake

WORD = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|\d+(?:\.\d+)?|\w+|<=|>=|<>|!=|::|//|\S")

Edit = tuple[int, int, tuple[str, ...]]  # from where to where in the right query's words, and what stands there instead


def pairs(key: QueryKey, seeds: Sequence[int]) -> tuple[Pair, ...]:
    """The pairs of mistakes that can be made in one query, each with the digests of its results on all data sets.

    A result is left out if one of the two gives it alone, if another pair does, or if it is the reference's.
    """
    step("putting mistakes together")
    merged = list(_merged(key))
    queries = [sql for _, sql in merged]
    single = [key.reference, *(str(mistake.answer) for mistake in key.mistakes)]
    data_sets = []
    for seed in (PRACTICE, *seeds) if queries else ():
        with open_data_set(seed, literals(key.reference)) as connection:
            data_sets.append(list(run_all(connection, [*single, *queries], (), key.decimals)))
    results = list(zip(*data_sets, strict=True))
    known = {digest(_prints(each)) for each in results[: len(single)]}
    practice = {_prints(each)[0] for each in results[: len(single)]}
    found = [
        (positions, _prints(each))
        for (positions, _), each in zip(merged, results[len(single) :], strict=True)
        if all(trial.signature for trial in each) and each[0].row_count
    ]
    owners = Counter(digest(prints) for _, prints in found)
    return tuple(
        Pair(*positions, start(prints[0]), digest(prints))
        for positions, prints in found
        if owners[digest(prints)] == 1 and digest(prints) not in known and prints[0] not in practice
    )


def _prints(results: Sequence[Trial]) -> list[str]:
    return [trial.signature.loose if trial.signature else "" for trial in results]


def _merged(key: QueryKey) -> Iterator[tuple[tuple[int, int], str]]:
    """The positions of two mistakes, and a query with both."""
    right = [words for words in map(_words, (key.reference, *key.accept)) if words]
    changes = [[_edits(words, wrong) for words in right] for wrong in map(_words, map(_query, key.mistakes))]
    for first, second in combinations(range(len(changes)), 2):
        nearest = sorted(range(len(right)), key=lambda at: _size(changes[first][at]) + _size(changes[second][at]))
        queries = (_with_both(right[at], changes[first][at], changes[second][at]) for at in nearest)
        if sql := next((sql for sql in queries if sql and parse(sql)), None):
            yield (first, second), sql


def _query(mistake: Mistake) -> str:
    return str(mistake.answer)


def _size(edits: Sequence[Edit]) -> int:
    return sum(end - begin + len(instead) for begin, end, instead in edits)


def _words(sql: str) -> tuple[str, ...]:
    """A query as words, written in one way: no matter how it was typed."""
    tree = parse(sql)
    return tuple(WORD.findall(tree.sql("duckdb"))) if tree else ()


def _with_both(right: tuple[str, ...], first: Sequence[Edit], second: Sequence[Edit]) -> str:
    """The right query with the changes of both; empty if they touch the same words.

    What both change in the same way is only how they are written, and is changed once.
    """
    edits = sorted({*first, *second})
    if any(later[0] < earlier[1] for earlier, later in zip(edits, edits[1:], strict=False)):
        return ""
    words, at = [], 0
    for begin, end, instead in edits:
        words += [*right[at:begin], *instead]
        at = end
    return " ".join([*words, *right[at:]])


def _edits(right: tuple[str, ...], wrong: tuple[str, ...]) -> list[Edit]:
    codes = SequenceMatcher(None, right, wrong, autojunk=False).get_opcodes()
    return [(begin, end, wrong[start:stop]) for tag, begin, end, start, stop in codes if tag != "equal"]
