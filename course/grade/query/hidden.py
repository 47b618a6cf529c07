"""What is wrong on data that the learner does not see; the data themselves are never shown."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from course.grade.query import confirm, diagnose
from course.grade.query.attempt import OTHER_ORDER, Attempt, hidden_difference, listing, on_hidden
from course.grade.query.cause import Cause
from course.grade.query.expectation import HiddenSet
from course.grade.query.findings import pattern_cause
from course.grade.query.groups import key_width
from course.grade.query.parts import joined, look_at, made_earlier, maker_of
from course.grade.query.probes import by_probe
from course.grade.query.results import Result, canonical, column_fingerprints
from course.grade.query.search import optional
from course.grade.query.telltales import branches_of
from course.verdict import Finding

MOST_REPAIRS, MOST_PARTS, MOST_PROBES = 6, 4, 16
LEAST_TYPED = 1000  # smaller numbers may well be the task's own
CONVERSIONS = frozenset({1000, 1024, 1440, 3600, 10_000, 86_400, 100_000, 1_000_000, 3_600_000, 86_400_000})
ELSEWHERE = "Right on the practice data, not on other data with the same tables."


def hidden_finding(attempt: Attempt, hidden: HiddenSet) -> Finding:
    """Why a query is wrong on a hidden data set, or what is wrong there."""
    known = [mistake for mistake in attempt.expectation.mistakes if _is(attempt, mistake.loose)]
    cause = _cause(attempt, hidden) if not known else None
    if known:
        return Finding("known-mistake", known[0].sentence)
    if cause:
        return Finding(cause.kind, ELSEWHERE, cause.words, cause.look, cause.place)
    difference = attempt.hidden_difference(hidden)
    fact = _of_columns(attempt, hidden) if difference != OTHER_ORDER else None
    if fact:
        return Finding("hidden", ELSEWHERE, fact.words, fact.look, fact.place)
    look = look_at(attempt.query, "What may be different there?") if attempt.query else ""
    if difference == OTHER_ORDER:
        look = f"The task asks for {listing(attempt.expectation.order, 'then')}. Does your ORDER BY say just that?"
    return Finding("hidden", ELSEWHERE, difference, look)


def _is(attempt: Attempt, prints: tuple[str, ...]) -> bool:
    """Whether a known mistake has these results: right on the practice data, and the same elsewhere."""
    return prints[0] == attempt.expectation.signature.loose and prints[1:] == attempt.hidden_prints


def _cause(attempt: Attempt, hidden: HiddenSet) -> Cause | None:
    query, focus = attempt.query, attempt.expectation.focus
    if query is None:
        return pattern_cause(attempt)

    def is_right(sql: str) -> bool:
        expectation = attempt.expectation
        differences = (
            hidden_difference(expectation, each, sql, on_hidden(expectation, each, sql))
            for each in (hidden, *(other for other in expectation.hidden if other is not hidden))
        )
        return not any(differences) and attempt.would_be_right(sql)

    certain = diagnose.by_text(query, focus) or typed_figure(attempt)
    certain = certain or diagnose.by_repair(query, is_right, MOST_REPAIRS)
    certain = certain or confirm.wrong_part(query, focus, is_right, MOST_PARTS)
    return certain or by_probe(query, focus, is_right, MOST_PROBES) or pattern_cause(attempt)


@optional
def typed_figure(attempt: Attempt) -> Cause | None:
    """A figure of the practice data that stands in the query as a number: in the place of a result, or in a calculation."""
    query, right = attempt.query, attempt.expected
    for position, name in enumerate(right.columns if right.complete else ()):
        maker = maker_of(query, position)
        cells = {canonical(row[position], right.types[position], attempt.decimals) for row in right.rows}
        for literal in _shown_literals(maker):
            value = float(literal.name)
            if value not in (0, 1, 100) and canonical(value, "DOUBLE", attempt.decimals) in cells:
                words = f"`{literal.name}` stands in your query as a number, and `{name}` shows it: on other data it is another one."
                return Cause("typed", words, "Let the query calculate it.", query.place(literal))
        for literal in _calculated_with(attempt, maker):
            words = f"`{literal.name}` stands in your query as a number: on other data it may be another one."
            return Cause("typed", words, "Let the query count or add it up.", query.place(literal))
    return None


def _shown_literals(maker: exp.Expression | None) -> Iterator[exp.Literal]:
    """The numbers that a column may show as they stand."""
    values = [maker] if maker is not None else []
    while values:
        value = values.pop().unnest()
        if isinstance(value, exp.Literal) and not value.is_string:
            yield value
        elif isinstance(value, exp.Case | exp.If):
            values += [each for _, each in branches_of(value)]
        elif isinstance(value, exp.Coalesce):
            values += [value.this, *value.expressions]
        elif isinstance(value, exp.Round | exp.Cast | exp.Max | exp.Min | exp.AnyValue):
            values.append(value.this)


def _calculated_with(attempt: Attempt, maker: exp.Expression | None) -> Iterator[exp.Literal]:
    """Large numbers of a division, a product, a sum or a difference that neither the task names nor a unit needs."""
    for literal in maker.find_all(exp.Literal) if maker is not None else ():
        is_number = not literal.is_string and literal.name.replace(".", "", 1).isdigit()
        if is_number and isinstance(literal.parent, exp.Div | exp.Mul | exp.Add | exp.Sub):
            value = float(literal.name)
            is_named = any(isinstance(each, int | float) and each == value for each in attempt.expectation.focus)
            if value >= LEAST_TYPED and value not in CONVERSIONS and not is_named:
                yield literal


@optional
def _of_columns(attempt: Attempt, hidden: HiddenSet) -> Cause | None:
    """Which columns differ there."""
    outcome, query, names = attempt.on_hidden(hidden), attempt.query, attempt.expected.columns
    if not isinstance(outcome, Result) or not outcome.complete or not hidden.columns:
        return None
    width = key_width(attempt.expected)
    if len(outcome.columns) != len(names):
        return None
    prints = column_fingerprints(outcome, width, attempt.decimals)
    wrong = [position for position, pair in enumerate(zip(prints, hidden.columns, strict=True)) if pair[0] != pair[1]]
    if outcome.row_count != hidden.row_count:
        few = outcome.row_count < hidden.row_count
        words = f"There it returns {'fewer' if few else 'more'} rows than it should."
        question = "What keeps rows out there?" if few else "What lets rows in there, or makes several of one?"
        return Cause("hidden", words, look_at(query, question, FEW if few else MANY))
    keys = [position for position in wrong if position < width]
    wrong = keys or wrong
    if not wrong or len(wrong) == len(names):
        return None
    quoted = joined([f"`{names[position]}`" for position in wrong])
    words = f"There {quoted} {'differs' if len(wrong) == 1 else 'differ'}."
    words = words if keys else f"{words[:-1]}, and the other columns are right."
    maker = maker_of(query, wrong[0]) if len(wrong) == 1 else None
    is_plain = maker is not None and not any(made_earlier(query, column) for column in maker.find_all(exp.Column))
    place = query.place(maker) if query and is_plain and not isinstance(maker, exp.Column) else None
    return Cause("hidden", words, f"Look at how your query makes {quoted}.", place)


FEW, MANY = ("where", "joins", "having"), ("where", "joins", "having", "group")
