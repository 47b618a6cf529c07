"""Takes a query out of what it was copied with: a call in Python, a fence, prompts, text after its end.

What is taken out becomes spaces, so that every other character keeps its place.
"""

from __future__ import annotations

import re
from functools import lru_cache

from course.grade.query.code import code_only

START = r"\s*(?:--[^\n]*\n\s*)*\(*\s*(?:SELECT|WITH|FROM)\b"
# query = course.query("""…"""), print(con.sql('…').df()), and a text alone: what stands between the outermost quotes.
CALL = re.compile(
    rf"""\s*(?:(?:import|\#)[^\n]*\n\s*)*(?:[\w.]+\s*=\s*)?(?:[\w.]+\s*\(\s*)*[rRfF]?(\"{{3}}|'{{3}}|"|')(?P<query>{START}.*)\1[^"']*""",
    re.I | re.S,
)
FENCE = re.compile(r"^[ \t]*```[^\S\n]*(?:\w+[ \t]*$|(?:sql|duckdb)\b)?|```\s*\Z|\A\s*%%?\w+[^\n]*\n", re.I | re.M)
PROMPT = re.compile(rf"(\s*(?:D|SQL>|[\w.@-]*(?:=[#>]|>)|>>>|In \[\d+\]:)[ \t]+)(?={START})", re.I)
NEXT_PROMPT = re.compile(r"^[ \t]*(?:\.\.\.:?>?|·|‣|\w*[-'\"(][#>]|->)(?=[ \t])", re.M)
INVISIBLE = re.compile("[\ufeff\u200b\u200c\u200d\u2060]")
# A line that starts with one of these is meant to be run: it is no remark under the query.
MEANT = re.compile(
    r"^[^\S\n]*(?:[(]|(?:select|with|from|values|table|pivot|unpivot|describe|summarize|show|explain|insert|update|delete|merge|create|drop|"
    r"alter|truncate|attach|detach|copy|export|import|install|load|set|reset|use|pragma|call|begin|commit|rollback|"
    r"where|group|having|qualify|window|order|limit|offset|union|intersect|except|join|left|right|inner|full|"
    r"cross|natural|on|using|and|or|as)\b)",
    re.I | re.M,
)


@lru_cache(maxsize=64)
def query_in(text: str) -> str:
    """The query in a learner's text, with spaces for everything around it.

    >>> query_in("D SELECT 1; -- one")
    '  SELECT 1;       '
    >>> query_in("SELECT 1; SELECT 2")
    'SELECT 1; SELECT 2'
    """
    text = INVISIBLE.sub(" ", text)
    for step in (_without_call, _without_fence, _without_prompts, _without_rest):
        text = step(text)
    return text


def _without_call(text: str) -> str:
    call = CALL.fullmatch(text)
    return _only(text, *call.span("query")) if call else text


def _without_fence(text: str) -> str:
    return FENCE.sub(_spaces, text)


def _without_prompts(text: str) -> str:
    first = PROMPT.match(text)
    return _blank(text[: first.end()]) + NEXT_PROMPT.sub(_spaces, text[first.end() :]) if first else text


def _without_rest(text: str) -> str:
    """Without what follows the first semicolon, if none of it is meant to be run."""
    code = code_only(text)
    end = code.find(";") + 1
    if not end or not code[: end - 1].strip() or MEANT.search(code[end:].replace(";", "\n")):
        return text
    return text[:end] + _blank(text[end:])


def _only(text: str, start: int, end: int) -> str:
    return _blank(text[:start]) + text[start:end] + _blank(text[end:])


def _spaces(match: re.Match) -> str:
    return _blank(match[0])


def _blank(text: str) -> str:
    """Spaces in the place of a text; its lines stay."""
    return re.sub(r"[^\n]", " ", text)
