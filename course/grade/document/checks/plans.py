"""Checks of a plan: weeks that end in something to show."""

from __future__ import annotations

import re
from datetime import date

from course.grade.document.check import Result, check, partial_credit, quantity
from course.grade.document.parse import Document
from course.verdict import Finding

DAY = re.compile(r"\b(20\d\d)-([01]\d)-([0-3]\d)\b")


@check(
    "Weeks with something to show",
    "A plan without a date and an output is a wish.",
    "It reads dates and words for things that can be shown. Whether the week is enough for it, only you know.",
)
def weeks(document: Document, settings: dict) -> Result:
    """A table with ``least`` rows: a day such as 2026-03-02, each later than the last, and an output that can be shown.

    ``outputs`` is the expression of what can be shown, ``empty`` of activities without an output; they are looked for
    in ``column``, or in the whole row. ``span`` is the least number of days from the first row to the last.
    """
    rows = [(row, table) for table in document.tables for row in table.rows if DAY.search(" ".join(row))]
    findings, good_count, days = [], 0, []
    for row, table in rows:
        place = document.place(table.line, row[0])
        day = _day(" ".join(row))
        if day is None or (days and day <= days[-1]):
            message = f"“{' '.join(row)[:60]}” is out of order, or its day does not exist."
            findings.append(Finding("weeks", message, place=place))
            continue
        days.append(day)
        text = _cell(row, table.header, settings.get("column", ""))
        if re.search(settings["outputs"], text, re.IGNORECASE):
            good_count += 1
        else:
            message = (
                "names an activity, not an output" if re.search(settings["empty"], text, re.I) else "has no output"
            )
            look = "What will lie on the table at its end?"
            findings.append(Finding("weeks", f"The week of {day} {message}.", look=look, place=place))
    if len(rows) < settings["least"]:
        findings.append(Finding("weeks", f"{quantity(len(rows), 'row')} with a day, {settings['least']} are asked for.",
                                look="One row a week, with a day such as 2026-03-02."))  # fmt: skip
    elif days and (days[-1] - days[0]).days < settings.get("span", 0):
        message = (
            f"From the first day to the last it is {(days[-1] - days[0]).days} days, {settings['span']} are asked for."
        )
        findings.append(Finding("weeks", message, look="One row a week."))
        good_count = min(good_count, len(rows) // 2)
    return partial_credit(good_count, max(settings["least"], len(rows)), tuple(findings))


def _cell(row: tuple[str, ...], header: tuple[str, ...], column: str) -> str:
    """The text in a column; the whole row if no column is named or none has that name."""
    position = (
        [name.strip().lower() for name in header].index(column.lower())
        if column.lower() in map(str.lower, header)
        else -1
    )
    return row[position] if 0 <= position < len(row) else " ".join(row)


def _day(text: str) -> date | None:
    year, month, day = map(int, DAY.search(text).groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None
