"""Compiles a query key into what a learner's machine may know of it: the practice result, digests, sentences."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from sqlglot import exp

from course.grade import data
from course.grade.query.examples import ExampleData
from course.grade.query.groups import key_width
from course.grade.query.key import QueryKey
from course.grade.query.pairs import Pair
from course.grade.query.patterns import Pattern
from course.grade.query.results import (
    Result,
    column_fingerprints,
    fingerprint,
    loose_fingerprint,
    on_boundary,
    order_fingerprint,
)
from course.grade.query.sandbox import QueryError, run
from course.grade.query.sqltext import is_ordered, parse
from course.keys.key import AuthorError, Mistake

MOST_ROWS_SHOWN = 1_000


@dataclass(frozen=True)
class Signature:
    """What identifies a result: its rows, its rows whatever the order of columns, and the order that is demanded.

    ``order`` is empty when no order is demanded, or when the query has no ORDER BY.
    """

    rows: str
    loose: str
    order: str


@dataclass(frozen=True)
class HiddenSet:
    """A hidden data set: what it is generated from, and the right result on it.

    ``also`` holds the rows and the order of other results that are right as well, ``columns`` a short digest of each
    column: which of them differ.
    """

    seed: int
    row_count: int
    rows: str
    order: str
    also: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: dict) -> HiddenSet:
        parts = {"also": tuple(map(tuple, data.get("also", ()))), "columns": tuple(data.get("columns", ()))}
        return cls(**{**data, **parts})


@dataclass(frozen=True)
class KnownMistake:
    """A known wrong answer: its sentence, and what its results look like.

    ``loose`` holds their loose fingerprints, on the practice data first, then on the hidden data sets.
    """

    sentence: str
    loose: tuple[str, ...]
    order: str


@dataclass(frozen=True)
class QueryExpectation:
    """A compiled query key. ``practice`` holds its rows only if they are few enough to be shown."""

    practice: Result
    signature: Signature
    order: tuple[str, ...]
    names: bool
    decimals: int | None
    focus: tuple[str | float, ...]
    hidden: tuple[HiddenSet, ...]
    mistakes: tuple[KnownMistake, ...]
    patterns: tuple[Pattern, ...] = ()
    examples: tuple[ExampleData, ...] = ()
    pairs: tuple[Pair, ...] = ()
    quoted: str = ""

    def to_json(self) -> dict:
        return {name: value for name, value in asdict(self).items() if name != "quoted" or value}

    @classmethod
    def from_json(cls, data: dict) -> QueryExpectation:
        mistakes = (
            KnownMistake(mistake["sentence"], tuple(mistake["loose"]), mistake["order"]) for mistake in data["mistakes"]
        )
        parts = {
            "practice": Result.from_json(data["practice"]),
            "signature": Signature(**data["signature"]),
            "order": tuple(data["order"]),
            "focus": tuple(data["focus"]),
            "hidden": tuple(map(HiddenSet.from_json, data["hidden"])),
            "mistakes": tuple(mistakes),
            "patterns": tuple(Pattern.from_json(pattern) for pattern in data.get("patterns", ())),
            "examples": tuple(ExampleData.from_json(example) for example in data.get("examples", ())),
            "pairs": tuple(Pair.from_json(pair) for pair in data.get("pairs", ())),
        }
        return cls(**{**data, **parts})

    @property
    def keys(self) -> tuple[int, ...]:
        """The positions of the columns that the rows are to be sorted by."""
        return key_positions(self.order, self.practice.columns)

    def signature_of(self, sql: str, result: Result) -> Signature:
        return signature_of(sql, result, self.keys, self.decimals)


def signature_of(sql: str, result: Result, keys: tuple[int, ...], decimals: int | None) -> Signature:
    """Raises ValueError for a result that did not keep all its rows."""
    ordered = keys and max(keys) < len(result.columns) and is_ordered(sql)
    order = order_fingerprint(result, keys, decimals) if ordered else ""
    return Signature(fingerprint(result, decimals), loose_fingerprint(result, decimals), order)


def key_positions(order: tuple[str, ...], columns: tuple[str, ...]) -> tuple[int, ...]:
    names = [column.lower() for column in columns]
    return tuple(names.index(_key_name(key)) for key in order)


def _key_name(key: str) -> str:
    return key.lower().removesuffix(" desc").removesuffix(" asc").strip()


def compile_query(key: QueryKey, seeds: tuple[int, ...]) -> QueryExpectation:
    """Run the reference and the mistakes on the practice data and on the hidden data sets of ``seeds``.

    Raises AuthorError if the key cannot be fair.
    """
    focus = literals(key.reference)
    results = [_result("The reference", key.reference, seed, focus) for seed in (0, *seeds)]
    practice = results[0]
    _check_reference(key, seeds, results)
    keys = key_positions(key.order, practice.columns)
    signatures = [signature_of(key.reference, result, keys, key.decimals) for result in results]
    also = [_other_signatures(key, seed, focus, keys) for seed in (0, *seeds)]
    if any(signature != (signatures[0].rows, signatures[0].order) for signature in also[0]):
        raise AuthorError("On the practice data, what is also right must give the same rows as the reference.")
    return QueryExpectation(
        practice=replace(practice, rows=practice.rows if practice.row_count <= MOST_ROWS_SHOWN else (), seconds=0.0),
        signature=signatures[0],
        order=key.order,
        names=key.names,
        decimals=key.decimals,
        focus=focus,
        hidden=tuple(
            HiddenSet(
                seed,
                result.row_count,
                signature.rows,
                signature.order,
                others,
                column_fingerprints(result, key_width(practice), key.decimals),
            )
            for seed, result, signature, others in zip(seeds, results[1:], signatures[1:], also[1:], strict=True)
        ),
        mistakes=_mistakes(key, seeds, focus, keys, signatures),
        quoted=key.quoted,
    )


def _other_signatures(key: QueryKey, seed: int, focus: tuple, keys: tuple[int, ...]) -> tuple[tuple[str, str], ...]:
    """The rows and the order of what is also right on a data set."""
    signatures = (
        signature_of(sql, _result("What is also right", sql, seed, focus), keys, key.decimals) for sql in key.also
    )
    return tuple((signature.rows, signature.order) for signature in signatures)


def literals(sql: str) -> tuple[str | float, ...]:
    """The values that a query compares with, in the order of its text: the hidden data are built around them.

    >>> literals("SELECT a FROM t WHERE b = 'x' AND c > 5 AND d < DATE '2025-11-01' LIMIT 3")
    ('x', 5, '2025-11-01')
    """
    tree = parse(sql)
    if tree is None:
        raise AuthorError("The reference cannot be parsed by sqlglot. Write it in simpler SQL.")
    values = [_value(node) for node in tree.find_all(exp.Literal) if _is_compared(node)]
    return tuple(dict.fromkeys(sorted(values, key=lambda value: sql.find(str(value)))))


def _is_compared(literal: object) -> bool:
    """Whether a literal belongs directly to a comparison, apart from casts and signs."""
    node = literal.parent
    while isinstance(node, exp.Cast | exp.Paren | exp.Neg | exp.Tuple):
        node = node.parent
    return isinstance(node, exp.EQ | exp.NEQ | exp.GT | exp.GTE | exp.LT | exp.LTE | exp.Between | exp.In | exp.Like)


def _value(literal: object) -> str | float:
    return literal.this if literal.is_string else float(literal.this) if "." in literal.this else int(literal.this)


def _result(subject: str, sql: object, seed: int, focus: tuple) -> Result:
    place = f"on the hidden data set {seed}" if seed else "on the practice data"
    if not isinstance(sql, str):
        raise AuthorError(f"{subject} is not a query but {sql!r}.")
    try:
        result = run(data.database(seed, focus), sql)
    except QueryError as error:
        raise AuthorError(f"{subject} does not run {place}: {error.message} {error.raw}") from error
    if not result.complete:
        raise AuthorError(f"{subject} returns {result.row_count:,} rows {place}; at most 10,000 can be compared.")
    return result


def _check_reference(key: QueryKey, seeds: tuple[int, ...], results: list[Result]) -> None:
    if not results[0].row_count:
        raise AuthorError("The reference returns no row on the practice data: learners have nothing to compare with.")
    if seeds and not any(result.row_count for result in results[1:]):
        raise AuthorError("The reference returns no row on any hidden data set, so every empty result would pass.")
    for seed, result in zip(seeds, results[1:], strict=True):
        if on_boundary(result, key.decimals):
            raise AuthorError(
                f"On the hidden data set {seed} a number of the reference lies where rounding turns, so equal answers "
                "might be told apart. Take another seed, or ask for other decimals."
            )
    _check_order(key, results)


def _check_order(key: QueryKey, results: list[Result]) -> None:
    names = [column.lower() for column in results[0].columns]
    for demanded in key.order:
        if _key_name(demanded) not in names:
            raise AuthorError(f"order names `{demanded}`, but the reference returns {', '.join(results[0].columns)}.")
    if key.order and not is_ordered(key.reference):
        raise AuthorError("An order is demanded, but the reference has no ORDER BY at its end.")
    for result in results:
        if key.order and not _is_sorted(result, key.order):
            raise AuthorError(f"The rows of the reference are not sorted by {', '.join(key.order)}.")


def _is_sorted(result: Result, order: tuple[str, ...]) -> bool:
    """Whether the rows are sorted as DuckDB sorts them: NULL last within its column."""
    positions = key_positions(order, result.columns)
    for row, next_row in zip(result.rows, result.rows[1:], strict=False):
        for position, key in zip(positions, order, strict=True):
            left, right = row[position], next_row[position]
            if left == right:
                continue
            if left is not None and right is not None and (left > right) != key.lower().endswith(" desc"):
                return False
            break
    return True


def _mistakes(
    key: QueryKey, seeds: tuple[int, ...], focus: tuple, keys: tuple[int, ...], reference: list[Signature]
) -> tuple[KnownMistake, ...]:
    right = (tuple(signature.loose for signature in reference), reference[0].order)
    owners = {right: "the reference"}
    mistakes = []
    for mistake in key.mistakes:
        known_mistake = _known_mistake(mistake, seeds, focus, keys, key.decimals)
        owner = owners.setdefault((known_mistake.loose, known_mistake.order), f"“{mistake.sentence}”")
        if len(owners) == len(mistakes) + 1:
            raise AuthorError(
                f"The mistake “{mistake.sentence}” has the same results as {owner} on every data set, so it cannot be "
                "recognised. Change it or leave it out."
            )
        mistakes.append(known_mistake)
    return tuple(mistakes)


def _known_mistake(
    mistake: Mistake, seeds: tuple[int, ...], focus: tuple, keys: tuple[int, ...], decimals: int | None
) -> KnownMistake:
    subject = f"The mistake “{mistake.sentence}”"
    results = [_result(subject, mistake.answer, seed, focus) for seed in (0, *seeds)]
    if not any(result.row_count for result in results):
        raise AuthorError(
            f"{subject} returns no row on any data set, as many other wrong answers do, so it cannot be recognised. "
            "Leave it out: an empty result gets a message of its own."
        )
    signatures = [signature_of(mistake.answer, result, keys, decimals) for result in results]
    return KnownMistake(mistake.sentence, tuple(signature.loose for signature in signatures), signatures[0].order)
