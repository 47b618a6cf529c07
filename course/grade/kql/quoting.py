"""What a finding about the translated SQL quotes, found again in the KQL that was written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from course.verdict import Finding

# How the translation writes what is shorter in KQL.
IN_SQL = (
    (re.compile(r'"(\w+)"'), r"\1"),
    (re.compile(r"CAST\((-?[\d.]+) AS \w+\)"), r"\1"),
    (re.compile(r"\(\(([^()]*)\)\)"), r"(\1)"),
    (re.compile(r"\bcount\(\*\)", re.IGNORECASE), "count()"),
    (re.compile(r"\bcount\(DISTINCT ([^()]*)\)", re.IGNORECASE), r"dcount(\1)"),
    (re.compile(r"\bcoalesce\((sum\([^()]*(?:\([^()]*\))?[^()]*\)), 0\)", re.IGNORECASE), r"\1"),
)
QUOTED = re.compile(r"`([^`]*)`")
MADE = re.compile(r"makes `(\w+)`\.\Z")
ENDS = re.compile(r"\bby\b|\|", re.IGNORECASE)


def quotes_only(kql: str, words: str, columns: Iterable[str]) -> bool:
    """Whether a sentence quotes nothing but columns of the result and what stands in the KQL.

    >>> quotes_only("T | summarize n = sum( a ) by b", "`SUM(a)` adds up `a` in `n`.", ("b", "n"))
    True
    >>> quotes_only("T | summarize n = dcount(a)", "`count(DISTINCT a)` counts each `a` once.", ("n",))
    False
    """
    written = _plain(kql)
    known = {name.lower() for name in columns}
    quotes = QUOTED.findall(words)
    return bool(quotes) and all(quote.lower() in known or _plain(quote) in written for quote in quotes)


def quotes_in_kql(words: str) -> str:
    """A sentence whose quotations are put into KQL, as far as there are such words.

    >>> quotes_in_kql('`count(DISTINCT "a")` and `sum(("b" - CAST(1 AS BIGINT)))`')
    '`dcount(a)` and `sum(b - 1)`'
    """
    return QUOTED.sub(lambda match: f"`{_in_kql(match[1])}`", words)


def _in_kql(text: str) -> str:
    for pattern, written in IN_SQL:
        text = pattern.sub(written, text)
    return text


def place_in_kql(kql: str, sql: str, finding: Finding) -> tuple[int, int] | None:
    """Where the KQL holds what is underlined in the SQL, if it holds it once; or what makes the one column of which is spoken."""
    start, length = finding.place or (0, 0)
    parts = re.findall(r"\w+|[^\w\s]", _in_kql(sql[start : start + length]))
    pattern = r"\s*".join(map(re.escape, parts))
    found = list(re.finditer(rf"(?<!\w){pattern}(?!\w)", kql, re.IGNORECASE)) if parts else []
    if len(found) == 1:
        return found[0].start(), len(found[0][0])
    column = MADE.search(finding.look)
    return made_at(kql, column[1]) if column else None


def made_at(kql: str, column: str) -> tuple[int, int] | None:
    """The place of what makes a column in the last `summarize` or `extend` that names it.

    >>> text = "T | summarize n = dcountif(a, b > 1), m = count() by c"
    >>> [text[start : start + length] for start, length in [made_at(text, "n"), made_at(text, "m")]]
    ['n = dcountif(a, b > 1)', 'm = count()']
    """
    starts = list(re.finditer(rf"\b{re.escape(column)}\s*=(?!=|~)", kql))
    if not starts:
        return None
    start, depth = starts[-1].start(), 0
    for end in range(start, len(kql)):
        depth += (kql[end] in "([") - (kql[end] in ")]")
        if depth == 0 and (kql[end] == "," or ENDS.match(kql, end) and not kql[end - 1].isalnum()):
            return start, len(kql[start:end].rstrip())
    return start, len(kql[start:].rstrip())


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text).lower()
