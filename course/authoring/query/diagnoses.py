"""Turns mutants into diagnoses: which results reveal which kind of mistake, and what a learner is told about it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from course.authoring.query.mutants import Mutant
from course.authoring.query.trials import PRACTICE, Trial, open_data_set, run_all, trials, valid_mutants
from course.authoring.steps import step
from course.grade.query.expectation import literals
from course.grade.query.key import QueryKey
from course.grade.query.patterns import Pattern, digest, start

SENTENCES = {
    "ROR": "A comparison keeps other rows than the task asks for. Check its direction, and rows exactly at the limit.",
    "LCR": "AND and OR do not go together as the task says. Put brackets around what belongs together.",
    "DROP_COND": "One condition of the task is not in your query yet.",
    "DROP_WHERE": "Your query takes rows that the task leaves out. Which rows should WHERE keep?",
    "DROP_HAVING": "Your result holds groups that the task leaves out. A condition on a total goes to HAVING.",
    "BTW": "The rows exactly at one end of a range are missing. BETWEEN includes both ends.",
    "NEG": "A condition says the opposite of what the task asks. Check each NOT.",
    "JOI": "Your join keeps rows that have no partner. Does the task want them?",
    "JOIN_COND": "Every row of one table meets every row of another. Say in ON which rows belong together.",
    "DROP_JOIN": "Your query leaves out a table that decides which rows count. Which one says it?",
    "ON_WHERE": "A condition in ON removes no rows from an outer join. If rows should go, it belongs in WHERE.",
    "GRP": "Your groups are too fine: GROUP BY holds a column that the task does not ask for.",
    "DISTINCT": "Rows that count have disappeared: DISTINCT removes repetitions, and here they matter.",
    "NOTIN_NULL": "NOT IN finds nothing once its list holds a NULL. Use NOT EXISTS, or keep NULLs out of the list.",
    "ORD_DIR": "An ORDER BY runs the wrong way, so other rows come first. Look at DESC.",
    "ORD_DROP": "It is not settled which rows come first: an ORDER BY is missing.",
    "ORD_COL": "An ORDER BY goes by another column than the task says.",
    "ORD_KEY": "It is not settled which of several equal rows comes first: ORDER BY needs one more column.",
    "ORD_NULLS": "Missing values (NULL) are sorted to the other end.",
    "LIM": "You keep another number of rows than the task asks for. Look at LIMIT.",
    "SETOP": "The two lists are put together wrongly: UNION is either, INTERSECT both, EXCEPT only the first.",
    "AGG": "A column is summed up in another way than the task asks: sum, mean, smallest, largest, or count?",
    "AGG_DISTINCT": "Look at DISTINCT inside an aggregate: with it, equal values are added only once.",
    "CNT": "You count something else than the task asks for: COUNT(*) counts rows, COUNT(column) filled values, "
    "COUNT(DISTINCT column) different values.",
    "DROP_FILTER": "One of your counts or sums covers all rows, though the task limits it.",
    "CASE_ELSE": "Look at rows that meet no WHEN: without ELSE they become NULL, which aggregates leave out.",
    "NUL_IS": "A condition keeps the missing values (NULL) where it should keep the others, or the reverse.",
    "NUL_EQ": "Nothing equals NULL, not even NULL. Use IS NULL.",
    "NUL_COALESCE": "A missing value (NULL) makes missing all that is calculated from it. Use COALESCE.",
    "NUL_NULLIF": "A division by zero is not caught. NULLIF(…, 0) turns it into NULL.",
    "WIN_RANK": "Ties are numbered in another way. ROW_NUMBER, RANK and DENSE_RANK differ only there.",
    "WIN_PART": "A window runs over more rows than it should. Look at PARTITION BY.",
    "WIN_ORDER": "The order inside a window is not the one that the task needs. Look at ORDER BY inside OVER.",
    "WIN_ORD_DIR": "The order inside a window runs the wrong way. Look at DESC inside OVER.",
    "WIN_LAG": "You compare with another row than the neighbour that the task means. Look at LAG and LEAD.",
    "UNIT": "Time is cut or counted in other units than the task asks: hours, days, weeks, months?",
    "CST_NUM": "A number in your query differs from the task's. Compare them one by one.",
    "CST_STR": "A text in your query is not the one that the task means. Capitals and spaces count.",
    "CST_DATE": "A date in your query is off. Check the first and the last day that count.",
    "ARI": "A calculation differs from what the task asks for. Check its signs, what is divided by what, and the factor 100.",
    "ROUND": "The numbers are rounded to other decimals than the task asks. Keep the decimals that the task asks for, and round only at the end.",
    "COL": "One of your columns is not the one that the task means. Read what each column says of itself.",
    "COL_TABLE": "Two tables have a column of this name, and you took the other one.",
    "COL_TIME": "The moment that you look at is not the one that the task means. Tables tell different moments apart.",
    "CAST": "You compare a moment with a day: 9:00 on a day is later than the day itself. Take its date with ::DATE.",
    "NEAR": "A condition asks another column than the task names. The two nearly agree, and not in every row.",
    "ANY_FIRST": "You look at the first row only. The task asks whether any row meets the condition.",
    "ANY_LAST": "You look at the last row only. The task asks whether any row meets the condition.",
}
# The other half of some classes, by a pattern of the change.
SPECIAL = (
    (
        "JOI",
        "became INNER|LEFT.* became RIGHT|RIGHT.* became LEFT",
        "Rows without a partner have disappeared. Which join keeps them?",
    ),
    ("ON_WHERE", "to WHERE$", "WHERE throws out the rows that the outer join had kept. Move the condition into ON."),
    ("GRP", "without", "Your groups are too coarse: something that the task lists apart is added up."),
    ("DISTINCT", "dropped", "The same row counts more than once. Is a DISTINCT missing?"),
)
# When one result can come from several classes: what is true of all of them.
SHARED = (
    (
        "JOI ON_WHERE",
        "Rows without a partner have disappeared: the join does not keep them, or a WHERE throws them out.",
    ),
    (
        "DROP_COND DROP_WHERE DROP_JOIN LCR",
        "Your query takes rows that the task leaves out: a condition is missing, or AND and OR are mixed up.",
    ),
    (
        "WIN_LAG WIN_ORD_DIR WIN_ORDER WIN_PART",
        "A window looks at other rows than it should. Check what is inside OVER.",
    ),
    (
        "ROR CST_NUM CST_DATE CST_STR CAST",
        "A limit or a value in a condition differs from the task's. Does a row exactly at the limit belong?",
    ),
    (
        "ROR CST_NUM CST_DATE CST_STR CAST COL COL_TABLE COL_TIME NEAR DROP_COND DROP_WHERE LCR NUL_EQ NUL_IS",
        "One condition does something else than the task asks. Check its column, its comparison and its value.",
    ),
)


def diagnoses(key: QueryKey, seeds: Sequence[int]) -> tuple[Pattern, ...]:
    """The patterns by which one mistake of a learner is recognised, for the practice data and these hidden sets.

    A result is left out if several sentences would explain it, if a known mistake of the key gives it too, or if it has
    no row on any data set. Raises AuthorError.
    """
    step("recognising mistakes")
    data_sets = [trials(key, seed) for seed in (PRACTICE, *seeds)]
    _, valid = valid_mutants(key)
    results_by_mutant = list(zip(*(trial_set.mutants for trial_set in data_sets), strict=True))
    excluded = {digest(_prints([trial_set.reference for trial_set in data_sets])), *_known(key, seeds)}
    causes: dict[str, set[tuple[str, str]]] = defaultdict(set)
    starts: dict[str, str] = {}
    for mutant, results in zip(valid, results_by_mutant, strict=True):
        if any(trial.row_count for trial in results):
            prints = _prints(results)
            causes[digest(prints)].add((mutant.operator, sentence(mutant)))
            starts[digest(prints)] = start(prints[0])
    digests_by_cause: dict[tuple[str, str], list[str]] = defaultdict(list)
    for result_digest in sorted(causes.keys() - excluded):
        if cause := _one_cause(causes[result_digest]):
            digests_by_cause[cause].append(result_digest)
    return tuple(
        Pattern(operator, words, tuple(digests), tuple(sorted({starts[each] for each in digests})))
        for (operator, words), digests in sorted(digests_by_cause.items())
    )


def _one_cause(causes: set[tuple[str, str]]) -> tuple[str, str] | None:
    """What is certain about a result that these classes of mistakes, each with its sentence, may have caused."""
    if len(causes) == 1:
        return next(iter(causes))
    operators = {operator for operator, _ in causes}
    return next(((names, words) for names, words in SHARED if operators <= set(names.split())), None)


def sentence(mutant: Mutant) -> str:
    """What a learner whose result is that of a mutant is told."""
    for operator, pattern, words in SPECIAL:
        if operator == mutant.operator and re.search(pattern, mutant.change):
            return words
    return SENTENCES[mutant.operator]


def _prints(results: Sequence[Trial]) -> list[str]:
    return [trial.signature.loose if trial.signature else "" for trial in results]


def _known(key: QueryKey, seeds: Sequence[int]) -> set[str]:
    """The digests of the mistakes that the key's author wrote down."""
    queries = [str(mistake.answer) for mistake in key.mistakes]
    data_sets = []
    for seed in (PRACTICE, *seeds) if queries else ():
        with open_data_set(seed, literals(key.reference)) as connection:
            data_sets.append(list(run_all(connection, queries, (), key.decimals)))
    return {digest(_prints(results)) for results in zip(*data_sets, strict=True)}
