"""Lines that begin with a fixed name, such as “Person: …”, for documents in which somebody commits to something."""

from __future__ import annotations

import re

from course.grade.document.check import Result, check, partial_credit
from course.grade.document.parse import Document
from course.verdict import Finding


@check(
    "Commitments",
    "What has a name, a day and an address can be asked for.",
    "It reads the line. Whether the person knows of it, and whether the address opens, only people find out.",
)
def commitments(document: Document, settings: dict) -> Result:
    """A line “Name: …” for each of ``lines`` {name: {"holds": expression, "asks": what the line should hold}}."""
    lines = {name: _line(document, name) for name in settings["lines"]}
    findings = []
    for name, rule in settings["lines"].items():
        line = lines[name]
        if line is None:
            findings.append(Finding("commitments", f"There is no line “{name}: …”.", look=f"It holds {rule['asks']}."))
        elif not re.search(rule["holds"], line["value"], re.IGNORECASE):
            message = f"“{name}: {line['value'][:40].strip()}” does not hold {rule['asks']}."
            findings.append(Finding("commitments", message, place=(line.start(), len(line.group()))))
    return partial_credit(len(lines) - len(findings), len(lines), tuple(findings))


def _line(document: Document, name: str) -> re.Match[str] | None:
    return re.search(rf"^[ \t>*_-]*{re.escape(name)}[ \t*_]*:[ \t*_]*(?P<value>[^\n]*)$", document.text, re.I | re.M)
