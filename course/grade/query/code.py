"""Reads the text of a query as it stands, without parsing it: its code without comments and strings, its clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

COMMENT = r"--[^\n]*|/\*.*?(?:\*/|\Z)"
QUOTED = r"'(?:[^']|'')*(?:'|\Z)|\"(?:[^\"]|\"\")*(?:\"|\Z)|\$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z)"
_COMMENT_OR_QUOTED = re.compile(f"(?P<comment>{COMMENT})|(?P<quoted>{QUOTED})", re.DOTALL)
CLAUSES = ("SELECT", "FROM", "WHERE", "GROUP BY", "HAVING", "QUALIFY", "ORDER BY", "LIMIT")
_CLAUSE = re.compile(rf"\b({'|'.join(CLAUSES)})\b".replace(" ", r"\s+"), re.IGNORECASE)
BARE_DAY = re.compile(r"\b\d{4}-\d\d?-\d\d?\b")
_SET_OPERATION = re.compile(r"\b(UNION|INTERSECT|EXCEPT)\b|;", re.IGNORECASE)


@dataclass(frozen=True)
class Clause:
    """A clause word in a query, where it starts, and how many brackets are open there."""

    name: str
    start: int
    depth: int


def without_comments(sql: str) -> str:
    return _COMMENT_OR_QUOTED.sub(lambda match: " " if match["comment"] else match[0], sql)


@lru_cache(maxsize=64)
def code_only(sql: str) -> str:
    """The query with comments and quoted parts blanked out; every other character keeps its place.

    >>> code_only("select 'a, b' -- c")
    "select '    '     "
    """

    def blank(match: re.Match) -> str:
        text = match[0]
        return " " * len(text) if match["comment"] else (text[0] + " " * (len(text) - 2) + text[0])[: len(text)]

    return _COMMENT_OR_QUOTED.sub(blank, sql)


def is_blank(sql: str) -> bool:
    """Whether there is nothing but spaces, comments and semicolons."""
    return not without_comments(sql).replace(";", " ").strip()


def same_text(left: str, right: str) -> bool:
    """Whether two queries differ in comments, spaces and a final semicolon only."""
    return _words(left) == _words(right)


def _words(sql: str) -> list[str]:
    return without_comments(sql).rstrip().rstrip(";").split()


def clauses(sql: str) -> list[Clause]:
    """The clause words outside comments and quotes, in the order of the text."""
    text = code_only(sql)
    depth = depths(text)
    return [
        Clause(" ".join(match[1].upper().split()), match.start(), depth[match.start()])
        for match in _CLAUSE.finditer(text)
    ]


def depths(text: str) -> list[int]:
    """How many brackets are open before each character of a text without quoted parts."""
    return [0, *accumulate((char == "(") - (char == ")") for char in text)]


def select_clauses(sql: str, start: int) -> list[Clause]:
    """The clauses up to ``start`` of the SELECT that contains it: in the same brackets, on its side of a UNION."""
    text = code_only(sql)
    depth = depths(text)
    bracket = max(
        (position + 1 for position in range(start) if text[position] == "(" and depth[position] == depth[start] - 1),
        default=0,
    )
    cuts = [cut.end() for cut in _SET_OPERATION.finditer(text, bracket, start) if depth[cut.start()] == depth[start]]
    begin = max([bracket, *cuts])
    return [clause for clause in clauses(sql) if begin <= clause.start <= start and clause.depth == depth[start]]
