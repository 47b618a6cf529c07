"""Explains in plain words where and why the text of a query cannot be read as SQL."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches

from course.grade.query import foreign
from course.grade.query.broken import KEYWORDS, LIKE, Broken
from course.grade.query.code import BARE_DAY, CLAUSES, depths, select_clauses
from course.grade.query.sandbox import QueryError

ORDERED = [name for name in CLAUSES if name != "SELECT"]  # DuckDB also reads FROM … SELECT …
UNITS = ("year", "quarter", "month", "week", "day", "hour", "minute", "second")
# Words that DuckDB takes as a name after AS, and nowhere else.
WORDS_OF_SQL = frozenset(
    """
    all and any array as asc at both case check collate column cross default desc distinct do else end except fetch for
    from full group having ilike in inner intersect into is isnull join left like limit natural not notnull null offset
    on only or order outer overlaps pivot positional primary qualify references returning right select semi show similar
    some summarize table tablesample then to trailing tuple union unique unpivot using variadic verbose when where window with
    """.split()
)
VALUE = re.compile(r"[\w.]+|'.*'|\)", re.DOTALL)
JOIN = re.compile(
    r"\b(?P<kind>\w+\s+)?JOIN\s+(?P<table>[\w.\"]+)(?:\s+(?:AS\s+)?(?!ON\b|USING\b|\w*\s*JOIN\b)\w+)?\s*",
    re.IGNORECASE,
)


def explain_syntax(sql: str, error: QueryError) -> QueryError:
    """The first reason that is certain, or else only the place."""
    broken = Broken.of(sql, error)
    for reason in REASONS:
        if explanation := reason(broken):
            return explanation
    word = broken.word.replace("`", "'")[:60]
    return broken.problem(f"The query cannot be read from `{word}` on.", "Look at what stands directly before it.")


def _missing_by(broken: Broken) -> QueryError | None:
    before = broken.before.upper()
    if before not in ("GROUP", "ORDER", "PARTITION") or get_close_matches(broken.word.lower(), ["by"], cutoff=LIKE):
        return None
    return broken.problem(f"{before} needs BY.", f"Write {before} BY {broken.word[:60]}.")


def _word_as_name(broken: Broken) -> QueryError | None:
    """A new name that is a word of SQL, such as AS at: DuckDB takes it there, and stumbles where it is used."""
    before, word = broken.before.lower(), broken.word.lower()
    for name in (before, word):
        if name in WORDS_OF_SQL and re.search(rf"\bAS\s+{name}\b", broken.text, re.IGNORECASE):
            length = len(name)
            start = broken.start if name == word else broken.text.lower().rindex(name, 0, broken.start)
            words = f"`{name}` is a word of SQL itself, so it does not do as a name."
            return broken.problem(words, f"Choose another name after AS, such as {name}_1.", (start, length))
    return None


def _one_sided(broken: Broken) -> QueryError | None:
    """A comparison without its left side, as people say it: … >= 1 AND < 9."""
    if broken.before.upper() not in ("AND", "OR", "WHERE", "NOT") or broken.word not in (
        "<",
        ">",
        "<=",
        ">=",
        "=",
        "<>",
    ):
        return None
    return broken.problem(
        f"`{broken.word}` has nothing on its left.", "Name the column again on both sides of AND and OR."
    )


def _day_without_quotes(broken: Broken) -> QueryError | None:
    """A day after DATE or TIMESTAMP, which take a text."""
    day = BARE_DAY.match(broken.text, broken.start)
    kind = broken.before.upper()
    if not day or kind not in ("DATE", "TIMESTAMP"):
        return None
    look = f"Write {kind} '{day[0]}'."
    return broken.problem(f"{kind} takes a day in single quotes.", look, (day.start(), len(day[0])))


def _is_for_null(broken: Broken) -> QueryError | None:
    if broken.before.upper() != "IS" or not re.match(r"'|\d", broken.word):
        return None
    return broken.problem("IS asks for NULL, true or false.", f"Compare with a value by =, as in = {broken.word[:60]}.")


def _open_quote(broken: Broken) -> QueryError | None:
    if not broken.raw.startswith("unterminated"):
        return None
    if "comment" in broken.raw:
        return broken.problem("A comment starts with /* and never ends.", "Close it with */.")
    sign = broken.word[:1]
    if curly := re.search("[‘’“”]", broken.sql[broken.start :]):
        words = f"A text starts with {sign} and ends with the curly quote {curly[0]}."
        return broken.problem(words, f"Type {sign} at both ends.", (broken.start, curly.end()))
    subject = "A text" if sign == "'" else "A name"
    return broken.problem(f"{subject} starts with {sign} and never ends.", f"Close it with {sign}.")


def _after_semicolon(broken: Broken) -> QueryError | None:
    if broken.before != ";":
        return None
    position = broken.text.rindex(";", 0, broken.start)
    return broken.problem(
        "The query ends at the semicolon, and text follows it.", "Remove the semicolon.", (position, 1)
    )


def _clause_twice(broken: Broken) -> QueryError | None:
    *earlier, last = [clause.name for clause in select_clauses(broken.sql, broken.start)] or [""]
    if not _at_clause(broken, last) or last not in earlier:
        return None
    if last in ("WHERE", "HAVING"):
        return broken.problem(
            f"There are two {last} in one SELECT.", f"Keep one {last} and join the conditions with AND."
        )
    return broken.problem(f"There are two {last} in one SELECT.", "Keep one.")


def _clause_order(broken: Broken) -> QueryError | None:
    *earlier, last = [clause.name for clause in select_clauses(broken.sql, broken.start)] or [""]
    if not _at_clause(broken, last) or last not in ORDERED:
        return None
    later = [name for name in earlier if name in ORDERED and ORDERED.index(name) > ORDERED.index(last)]
    if not later:
        return None
    look = f"The order is {', '.join(name for name in CLAUSES if name != 'QUALIFY')}."
    return broken.problem(f"Your {last} comes after {later[0]}.", look)


def _at_clause(broken: Broken, name: str) -> bool:
    return bool(name) and broken.word.upper() == name.split()[0]


def _join_without_on(broken: Broken) -> QueryError | None:
    for join in JOIN.finditer(broken.text):
        free = (join["kind"] or "").strip().upper() in ("CROSS", "NATURAL", "POSITIONAL")
        stops_here = join.start() < broken.start <= join.end() or (broken.is_last and join.end() >= sum(broken.place))
        if stops_here and not free and not re.match(r"ON\b|USING\b", broken.text[join.end() :], re.I):
            table = join["table"]
            return broken.problem(f"JOIN {table} does not say which rows belong together.", "Add ON and the condition.")
    return None


def _brackets(broken: Broken) -> QueryError | None:
    depth = depths(broken.text)
    if min(depth) < 0:
        position = depth.index(-1) - 1
        return broken.problem(
            "A bracket is closed that was never opened.", "Remove it, or open it earlier.", (position, 1)
        )
    if depth[-1] > 0 and (broken.is_last or broken.word.upper() in KEYWORD_SIGNS):
        level = depth[-1] - 1
        position = max(
            position for position, char in enumerate(broken.text) if char == "(" and depth[position] <= level
        )
        return broken.problem("A bracket is opened and never closed.", "Close it with ).", (position, 1))
    return None


KEYWORD_SIGNS = {name.split()[0] for name in CLAUSES}


def _misspelt(broken: Broken) -> QueryError | None:
    """A word at the place, or directly before it, that is nearly a keyword."""
    previous = re.search(r"([^\W\d]\w*)\s*\Z", broken.text[: broken.start])
    places = [broken.place] + ([(previous.start(1), len(previous[1]))] if previous else [])
    for start, length in places:
        word = broken.sql[start : start + length].lower()
        close = get_close_matches(word, KEYWORDS, n=1, cutoff=LIKE)
        if close and word not in KEYWORDS:
            look = f"Did you mean {close[0].upper()}?"
            return broken.problem(f"`{word}` is not a word of SQL here.", look, (start, length))
    return None


def _exists(broken: Broken) -> QueryError | None:
    """EXISTS without the brackets around its query, or written in another way."""
    if broken.before.upper() == "EXISTS" and broken.word != "(":
        is_name = re.fullmatch(r"[^\W\d]\w*", broken.word) and broken.word.lower() not in KEYWORDS
        table = f"{broken.word[:60]} …" if is_name else "…"
        start = broken.text.upper().rindex("EXISTS", 0, broken.start)
        look = f"Write EXISTS (SELECT 1 FROM {table})."
        return broken.problem("EXISTS takes a query in brackets.", look, (start, sum(broken.place) - start))
    call = re.search(r"\b([^\W\d]\w*)\s*\(\s*\Z", broken.text[: broken.start])
    word = call[1].lower() if call and broken.word.upper() in ("SELECT", "WITH") else ""
    if not word or word == "exists" or not get_close_matches(word, ["exists"], cutoff=LIKE):
        return None
    return broken.problem(f"`{call[1]}` is not a word of SQL here.", "Did you mean EXISTS?", (call.start(1), len(word)))


def _stops_early(broken: Broken) -> QueryError | None:
    ends_open = broken.word.lower() in KEYWORDS or not re.fullmatch(r"[\w'\")]+", broken.word)
    if not broken.is_last or not ends_open:
        return None
    return broken.problem(f"The query stops after `{broken.word}`.", "Something must follow it.")


def _comma_before_clause(broken: Broken) -> QueryError | None:
    if broken.before != "," or broken.word.upper() not in KEYWORD_SIGNS:
        return None
    position = broken.text.rindex(",", 0, broken.start)
    return broken.problem(f"A comma stands directly before {broken.word.upper()}.", "Remove it.", (position, 1))


def _case_without_end(broken: Broken) -> QueryError | None:
    cases = list(re.finditer(r"\bcase\b", broken.text, re.I))
    if len(cases) <= len(re.findall(r"\bend\b", broken.text, re.I)):
        return None
    return broken.problem("A CASE has no END.", "Close it with END.")


def _filter_without_brackets(broken: Broken) -> QueryError | None:
    if broken.before.upper() != "FILTER" or broken.word == "(":
        return None
    return broken.problem("FILTER takes its condition in brackets, after WHERE.", "Write FILTER (WHERE …).")


def _unit_of_time(broken: Broken) -> QueryError | None:
    """A unit of time after a value: a new name without AS, or a span without INTERVAL."""
    if broken.word.lower() not in UNITS or not VALUE.fullmatch(broken.before):
        return None
    unit = broken.word
    if broken.before.isdigit():
        span = f"INTERVAL {broken.before} {unit.upper()}"
        return broken.problem(f"`{broken.before} {unit}` is no span of time yet.", f"Write {span}.")
    return broken.problem(f"`{unit}` is a word of SQL, so as a new name it needs AS.", f"Write AS {unit}.")


def _missing_comma(broken: Broken) -> QueryError | None:
    """Two names or values side by side. A single name after a name would have been read as its alias."""
    pair = [*broken.words_before, broken.word][-3:-1] if broken.word == "(" else [broken.before, broken.word]
    side_by_side = len(pair) == 2 and VALUE.fullmatch(pair[0]) and VALUE.fullmatch(pair[1]) and pair[1] != ")"
    if not side_by_side or {word.lower() for word in pair} & set(KEYWORDS):
        return None
    left, right = (word.replace("`", "'") for word in pair)
    look = "Often a comma or an operator is missing between them."
    return broken.problem(f"`{left}` and `{right}` stand side by side.", look)


REASONS: tuple[Callable[[Broken], QueryError | None], ...] = (
    _open_quote,
    _after_semicolon,
    *foreign.REASONS,
    _word_as_name,
    _missing_by,
    _one_sided,
    _day_without_quotes,
    _is_for_null,
    _exists,
    _clause_twice,
    _clause_order,
    _join_without_on,
    _comma_before_clause,
    _brackets,
    _misspelt,
    _filter_without_brackets,
    _stops_early,
    _case_without_end,
    _unit_of_time,
    _missing_comma,
)
