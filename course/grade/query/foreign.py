"""Explains signs and words that come from other databases, languages and documents, and are no SQL here."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches

from course.grade.query.broken import KEYWORDS, LIKE, Broken
from course.grade.query.sandbox import QueryError


def foreign_sign(broken: Broken) -> QueryError | None:
    """A sign that no query holds outside its texts and comments, whatever the database tripped over."""
    return _curly_quotes(broken) or _square_brackets(broken) or _typeset_sign(broken)


def _curly_quotes(broken: Broken) -> QueryError | None:
    text = CURLY_TEXT.search(broken.text)
    if not text:
        return None
    place = (text.start(), len(text[0]))
    plain = text[1] if re.search(r"\bas\s*\Z", broken.text[: text.start()], re.IGNORECASE) else f"'{text[1]}'"
    look = f"Type straight ones: {plain[:60]}."
    return QueryError("quotes", f"{text[0][:60]} has curly quotes.", place, look, broken.raw)


CURLY_TEXT = re.compile(r"[‘’“”„‚«»]([^‘’“”„‚«»'\"\n]*)[‘’“”„‚«»]?")


def _square_brackets(broken: Broken) -> QueryError | None:
    """A name as SQL Server writes it: here, brackets make a list."""
    for name in re.finditer(r"\[\s*([^\W\d]\w*)\s*\]", broken.text):
        if name.start() <= broken.start < name.end():
            place = (name.start(), len(name[0]))
            return broken.problem("Names have no square brackets here: these make a list.", f"Write {name[1]}.", place)
    return None


def _typeset_sign(broken: Broken) -> QueryError | None:
    sign = TYPESET_SIGN.search(broken.text)
    if not sign:
        return None
    place = (sign.start(), len(sign[0]))
    if sign[0] == "…":
        return broken.problem("The three dots … stand for a part that you write.", "Put it there.", place)
    return broken.problem(f"SQL does not know the sign `{sign[0]}`.", f"Write {TYPESET[sign[0]]}.", place)


TYPESET = {"≥": ">=", "≤": "<=", "≠": "<>", "=<": "<=", "=>": ">=", "–": "-", "—": "--", "−": "-", "×": "*", "÷": "/"}
TYPESET_SIGN = re.compile("|".join(map(re.escape, ("…", *TYPESET))))


def _foreign_comment(broken: Broken) -> QueryError | None:
    sign = broken.word[:2] if broken.word.startswith("//") else broken.word[:1]
    starts_line = not broken.text[: broken.start].rpartition("\n")[2].strip()
    if sign != "#" and not (sign == "//" and starts_line):
        return None
    return broken.problem(f"`{sign}` starts no comment in SQL.", "A comment starts with --.", (broken.start, len(sign)))


def _before_query(broken: Broken) -> QueryError | None:
    """Words before the query, such as a prompt."""
    query = re.search(r"\b(SELECT|WITH)\b", broken.text[sum(broken.place) :], re.IGNORECASE)
    if broken.words_before or not query or broken.word.lower() in KEYWORDS or not re.match(r"\w", broken.word):
        return None
    close = get_close_matches(broken.word.lower(), ("select", "with", "from"), n=1, cutoff=LIKE)
    look = f"Take away what is before {query[1]}."
    return None if close else broken.problem("A query starts with SELECT, WITH or FROM.", look)


def _limit_with_comma(broken: Broken) -> QueryError | None:
    pair = re.search(r"\bLIMIT\s+(\d+)\s*,\s*(\d+)", broken.text, re.IGNORECASE)
    if not pair or broken.word != ",":
        return None
    place = (pair.start(), len(pair[0]))
    return broken.problem("LIMIT takes one number.", f"Write LIMIT {pair[2]} OFFSET {pair[1]}.", place)


def _extract_with_comma(broken: Broken) -> QueryError | None:
    call = re.search(r"\bextract\s*\(\s*['\"]?(\w+|\s+)['\"]?\s*\Z", broken.text[: broken.start], re.IGNORECASE)
    if not call or broken.word != ",":
        return None
    return broken.problem("extract takes FROM, not a comma.", "Write it as in extract(month FROM created_at).")


def _connective_as_function(broken: Broken) -> QueryError | None:
    """AND and OR as a sheet has them: in front, with the conditions in brackets."""
    word = broken.word.upper()
    if (
        word not in ("AND", "OR")
        or broken.before not in ("(", ",", "=")
        or broken.text[sum(broken.place) :].lstrip()[:1] != "("
    ):
        return None
    return broken.problem(f"{word} is no function here: it stands between two conditions.", f"Write … {word} ….")


def _top(broken: Broken) -> QueryError | None:
    if broken.before.lower() != "top" or not broken.word.isdigit():
        return None
    return broken.problem(f"TOP {broken.word} is not known here.", f"Write LIMIT {broken.word} at the end.")


# What is read first when a text is not SQL.
REASONS: tuple[Callable[[Broken], QueryError | None], ...] = (
    _foreign_comment,
    _before_query,
    _limit_with_comma,
    _extract_with_comma,
    _top,
    _connective_as_function,
)
