"""Checks of a plan: weeks that end in something to show."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from course.grade.count import quantity
from course.grade.document.check import Result, check, partial_credit, unread
from course.grade.document.days import Day, days
from course.grade.document.parse import Document, Table
from course.verdict import Finding

COUNTED = re.compile(
    r"\s*(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|first|final|version)\b\W+\w{2,}", re.IGNORECASE
)  # fmt: skip
MONTH_FIRST = re.compile(r"\b[01]?\d/(?:1[3-9]|2\d|3[01])/20\d\d\b")


@check(
    "Weeks with something to show",
    "A plan without a date and an output is a wish.",
    "It reads dates and words for things that can be shown. Whether the week is enough for it, only you know.",
)
def weeks(document: Document, settings: dict) -> Result:
    """A table with ``least`` rows: a day in any notation, each later than the last, and an output that can be shown.

    ``outputs`` is the expression of what can be shown, ``empty`` of activities and feelings without an output; what is
    counted (“a …”, “five …”) and is not ``empty`` can be shown, too. They are looked for in ``column``, which may have one
    of the ``columns`` names, or in the last cell. ``span`` is the least number of days from the first row to the last.
    """
    rows = _dated_rows(document)
    if not rows:
        return unread("I could not read any week: there is no table with a day in its rows.",
                      "Write a table with one row a week: a day such as 2026-03-30, what you do, and the output.")  # fmt: skip
    findings, good_count, earlier = [], 0, []
    month_first = any(MONTH_FIRST.search(" ".join(row)) for row, _ in rows)
    for row, table in rows:
        place = document.place(table.line, row[0])
        named = days(" ".join(row))[0]
        if month_first and "/" in named.text and not named.text.startswith("20"):
            month, day = map(int, named.text.split("/")[:2])
            named = replace(named, month=month, day=day)
        day = _date(named, earlier)
        if day is None or (earlier and day <= earlier[-1]):
            message = "does not exist" if day is None else f"comes after {earlier[-1]}, so it is out of order"
            findings.append(Finding("weeks", f"The week of {named.text} {message}.", place=place))
            continue
        earlier.append(day)
        text = _cell(row, table.header, (settings.get("column", ""), *settings.get("columns", ())))
        if _can_be_shown(text, settings):
            good_count += 1
        else:
            message = (
                "names an activity or a wish, not an output"
                if re.search(settings["empty"], text, re.I)
                else "has no output"
            )
            look = "What will lie on the table at its end?"
            findings.append(Finding("weeks", f"The week of {day} {message}.", look=look, place=place))
    if len(rows) < settings["least"]:
        findings.append(Finding("weeks", f"{quantity(len(rows), 'row')} with a day, {settings['least']} are asked for.",
                                look="One row a week, with a day such as 2026-03-02."))  # fmt: skip
    elif earlier and (earlier[-1] - earlier[0]).days < settings.get("span", 0):
        message = f"From the first day to the last it is {(earlier[-1] - earlier[0]).days} days, {settings['span']} are asked for."
        findings.append(Finding("weeks", message, look="One row a week."))
        good_count = min(good_count, len(rows) // 2)
    return partial_credit(good_count, max(settings["least"], len(rows)), tuple(findings))


def _dated_rows(document: Document) -> list[tuple[tuple[str, ...], Table]]:
    """The rows with a day, each with its table; where there is a table with several, no others."""
    dated = [[(row, table) for row in table.rows if days(" ".join(row))] for table in document.tables]
    plans = [rows for rows in dated if len(rows) > 1] or dated
    return [pair for rows in plans for pair in rows]


def _can_be_shown(text: str, settings: dict) -> bool:
    """Whether a cell names something that can lie on a table, such as “five queries”."""
    if re.search(settings["outputs"], text, re.IGNORECASE):
        return True
    return bool(COUNTED.match(text)) and not re.search(settings["empty"], text, re.IGNORECASE)


def _date(named: Day, earlier: list[date]) -> date | None:
    """The date of a day. One without a year is in that of the row before, or in the next one if its month is long past."""
    year = named.year or (earlier[-1].year + (named.month + 6 < earlier[-1].month) if earlier else 2026)
    return date(year, named.month, named.day) if replace(named, year=year).exists else None


def _cell(row: tuple[str, ...], header: tuple[str, ...], names: tuple[str, ...]) -> str:
    """The text in the column of one of the names; else that in the last one."""
    titles = [title.strip().lower() for title in header]
    position = next((titles.index(name.lower()) for name in names if name.lower() in titles), len(row) - 1)
    return row[position] if position < len(row) else ""
