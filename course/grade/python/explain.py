"""Says in plain words why a function gave no result, with the learner's line. Python's own words are kept to unfold."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from course.grade.python.reasons import reason
from course.verdict import Finding

LONGEST_LINE = 80
PYTHON = "What Python said"


def explain(outcome: dict[str, Any], source: str, function: str, parameters: Iterable[str], seconds: float) -> Finding:
    """The finding for an outcome without a value."""
    if "late" in outcome:
        return _late(_number(outcome["late"].get("line")), source, function, seconds)
    if "ended" in outcome:
        return _ended(outcome["ended"])
    details = outcome.get("error")
    details = details if isinstance(details, dict) else {}
    kind = str(details.get("type", ""))[:60]
    seen, look = reason(kind, details, function, list(parameters), source)
    line = _number(details.get("line"))
    return Finding(
        f"python-{kind.lower() or 'error'}",
        f"{at(line, source)}{seen}",
        look=look,
        raw=str(details.get("trace", ""))[:4_000],
        raw_title=PYTHON,
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) and 0 < value < 100_000 else 0


def at(line: int, source: str) -> str:
    """The place, with the line's own text.

    >>> at(2, "for row in rows:\\n    total = 0")
    'Line 2, `total = 0`: '
    """
    lines = source.splitlines()
    if not 0 < line <= len(lines) or not lines[line - 1].strip():
        return f"Line {line}: " if line else ""
    text = lines[line - 1].strip().replace("`", "'")
    text = text if len(text) <= LONGEST_LINE else f"{text[: LONGEST_LINE - 1]}…"
    return f"Line {line}, `{text}`{'' if text.endswith(':') else ':'} "


def _late(line: int, source: str, function: str, seconds: float) -> Finding:
    begins, lines = loop_line(source, line), source.splitlines()
    if 0 < line <= len(lines) and "sleep(" in lines[line - 1]:
        seen = f"{at(line, source)}Python waits here for real, and all data sets together have {seconds:g} seconds."
        return Finding("python-late", seen, look="Wait as the task says, or leave the line out.")
    if begins:
        seen = f"{at(begins, source)}this loop did not end within {seconds:g} seconds, so it was stopped."
        look = (
            "A `while` loop needs a line in it that makes its condition false, or that returns."
            if lines[begins - 1].lstrip().startswith("while")
            else "A `for` loop over many rows is slow: let pandas do it for the whole column."
        )
        return Finding("python-loop", seen, look=look)
    where = at(line, source)
    seen = f"{where}{'it' if where else f'`{function}`'} did not end within {seconds:g} seconds, so it was stopped."
    return Finding(
        "python-late", seen, look="Look for work that is done again for every row, or for a function that calls itself."
    )


def loop_line(source: str, line: int) -> int:
    """The line at which the innermost loop around ``line`` begins; 0 if there is none.

    >>> loop_line("def f():\\n    while True:\\n        pass", 3)
    2
    """
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return 0
    around = [
        node.lineno
        for node in nodes
        if isinstance(node, ast.For | ast.While) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    return max(around, default=0)


def _ended(ended: object) -> Finding:
    details = ended if isinstance(ended, dict) else {}
    if details.get("signal") == 11:
        seen, look = (
            "Python itself broke down while it ran your function.",
            "This happens when a function calls itself without end, after Python's own limit was raised.",
        )
    elif details.get("signal") == 9:
        seen, look = (
            "Your function took more memory than there is, so it was stopped.",
            "Look for a list or frame that grows.",
        )
    else:
        seen, look = (
            "Your code ended the process in which it ran, so there is no result.",
            "Leave out what ends Python, such as `exit()` and `os._exit()`. A function ends with `return`.",
        )
    return Finding("python-ended", seen, look=look)


def warned(outcome: dict[str, Any], source: str) -> Finding | None:
    """What pandas warned of, in plain words."""
    warnings = outcome.get("warnings")
    first = warnings[0] if isinstance(warnings, list) and warnings and isinstance(warnings[0], dict) else None
    if not first:
        return None
    kind, line = str(first.get("type", ""))[:60], _number(first.get("line"))
    raw = str(first.get("words", ""))[:1_000]
    if kind in ("ChainedAssignmentError", "SettingWithCopyWarning"):
        seen = "this writes into a copy of the frame, so the frame itself stays as it was."
        look = 'Write in one step: `frame.loc[condition, "column"] = value`.'
    else:
        seen, look = f"pandas warns of this line ({kind}).", ""
    return Finding("python-warning", f"{at(line, source)}{seen}", look=look, raw=raw, raw_title=PYTHON)


def printed_words(outcome: dict[str, Any]) -> str:
    """What was printed, as one line; empty if nothing was."""
    text = str(outcome.get("printed", "")).strip()
    return text if len(text) <= LONGEST_LINE else f"{text[:LONGEST_LINE]}…"
