"""What somebody commits to: lines that begin with a name, such as “Person: …”, or sentences that say the same."""

from __future__ import annotations

import re

from course.grade.document.check import Result, check, partial_credit
from course.grade.document.checks.structure import find_section
from course.grade.document.days import days
from course.grade.document.parse import Document
from course.verdict import Finding


@check(
    "Commitments",
    "What has a name, a day and an address can be asked for.",
    "It reads the line, or the sentences of that part. Whether the person knows of it, and whether the address opens, only people "
    "find out.",
)
def commitments(document: Document, settings: dict) -> Result:
    """For each of ``lines`` {name: {"holds": expression, "asks": what it should hold}} a line “Name: …”.

    Without that line, the words of ``section``, or all words if there is no such part, hold the expression ``loose``.
    """
    section = find_section(document, settings, settings["section"]) if "section" in settings else None
    prose = document.body(section) if section else " ".join(document.prose().split())
    findings = [
        finding for name, rule in settings["lines"].items() if (finding := _problem(document, prose, name, rule))
    ]
    return partial_credit(len(settings["lines"]) - len(findings), len(settings["lines"]), tuple(findings))


def _problem(document: Document, prose: str, name: str, rule: dict) -> Finding | None:
    line = _line(document, name)
    place = (line.start(), len(line.group())) if line else None
    value = line["value"] if line else prose
    expression = rule["holds"] if line else rule.get("loose", "(?!)")
    match = re.search(expression, value, re.IGNORECASE)
    if match is None:
        if line is None:
            return Finding("commitments", f"There is no line “{name}: …”.", look=f"It holds {rule['asks']}.")
        return Finding("commitments", f"“{name}: {value[:40].strip()}” does not hold {rule['asks']}.", place=place)
    impossible = [day.text for day in days(match[0]) if not day.exists]
    return Finding("commitments", f"{impossible[0]} does not exist.", place=place) if impossible else None


def _line(document: Document, name: str) -> re.Match[str] | None:
    return re.search(rf"^[ \t>*_-]*{re.escape(name)}[ \t*_]*:[ \t*_]*(?P<value>[^\n]*)$", document.text, re.I | re.M)
