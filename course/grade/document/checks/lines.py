"""Lines that begin with a fixed name, such as “Person: …”, for documents in which somebody commits to something."""

from __future__ import annotations

import re

from course.grade.document.check import Result, check, shared
from course.grade.document.parse import Document
from course.verdict import Finding


@check(
    "Commitments",
    "What has a name, a day and an address can be asked for.",
    "It reads the line. Whether the person knows of it, and whether the address opens, only people find out.",
)
def commitments(document: Document, told: dict) -> Result:
    """A line “Name: …” for each of ``lines`` {name: {"holds": expression, "asks": what the line should hold}}."""
    found = {name: _line(document, name) for name in told["lines"]}
    findings = []
    for name, asked in told["lines"].items():
        line = found[name]
        if line is None:
            findings.append(Finding("commitments", f"There is no line “{name}: …”.", look=f"It holds {asked['asks']}."))
        elif not re.search(asked["holds"], line["value"], re.IGNORECASE):
            seen = f"“{name}: {line['value'][:40].strip()}” does not hold {asked['asks']}."
            findings.append(Finding("commitments", seen, place=(line.start(), len(line.group()))))
    return shared(len(found) - len(findings), len(found), tuple(findings))


def _line(document: Document, name: str) -> re.Match[str] | None:
    return re.search(rf"^[ \t>*_-]*{re.escape(name)}[ \t*_]*:[ \t*_]*(?P<value>[^\n]*)$", document.text, re.I | re.M)
