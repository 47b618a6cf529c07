"""KQL, the query language of log stores, translated to SQL by the optional package duckdb-kql.

The translation runs in the same sandbox and meets the same judge as an answer in SQL. Nothing else in the course
knows the package: what it raises becomes a QueryError in plain words, with its place in the KQL.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from sqlglot import exp

from course.grade import data
from course.grade.kql.key import KqlKey
from course.grade.kql.quoting import place_in_kql, quotes_in_kql, quotes_only
from course.grade.query.expectation import QueryExpectation, compile_query
from course.grade.query.explain import explain
from course.grade.query.judge import judge_query
from course.grade.query.key import QueryKey
from course.grade.query.sandbox import LIMITS, QueryError
from course.grade.query.sqltext import parse
from course.grade.query.tables import tables_of
from course.keys.key import AuthorError
from course.verdict import Finding, Outcome, Verdict

if TYPE_CHECKING:
    from sqlglot import exp

OPERATORS = (
    "as", "consume", "count", "distinct", "evaluate", "extend", "getschema", "join", "limit", "lookup", "make-series",
    "mv-expand", "order", "parse", "project", "project-away", "project-keep", "project-rename", "project-reorder",
    "render", "sample", "serialize", "sort", "summarize", "take", "top", "union", "where",
)  # fmt: skip
# Findings whose words hold in any query language. All others explain the SQL that the learner never wrote.
GENERAL = ("known-mistake", "limit", "column-count", "column-order", "column-type", "row-count", "rows", "scale", "rounded",
           "hidden", "order", "no-order", "other-name")  # fmt: skip
IN_KQL = {
    "ORDER BY": "`sort by`", "GROUP BY": "`summarize … by`", "SELECT": "the query", "WHERE": "`where`",
    "HAVING": "a `where` after `summarize`", "COUNT(*)": "`count()`", "COUNT(column)": "`countif(isnotnull(column))`",
    "COUNT(DISTINCT column)": "`dcount(column)`", "BETWEEN": "`between`", "AND": "`and`", "OR": "`or`", "NOT": "`not`",
    "LIMIT": "`take`", "DESC": "`desc`",
}  # fmt: skip
IN_SQL = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(IN_KQL, key=len, reverse=True)))
OF_SQL = re.compile(r"\b(?!NULL|KQL|UTC)[A-Z]{2,}")  # what is left of SQL after these words are put into KQL
PATTERN = "pattern-"
LEFT_OUT = re.compile(r"(`[^`]*`) leaves out [^.]*?(?:with|without) `(\w+)`")
COUNTIF, ELSEWHERE = re.compile(r"\bcountif\s*\(\s*([^()]*?)\s*\)"), " stands elsewhere"
AND = re.compile(r"\band\b")
WHERE_STEP = re.compile(r"\|\s*where\s+([^|]*)", re.IGNORECASE)
COMMENT = re.compile(r"//[^\n]*")
SINGLE_EQUALS = re.compile(r"\|\s*where\b[^|]*?[^=!<>~](=)(?![=~])")
COUNT_DISTINCT = re.compile(r"\b(count\s*\(\s*distinct\s+(\w+)\s*\))", re.IGNORECASE)
CAPITALS = re.compile(r"\b(AND|OR|NOT|BY|IN|BETWEEN|ASC|DESC)\b")
DAY_AS_TEXT = re.compile(r"[<>=]\s*[\"']\d{4}-\d\d-\d\d")
QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")


class KqlMissing(RuntimeError):
    """The optional package that translates KQL is not installed: that says nothing about an answer."""

    def __init__(self) -> None:
        super().__init__(
            "KQL queries need an extra package that is not installed here. Run `pip install duckdb-kql` in the "
            "course's environment and restart the kernel. Everything else works without it, and your text is saved."
        )


@dataclass(frozen=True)
class Translation:
    """A KQL query and the SQL that it means."""

    kql: str
    sql: str

    def in_kql(self, error: QueryError) -> QueryError:
        """An error of the SQL as one of the KQL."""
        start, length = error.place or (0, 0)
        name = self.sql[start : start + length].strip('"')
        match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", code_only(self.kql)) if name else None
        place = (match.start(), len(name)) if match else None
        return QueryError(error.kind, error.message, place, error.look, error.raw, error.details)


def translate(text: str) -> Translation:
    """A KQL query as SQL. Raises QueryError for a query that cannot be translated, KqlMissing without the package.

    >>> "count(*)" in translate("payments | count").sql
    True
    """
    try:
        import duckdb_kql
    except ImportError as error:
        raise KqlMissing from error
    if code_only(text).strip().startswith("."):
        raise QueryError(
            "not-a-select", "A line that starts with a dot is a command to the server.", (0, 1), "Start with a table."
        )
    try:
        return Translation(text, _repeat_order(str(duckdb_kql.to_sql(text, schema=_columns()))))
    except duckdb_kql.KqlSyntaxError as error:
        raise _syntax(text, error) from error
    except duckdb_kql.KqlError as error:
        raise _unsupported(text, error) from error
    except RecursionError as error:
        raise QueryError("too-long", "The query is nested too deeply.", look="Shorten it.") from error


def code_only(text: str) -> str:
    """KQL with its comments and quoted texts blanked out; every other character keeps its place.

    >>> code_only('T | where a == "x=y" // b')
    'T | where a ==           '
    """
    unquoted = QUOTED.sub(lambda match: " " * len(match[0]), text)
    return COMMENT.sub(lambda match: " " * len(match[0]), unquoted)


def line_and_column(text: str, start: int) -> str:
    """A place as editors show it.

    >>> line_and_column("payments\\n| count", 11)
    'line 2, column 3'
    """
    return f"line {text.count(chr(10), 0, start) + 1}, column {start - text.rfind(chr(10), 0, start)}"


def as_sql(key: KqlKey) -> QueryKey:
    """A KQL key as the key of the SQL that it means, with its reference in KQL as the first alternative.

    Raises AuthorError, and KqlMissing.
    """
    if not key.sql:
        raise AuthorError("A KQL exercise needs its reference in SQL, too. Write it as sql=….")
    try:
        mistakes = tuple(replace(mistake, answer=translate(str(mistake.answer)).sql) for mistake in key.mistakes)
        accept = tuple(translate(query).sql for query in (key.reference, *key.accept))
        also = tuple(translate(query).sql for query in key.also)
    except QueryError as error:
        raise AuthorError(f"A KQL query of the key cannot be translated: {error.message} {error.raw}") from error
    return QueryKey(
        reference=key.sql,
        mistakes=mistakes,
        accept=accept,
        hints=key.hints,
        order=key.order,
        names=key.names,
        decimals=key.decimals,
        also=also,
        survivors=key.survivors,
    )


def compile_kql(key: KqlKey, seeds: tuple[int, ...]) -> QueryExpectation:
    """What ``compile_query`` makes of the SQL that the key means. Raises AuthorError, and KqlMissing."""
    return compile_query(as_sql(key), seeds)


def judge_kql(expectation: QueryExpectation, answer: str, *, starter: str = "") -> Verdict:
    """The verdict on a KQL query. Raises KqlMissing, and what ``judge_query`` raises."""
    if not COMMENT.sub(" ", answer).strip():
        return Verdict.not_attempted("there is no query yet.")
    if starter and COMMENT.sub(" ", answer).split() == COMMENT.sub(" ", starter).split():
        return Verdict.not_attempted("this is still the query that was given.")
    try:
        translation = translate(answer)
    except QueryError as error:
        return Verdict.not_yet("the query did not run.", error.finding)
    verdict = judge_query(expectation, translation.sql)
    findings = [_in_kql(translation, finding) for finding in verdict.findings]
    if verdict.outcome is Outcome.PASSED and DAY_AS_TEXT.search(COMMENT.sub(" ", answer)):
        words = (
            "A real log store does not compare a moment with text. Write datetime(2025-11-30) there, without quotes."
        )
        findings.append(Finding("style", words))
    return replace(verdict, findings=tuple(findings))


def _in_kql(translation: Translation, finding: Finding) -> Finding:
    """A finding about the SQL as one about the KQL: what is only true of the SQL is left out."""
    if finding.raw:
        if match := SINGLE_EQUALS.search(code_only(translation.kql)):
            look = "To compare, write `==`: a single `=` gives a name."
            return _error(translation.kql, match, 1, "A condition has a single `=`.", look, finding.raw).finding
        error = QueryError(finding.kind, finding.seen, finding.place, finding.look, finding.raw)
        return _with_position(translation.kql, translation.in_kql(error)).finding
    if finding.kind == "known-mistake":
        return finding
    if named := _with_step(translation, finding.expected):
        return replace(finding, expected=named[0], look=_kql_words(finding.look), place=named[1])
    finding = replace(finding, expected=quotes_in_kql(finding.expected), look=quotes_in_kql(finding.look))
    expected, look = _kql_words(finding.expected), _kql_words(finding.look)
    is_general = finding.kind in (*GENERAL, *LIMITS) or finding.kind.startswith(PATTERN)
    is_said = is_general or quotes_only(translation.kql, finding.expected + finding.look, finding.columns)
    if not is_said or OF_SQL.search(expected + look):
        expected, look = (
            "",
            "" if finding.kind == "column-type" else "Look at the conditions, and at what `summarize` counts.",
        )
    place = place_in_kql(translation.kql, translation.sql, finding) if is_said else None
    return replace(finding, expected=expected, look=look, place=place)


def _with_step(translation: Translation, words: str) -> tuple[str, tuple[int, int] | None] | None:
    """A sentence about a condition that leaves rows out, with the step that says it in the KQL, and the place of that."""
    counted = COUNTIF.findall(translation.kql) if ELSEWHERE in words else []
    if counted:
        return f"`{counted[0]}`{ELSEWHERE}{words.partition(ELSEWHERE)[2]}", None
    about = LEFT_OUT.search(words)
    steps = WHERE_STEP.finditer(code_only(translation.kql)) if about else ()
    found = [step for step in steps if re.search(rf"\b{re.escape(about[2])}\b", step[1])]
    if len(found) != 1:
        return None
    start, end = _only_part(translation.kql, found[0].span(1), about[2])
    step = " ".join(translation.kql[start:end].split())
    length = len(translation.kql[start:end].rstrip())
    return f"{words[: about.start(1)]}`{step}`{words[about.end(1) :]}", (start, length)


def _only_part(kql: str, span: tuple[int, int], column: str) -> tuple[int, int]:
    """The one of the conditions joined by `and` that asks about a column, if there is one; otherwise the whole step."""
    start, end = span
    ends = [start, *(place for match in AND.finditer(code_only(kql), start, end) for place in match.span()), end]
    parts = list(zip(ends[::2], ends[1::2], strict=True))
    asking = [part for part in parts if re.search(rf"\b{re.escape(column)}\b", kql[slice(*part)])]
    is_clear = len(asking) == 1 and "(" not in kql[start:end].replace("datetime(", "")
    return asking[0] if is_clear else span


def _kql_words(text: str) -> str:
    """A sentence with the words of SQL put into KQL, as far as there are such words.

    >>> _kql_words("COUNT(*) counts rows: look at GROUP BY.")
    '`count()` counts rows: look at `summarize … by`.'
    """
    return IN_SQL.sub(lambda match: IN_KQL[match[0]], text)


def explain_kql(translation: Translation, error: QueryError) -> Finding:
    """Why a translated query did not run, in plain words and with its place in the KQL."""
    finding = explain(translation.sql, error)
    return _in_kql(translation, replace(finding, place=finding.place or error.place))


def _with_position(text: str, error: QueryError) -> QueryError:
    """An error that also says its line and column, for those who see no mark."""
    if error.place is None:
        return error
    message = f"{error.message.rstrip('.')} ({line_and_column(text, error.place[0])})."
    return QueryError(error.kind, message, error.place, error.look, error.raw, error.details)


def _syntax(text: str, error: Exception) -> QueryError:
    """What a parser's complaint most likely means: SQL, a misspelt operator, or something at that place."""
    raw = str(error)
    code = code_only(text)
    if match := re.match(r"\s*(select|with)\b", code, re.IGNORECASE):
        return _error(
            text, match, 1, "This is SQL.", "A KQL query starts with a table, then one `|` for each step.", raw
        )
    for step in re.finditer(r"\|\s*([\w-]+)", code):
        if step[1] not in OPERATORS:
            close = get_close_matches(step[1].lower(), OPERATORS, n=1, cutoff=0.6)
            look = f"Did you mean `{close[0]}`?" if close else "A step starts with a word such as where or summarize."
            return _error(text, step, 1, f"There is no step called `{step[1]}`.", look, raw)
    if match := COUNT_DISTINCT.search(code):
        look = f"Different values are counted with `dcount({match[2]})`."
        return _error(text, match, 1, "KQL has no `count(distinct …)`.", look, raw)
    if match := CAPITALS.search(code):
        look = f"KQL tells capitals from small letters: write `{match[1].lower()}`."
        return _error(text, match, 1, f"`{match[1]}` is not a word of KQL.", look, raw)
    span = error.diagnostics[0].span
    start = sum(len(line) + 1 for line in text.split("\n")[: span.line - 1]) + span.column
    start = min(start, max(len(text.rstrip()) - 1, 0))
    look = "Look for a missing bracket, comma, quote or `|` just before it."
    return _with_position(text, QueryError("syntax", "KQL cannot be read from here on.", (start, 1), look, raw))


def _unsupported(text: str, error: Exception) -> QueryError:
    name = str(getattr(error, "construct", getattr(error, "name", ""))).split(":")[-1]
    look = "Use where, summarize, count(), dcount(), countif(), bin(), extend, project, sort and join."
    if name == "multi-statement":
        return QueryError("several-statements", "There are several queries here; an answer is one.", raw=str(error))
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", code_only(text)) if name else None
    message = f"The course's KQL does not know `{name}`." if name else "The course's KQL cannot run this."
    return _error(text, match, 0, message, look, str(error))


def _error(text: str, match: re.Match | None, group: int, message: str, look: str, raw: str) -> QueryError:
    place = (match.start(group), len(match[group])) if match else None
    return _with_position(text, QueryError("syntax", message, place, look, raw))


def _columns() -> dict[str, list[str]]:
    return {table: list(columns) for table, columns in tables_of(data.database()).columns.items()}


def _repeat_order(sql: str) -> str:
    """The SQL with the order of its last sorted step repeated at its end, where SQL guarantees it."""
    tree = parse(sql)
    if not isinstance(tree, exp.Select) or tree.args.get("order"):
        return sql
    steps = {step.alias: step.this for step in tree.find_all(exp.CTE)}
    keys = _last_order(tree, steps)
    return f"{sql}\nORDER BY {', '.join(key.sql('duckdb') for key in keys)}" if keys else sql


def _last_order(select: object, steps: dict) -> Sequence:
    """The keys of the nearest sorted step, if no later step regroups its rows or drops its columns."""
    later = []
    while isinstance(select, exp.Select) and not any(select.args.get(part) for part in ("group", "distinct", "joins")):
        if order := select.args.get("order"):
            names = {column.name for key in order.expressions for column in key.find_all(exp.Column)}
            return order.expressions if all(_keeps(step, names) for step in later) else ()
        if not select.args.get("from_"):
            return ()
        later.append(select)
        select = steps.get(select.args["from_"].this.name)
    return ()


def _keeps(select: exp.Select, names: set[str]) -> bool:
    return select.is_star or names <= {
        item.alias_or_name for item in select.expressions if item.unalias().name == item.alias_or_name
    }
