"""Pairs of answers that are more alike than chance makes them: queries by their form, texts by runs of words.

What many have in common says nothing, be it the template, the only sensible query or a quotation from the case. So only what
few of a class share is counted. A pair is a reason to ask, and proof of nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import sqlglot
from sqlglot import exp

RUN = 5  # words
FEW = 4  # whoever shares it: more than these make it common
ONE_IN = 10  # of a class: in a small one, two good queries are soon the same
LEAST_TOKENS = 30  # of a query: shorter ones have few forms
LEAST_RUNS, LEAST_SHARE = 25, 0.4
MOST_RUNS = 4_000
WORD = re.compile(r"\w+")
QUERY = re.compile(r"\s*(?:--[^\n]*\n\s*|\(\s*)*(?:with|select|from)\b(?!\s+[\w.]+\s+import\b)", re.IGNORECASE)
COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
LITERAL = re.compile(r"'([^']*)'|(?<![\w.])(\d[\w.]*)")
TOKEN = re.compile(r"'[^']*'|\"[^\"]*\"|\d[\w.]*|\w+|[<>=!|:]+|[^\w\s]")
AROUND_A_NAME = {"as", ",", "by", "order", "(", ")"}
NAMES_AND_SIGNS = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Pair:
    """Two students' answers to one exercise, and what is alike about them. ``share`` runs from 0 to 1."""

    exercise: str
    one: str
    other: str
    share: float
    words: str


def pairs(exercise: str, answers: Mapping[str, str], template: str = "") -> list[Pair]:
    """The pairs among the answers to one exercise, by student."""
    queries = {student: text for student, text in answers.items() if QUERY.match(text)}
    texts = {student: text for student, text in answers.items() if student not in queries}
    return [*_alike_queries(exercise, queries), *_alike_texts(exercise, texts, template)]


def form_of(sql: str) -> str:
    """A query without what is changed to hide a copy: layout, comments, case, names of tables, of columns and of steps.

    >>> form_of("select P.a AS x from payments P -- mine") == form_of("SELECT q.a total FROM payments AS q")
    True
    >>> form_of("select a from payments where b = 1") == form_of("select a from payments where b = 2")
    False
    """
    return _form_of(_retyped(sql))


def _retyped(sql: str) -> str:
    """The query as if somebody else had typed it: most copies are the same from here on, and need no parser of their own.

    >>> _retyped("SELECT a  AS Mine, 'B c' FROM p -- so") == _retyped("select a AS yours,'B c' from p")
    True
    """
    parts = TOKEN.findall(COMMENT.sub(" ", sql))
    tokens = [part if part.startswith("'") else part.lower() for part in parts]
    before: dict[str, set[str]] = defaultdict(set)
    for previous, token in zip(tokens, tokens[1:], strict=False):
        before[token].add(previous)
    # A name chosen after AS, unless it may be one of the case's too: the parser tells those apart.
    chosen = [token for token in dict.fromkeys(tokens) if "as" in before[token] and before[token] <= AROUND_A_NAME]
    names = {token: f"_{number}" for number, token in enumerate(chosen) if token.isidentifier()}
    return " ".join(names.get(token, token) for token in tokens)


@lru_cache(maxsize=20_000)
def _form_of(sql: str) -> str:
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
    except Exception:  # whatever the parser trips over, its words can still be compared
        return " ".join(NAMES_AND_SIGNS.findall(sql.lower()))
    tables: dict[str, str] = {}
    columns: dict[str, str] = {}
    for node in tree.walk():
        node.comments = None
        if isinstance(node, exp.CTE | exp.Subquery | exp.Table) and node.alias:
            tables.setdefault(node.alias.lower(), f"t{len(tables)}")
        elif isinstance(node, exp.Alias):
            columns.setdefault(node.alias.lower(), f"c{len(columns)}")
    steps = {step.alias.lower() for step in tree.find_all(exp.CTE)}
    for name in tree.find_all(exp.Identifier):
        word = name.name.lower()
        if name.arg_key == "this" and isinstance(name.parent, exp.Table):
            chosen = tables.get(word) if word in steps else None  # the case's tables keep their names
        elif name.arg_key == "table" or isinstance(name.parent, exp.TableAlias):
            chosen = tables.get(word)
        else:
            chosen = columns.get(word)
        name.set("this", chosen or word)
        name.set("quoted", False)
    return tree.sql(dialect="duckdb", copy=False, comments=False, normalize_functions="upper")


def _alike_queries(exercise: str, queries: Mapping[str, str]) -> list[Pair]:
    literals = {student: _literals(sql) for student, sql in queries.items()}
    shared = Counter(literals.values())
    holders: dict[str, list[str]] = defaultdict(list)
    for student, sql in queries.items():
        if shared[literals[student]] < 2:
            continue  # nobody else's query holds the same numbers and texts, so none is the same
        form = form_of(sql)
        if len(NAMES_AND_SIGNS.findall(form)) >= LEAST_TOKENS:
            holders[form].append(student)
    return [
        Pair(
            exercise,
            one,
            other,
            1.0,
            f"the same query but for names and layout, which {_count(len(few))} of {len(queries)} wrote",
        )
        for few in holders.values()
        if 2 <= len(few) <= min(FEW, len(queries) // ONE_IN)
        for one, other in combinations(few, 2)
    ]


def _literals(sql: str) -> tuple[str, ...]:
    """The numbers and texts in a query, which no renaming changes."""
    return tuple(sorted(text or number for text, number in LITERAL.findall(COMMENT.sub(" ", sql))))


def _alike_texts(exercise: str, texts: Mapping[str, str], template: str) -> list[Pair]:
    given = runs(template)
    by_run: dict[int, list[str]] = defaultdict(list)
    for student, text in texts.items():
        for run in runs(text) - given:
            by_run[run].append(student)
    few = [students for students in by_run.values() if len(students) <= FEW]
    own = Counter(student for students in few for student in students)
    shared = Counter(pair for students in few if len(students) > 1 for pair in combinations(sorted(students), 2))
    found = []
    for (one, other), count in shared.items():
        shorter = min(own[one], own[other])
        if count >= LEAST_RUNS and count / shorter >= LEAST_SHARE:
            words = (
                f"{count / shorter:.0%} of the shorter text's own words stand in the other too, the template taken out"
            )
            found.append(Pair(exercise, one, other, count / shorter, words))
    return sorted(found, key=lambda pair: -pair.share)


def runs(text: str) -> set[int]:
    """Every run of RUN words, as a number that is the same for the same words.

    >>> runs("One, two; THREE four five") == runs("one two three four five") != set()
    True
    """
    words = [word.lower() for word in WORD.findall(text)][:MOST_RUNS]
    return {hash(run) for run in zip(*(words[at:] for at in range(RUN)), strict=False)}


def _count(number: int) -> str:
    return ("two", "three", "four")[number - 2]
