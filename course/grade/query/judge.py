"""The judge of query answers: results on the practice data first, then on the hidden data sets."""

from __future__ import annotations

import operator
from dataclasses import replace

from sqlglot import exp

from course.grade import data
from course.grade.count import agree, quantity
from course.grade.query import diagnose, slips
from course.grade.query.attempt import Attempt, code
from course.grade.query.code import is_blank, same_text
from course.grade.query.examples import find_example
from course.grade.query.expectation import KnownMistake, QueryExpectation, compile_query
from course.grade.query.explain import explain
from course.grade.query.findings import RULES
from course.grade.query.hidden import hidden_finding
from course.grade.query.hollow import is_hollow
from course.grade.query.pairs import both, find_pair, may_be_pair
from course.grade.query.pasted import query_in
from course.grade.query.sandbox import QueryError, run
from course.grade.query.search import optional
from course.grade.query.sqltext import outermost, parse
from course.grade.query.telltales import shadowed
from course.verdict import Finding, Verdict

__all__ = ["QueryExpectation", "compile_query", "judge_query"]

COLUMNS = frozenset({"column-count", "missing-comma", "column-order", "column-name", "column-type"})
# What makes a known mistake, where the query shows it.
SLIPS = (slips.taken_for_local, slips.untied_exists, slips.idle_in_on, diagnose.null_comparison, shadowed)


def judge_query(expectation: QueryExpectation, answer: str, *, starter: str = "") -> Verdict:
    """The verdict on a query: an empty query or the starter is not attempted, a wrong result gets the first useful finding.

    Raises SandboxError or FileNotFoundError when queries cannot be run here: that says nothing about the answer.
    """
    answer, starter = query_in(answer), query_in(starter)
    if is_blank(answer):
        return Verdict.not_attempted("there is no query yet.")
    if starter and same_text(answer, starter):
        return Verdict.not_attempted("this is still the query that was given.")
    database = data.database()
    try:
        attempt = Attempt(expectation, answer, database, run(database, answer))
    except QueryError as error:
        return Verdict.not_yet("the query did not run.", explain(answer, error))
    return _on_practice(attempt) or _on_hidden(attempt) or _passed(attempt)


def _on_practice(attempt: Attempt) -> Verdict | None:
    """The first useful thing that is wrong on the practice data."""
    limit = None if attempt.has_right_rows else slips.only_limit(attempt.query, attempt.result, attempt.would_be_right)
    if limit:
        return Verdict.not_yet("the number of rows differs.", attempt.finding("limit", attempt.difference, limit))
    if not attempt.has_right_rows and (mistake := _known_mistake(attempt)):
        query = attempt.query
        slip = next(filter(None, (rule(query) for rule in SLIPS)), None) if query else None
        finding = attempt.finding("known-mistake", mistake.sentence, slip)
        return Verdict.not_yet(_headline(attempt), _on_few_rows(attempt, finding))
    if not attempt.has_right_rows and (sentence := _two_mistakes(attempt)):
        return Verdict.not_yet(_headline(attempt), _on_few_rows(attempt, attempt.finding("known-mistake", sentence)))
    for headline, rule in RULES:
        if finding := rule(attempt):
            is_logic = finding.kind not in COLUMNS and not attempt.has_right_rows
            return Verdict.not_yet(headline, _on_few_rows(attempt, finding) if is_logic else finding)
    return None


def _on_few_rows(attempt: Attempt, finding: Finding) -> Finding:
    """The finding with a counter-example, if one shows what is wrong."""
    if len(attempt.result.columns) != len(attempt.expected.columns):
        return finding
    expectation, columns = attempt.expectation, attempt.tables.columns
    sentences = [known_mistake.sentence for known_mistake in expectation.mistakes]
    mistake = sentences.index(finding.seen) if finding.seen in sentences else None
    return replace(
        finding,
        example=find_example(
            expectation.examples,
            attempt.on_example,
            attempt.query and attempt.query.tree,
            columns,
            attempt.decimals,
            mistake,
        ),
    )


def _headline(attempt: Attempt) -> str:
    if len(attempt.result.columns) != len(attempt.expected.columns):
        return "the columns differ."
    return attempt.difference[0].lower() + attempt.difference[1:]


def _known_mistake(attempt: Attempt) -> KnownMistake | None:
    """The known mistake with this result. Several that agree on the practice data are told apart by the hidden sets."""
    if attempt.signature is None or attempt.signature.loose == attempt.expectation.signature.loose:
        return None
    candidates = [mistake for mistake in attempt.expectation.mistakes if mistake.loose[0] == attempt.signature.loose]
    is_poor = bool(candidates) and _says_little(attempt)
    if len(candidates) < 2 and not is_poor and not is_hollow(attempt.result):
        return candidates[0] if candidates else None
    hidden = attempt.hidden_prints
    if is_hollow(attempt.result):  # nothing is left for many reasons
        candidates = [mistake for mistake in candidates if mistake.loose[1:] == hidden]
    elif is_poor and hidden:
        candidates = [mistake for mistake in candidates if any(map(operator.eq, mistake.loose[1:], hidden))]
    return max(
        candidates,
        default=None,
        key=lambda mistake: sum(
            known_print == hidden_print for known_print, hidden_print in zip(mistake.loose[1:], hidden, strict=True)
        ),
    )


def _says_little(attempt: Attempt) -> bool:
    """Whether another query may well have just this result: it has one row, or a wrong column that is the same in all."""
    rows, width = attempt.result.rows, len(attempt.result.columns)
    return len(rows) < 2 or any(len({row[at] for row in rows}) < 2 for at in attempt.differences.columns if at < width)


def _two_mistakes(attempt: Attempt) -> str:
    """The sentences of two known mistakes that together have this result on all data sets."""
    expectation, signature = attempt.expectation, attempt.signature
    if signature is None or not may_be_pair(expectation.pairs, signature.loose):
        return ""
    pair = find_pair(expectation.pairs, (signature.loose, *attempt.hidden_prints))
    return both(*(expectation.mistakes[each].sentence for each in (pair.first, pair.second))) if pair else ""


def _on_hidden(attempt: Attempt) -> Verdict | None:
    """What is wrong on data that the learner does not see."""
    if not attempt.first_wrong:
        return None
    finding = _on_few_rows(attempt, hidden_finding(attempt, attempt.first_wrong))
    return Verdict.not_yet("the result differs on hidden data.", finding)


def _passed(attempt: Attempt) -> Verdict:
    count = len(attempt.expectation.hidden) + 1
    remarks = [Finding("style", "Your DISTINCT is not needed: GROUP BY makes each row once.")]
    remarks = remarks if _needless_distinct(attempt.sql) else []
    if name := other_name(attempt):
        remarks.append(name)
    return Verdict.passed(f"right on {'all ' if count > 1 else ''}{quantity(count, 'data set')}.", *remarks)


@optional
def other_name(attempt: Attempt) -> Finding | None:
    """The first column that has another name than in the task. Names are free, so this costs nothing."""
    pairs = zip(attempt.result.columns, attempt.expected.columns, strict=True)
    others = [(number, *pair) for number, pair in enumerate(pairs) if pair[0].lower() != pair[1].lower()]
    if not others:
        return None
    number, yours, right = others[0]
    which = ORDINALS[number] if number < len(ORDINALS) else f"{number + 1}th"
    which = "" if len(attempt.expected.columns) == 1 else f"{which} "
    rest = len(others) - 1
    more = f" {quantity(rest, 'more column')} {agree(rest, 'has')} another name, too." if rest else ""
    return Finding("other-name", f"The task calls the {which}column `{right}`; yours is `{code(yours)}`.{more}")


ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def _needless_distinct(sql: str) -> bool:
    """Whether the outermost SELECT DISTINCT shows all the columns that it groups by."""
    tree = parse(sql)
    select = tree and outermost(tree)
    if not isinstance(select, exp.Select) or not select.args.get("distinct") or not select.args.get("group"):
        return False
    group = select.args["group"]
    if not group.expressions or any(value for name, value in group.args.items() if name != "expressions"):
        return False
    selected = {item.unalias().sql() for item in select.expressions} | {item.alias for item in select.expressions}
    selected |= {str(number) for number in range(1, len(select.expressions) + 1)}
    return all(key.sql() in selected for key in group.expressions)
