"""Documentation of an interface: an example that is valid, and what changed for those who use it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from course.grade.document.check import Result, check, failed, passed, unread
from course.grade.document.parse import Document, Table, sentences
from course.verdict import Finding

MOST = 5
LONGEST = 600
GONE = re.compile(
    r"\b(?:instead of|no longer|not|no|rather than|replac(?:es|ing)|was|were|used to be|formerly|previously|until now|in place of)\b"
    r"[^.;:|,]{0,80}", re.IGNORECASE
)  # fmt: skip
BECOMES = r"(?:\b(?:becomes?|is now|are now|now|is called|is renamed(?: to)?|renamed to|changes? to|turns into|replaced by)\b|→|->)"
NOW = r"\b(?:now|becomes?|from (?:now|version 2) on|as of version 2)\b"
BEFORE = re.compile(r"\b(?:before|old|until now|version 1|v1|today|was|so far)\b", re.IGNORECASE)
AFTER = re.compile(r"\b(?:after|new|version 2|v2|from|now|then)\b", re.IGNORECASE)


@check(
    "An example that is valid",
    "Most integrations begin by copying the example. A wrong one costs every partner a day.",
    "It compares with the schema. Whether the values make sense together, only a person sees.",
)
def example(document: Document, settings: dict) -> Result:
    """The first JSON object in a fenced block is valid against ``schema``, a JSON Schema of draft 2020-12.

    It may be in a block of any language, below the line of a request or within a command.
    """
    from jsonschema import Draft202012Validator

    fence = next((fence for fence in document.fences if fence.language == "json" or "{" in fence.text), None)
    if fence is None:
        return unread(
            "There is no example that I could read.", "Put it into a fenced block that names the language json."
        )
    start = max(0, fence.text.find("{"))
    try:
        value, _ = json.JSONDecoder().raw_decode(fence.text, start)
    except (ValueError, RecursionError) as error:
        line = fence.line + getattr(error, "lineno", 1) - 1
        return failed("example", f"The example is no JSON: {getattr(error, 'msg', 'it is nested too deeply')}.",
                      "Names and texts stand in double quotes, without a comma after the last one.", document.place(line))  # fmt: skip
    errors = sorted(
        Draft202012Validator(settings["schema"]).iter_errors(value), key=lambda error: list(map(str, error.path))
    )
    if not errors:
        return passed()
    findings = tuple(
        Finding("example", f"{_location(error.path)}: {error.message[:160]}.", place=document.place(fence.line))
        for error in errors[:MOST]
    )
    return Result(0.0, findings)


def _location(path) -> str:
    return f"At “{'.'.join(map(str, path))}”" if path else "In the example"


@check(
    "Changes said the right way round",
    "A change that is said the wrong way round breaks more than one that is left out.",
    "It reads words such as “instead of”, “no longer” and “now”, and tables with a column for before and after.",
)
def directions(document: Document, settings: dict) -> Result:
    """None of ``changes`` {what: {"new", "old" and perhaps "reversed": expressions}} is said the wrong way round, one is said."""
    if not any(_says(change["new"], document.prose()) for change in settings["changes"].values()):
        return failed("directions", "No change is said.", "What was so, and what is so from now on?")
    rows = [row for table in document.tables for row in _before_and_after(table)]
    parts = [part for block in document.blocks if block.kind != "row" for part in sentences(block.text)]
    reversed_changes = [
        what
        for what, change in settings["changes"].items()
        if any(_is_swapped(before, after, change) for before, after in rows)
        or any(_is_reversed(part[:LONGEST], change) for part in parts)
    ]
    findings = tuple(Finding("directions", f"{what[:1].upper()}{what[1:]} is said the wrong way round: that is how it was before.")
                     for what in reversed_changes)  # fmt: skip
    return Result(0.0 if findings else 1.0, findings)


def _before_and_after(table: Table) -> Iterator[tuple[str, str]]:
    """The two cells of each row that say how it was and how it is, if the header tells which is which."""
    old = next((at for at, title in enumerate(table.header) if BEFORE.search(title)), None)
    new = next((at for at, title in enumerate(table.header) if AFTER.search(title) and at != old), None)
    if old is not None and new is not None:
        yield from ((row[old], row[new]) for row in table.rows if max(old, new) < len(row))


def _is_swapped(before: str, after: str, change: dict) -> bool:
    """Whether the cell for before holds what is new, and the one for after what is old."""
    return all(_says(change[said], cell) and not _says(change[other], cell)
               for said, other, cell in (("new", "old", before), ("old", "new", after)))  # fmt: skip


def _is_reversed(part: str, change: dict) -> bool:
    """Whether a sentence says that the old is what holds now."""
    gone = " ".join(GONE.findall(part))
    left = GONE.sub(" ", part)
    new, old = change["new"], change["old"]
    return (
        (_says(new, gone) and _says(old, left) and not _says(new, left))
        or _says(rf"(?:{new})[^,;.]{{0,20}}{BECOMES}[^,;.]{{0,20}}(?:{old})", part)
        or (_says(rf"{NOW}[^,;.]{{0,30}}(?:{old})", left) and not _says(new, part))
        or _says(change.get("reversed", "(?!)"), part)
    )


def _says(expression: str, text: str) -> bool:
    return bool(re.search(expression, text, re.IGNORECASE))
