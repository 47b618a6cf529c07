"""Checks for short documents: memos, single requirements, sentences for a reader, plans with weeks."""

from __future__ import annotations

import re
from datetime import date

from course.grade.document.check import Result, check, counted, failed, listed, shared
from course.grade.document.checks.evidence import is_true
from course.grade.document.checks.requirements import SHALL, is_kept
from course.grade.document.checks.structure import find_section
from course.grade.document.lexicon import ears_pattern, nearest_pattern, weak_words
from course.grade.document.parse import Document, Section, sentences, words
from course.verdict import Finding

FIGURES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "ninety": 90,
}  # fmt: skip
WRITTEN = re.compile(rf"\b(?:{'|'.join(sorted(FIGURES, key=len, reverse=True))})\b", re.IGNORECASE)
ONE = re.compile(r"\b(?:an?|the|a single) (?=hour|minute|day|week|month)", re.IGNORECASE)
HALF = re.compile(r"\bhalf an hour\b", re.IGNORECASE)
KIND = r"(?:(?:working|business|calendar|full|consecutive)\s)?"
DAY = re.compile(r"\b(20\d\d)-([01]\d)-([0-3]\d)\b")


def _body(document: Document, told: dict, name: str) -> tuple[Section | None, str]:
    section = find_section(document, told, name)
    return section, " ".join(document.prose(section).split()) if section else ""


@check(
    "A requirement with all its parts",
    "Who, when, what, how much: with these four, two people test the same thing.",
    "It looks for words and a number in the range that the case allows. Meaning beyond that, only a person sees.",
)
def slots(document: Document, told: dict) -> Result:
    """The text of ``section`` has an EARS pattern, no weak word, and every one of ``slots`` {what: expression}.

    ``ranges``, a list of [lowest, highest, unit expression], bounds the number before its unit: one of them must hold.
    """
    section, text = _body(document, told, told["section"])
    if not text:
        return failed("slots", f"“{told['section']}” is still empty.")
    text = re.sub(r"^[RN]\d+\s*[:.)-]?\s*", "", text)
    problems = [f"It does not say {what}." for what, expression in told["slots"].items()
                if not re.search(expression, text, re.IGNORECASE)]  # fmt: skip
    if told.get("ears", True) and not ears_pattern(text):
        problems.append(f"It follows none of the five patterns. Nearest: {nearest_pattern(text).example}")
    if len(SHALL.findall(text)) > 1:
        problems.append("It has two “shall”, so it is two requirements.")
    if told.get("ranges") and (problem := _out_of_range(text, told["ranges"])):
        problems.append(problem)
    asked = len(told["slots"]) + told.get("ears", True) + 1 + bool(told.get("ranges"))
    findings = (
        *(Finding("slots", f"{told['section']}: {problem}", place=document.place(section.line + 1)) for problem in problems),
        *(Finding("weak", f"{told['section']}: “{weak.word}” cannot be tested ({weak.rule}). {weak.advice}",
                  place=document.place(section.line, weak.word)) for weak in weak_words(text) if not is_kept(document, weak)),
    )  # fmt: skip
    return shared(max(0, asked - len(findings)), asked, findings)


def _out_of_range(text: str, ranges: list) -> str:
    seen = [
        (match[0], lowest <= float(match[1].replace(",", "")) <= highest)
        for lowest, highest, unit in ranges
        for version in (text, in_figures(text))
        for match in re.finditer(
            rf"(?<![\d.,])(\d[\d,]{{0,12}}(?:\.\d{{1,6}})?)\s?{KIND}(?:{unit})", version, re.IGNORECASE
        )
    ]
    if not seen:
        return "There is no number with its unit."
    return "" if any(held for _, held in seen) else f"“{seen[0][0]}” is not what the statement asks for. Read it again."


def in_figures(text: str) -> str:
    """A text with its smaller numbers as figures.

    >>> in_figures("within an hour, at most four working days")
    'within 1 hour, at most 4 working days'
    """
    text = ONE.sub("1 ", HALF.sub("30 minutes", text))
    return WRITTEN.sub(lambda found: str(FIGURES[found[0].lower()]), text)


@check(
    "A sentence for the business",
    "What it costs, whom it hits, since when: in words that the reader uses.",
    "It knows a list of technical words. It does not know whether the consequence follows from the note.",
)
def consequence(document: Document, told: dict) -> Result:
    """``section`` has at most ``most`` words, a true fact, and none of the ``jargon`` words; ``facts`` limits which.

    ``says`` {what: expression} is what the reader needs besides.
    """
    section, text = _body(document, told, told["section"])
    if not text:
        return failed("consequence", f"“{told['section']}” is still empty.")
    quoted = [one for one in document.evidence if section.line <= one.line < section.end]
    right = [one for one in quoted if is_true(one) and (not told.get("facts") or one.id in told["facts"])]
    jargon = [word for word in told["jargon"] if re.search(rf"\b{word}\b", text, re.IGNORECASE)]
    count = len(words(text))
    problems = []
    if not right:
        problems.append("The figure has no true source." if quoted else "There is no number with a source.")
    if jargon:
        are = "is a word" if len(jargon) == 1 else "are words"
        problems.append(f"{listed([f'“{word}”' for word in jargon])} {are} of the engineers.")
    problems += [f"It does not say {what}." for what, expression in told.get("says", {}).items()
                 if not re.search(expression, text, re.IGNORECASE)]  # fmt: skip
    if count > told["most"]:
        problems.append(f"It has {count} words, at most {told['most']} are asked for.")
    if len(sentences(text)) > told.get("sentences", 1):
        problems.append(f"It has {len(sentences(text))} sentences, {told.get('sentences', 1)} is asked for.")
    findings = tuple(Finding("consequence", f"{told['section']}: {problem}", place=document.place(section.line + 1))
                     for problem in problems)  # fmt: skip
    return shared(max(0, 4 - len(problems)), 4, findings)


@check(
    "The right things are called out",
    "A leader reads three lines. What is in them is the decision.",
    "It reads the heading of each call-out. Whether its reasoning holds, only a person says.",
)
def picks(document: Document, told: dict) -> Result:
    """The headings below ``level`` 2 name exactly the ``right`` ids out of ``options`` {id: what it is}.

    ``wrong`` {id: sentence} says why one of the others does not belong there.
    """
    headings = " \n ".join(section.title for section in document.sections)
    chosen = [id for id in told["options"] if re.search(rf"\b{re.escape(id)}\b", headings)]
    hits = [id for id in chosen if id in told["right"]]
    extra = [id for id in chosen if id not in told["right"]]
    findings = [Finding("picks", told.get("wrong", {}).get(id, f"{id} is not one of the call-outs that matter."),
                        place=document.place(0, id)) for id in extra]  # fmt: skip
    if len(hits) < len(told["right"]):
        findings.append(Finding("picks", f"{len(hits)} of the {len(told['right'])} that matter are there.",
                                look="Ask of each: is it outside its normal range, and can somebody act on it?"))  # fmt: skip
    return Result(max(0.0, (len(hits) - len(extra)) / len(told["right"])), tuple(findings))


@check(
    "Weeks with something to show",
    "A plan without a date and an output is a wish.",
    "It reads dates and words for things that can be shown. Whether the week is enough for it, only you know.",
)
def weeks(document: Document, told: dict) -> Result:
    """A table with ``least`` rows: a day such as 2026-03-02, each later than the last, and an output that can be shown.

    ``outputs`` is the expression of what can be shown, ``empty`` of activities without an output; they are looked for
    in ``column``, or in the whole row. ``span`` is the number of days from the first row to the last, at least.
    """
    rows = [(row, table) for table in document.tables for row in table.rows if DAY.search(" ".join(row))]
    findings, good, days = [], 0, []
    for row, table in rows:
        place = document.place(table.line, row[0])
        day = _day(" ".join(row))
        if day is None or (days and day <= days[-1]):
            seen = f"“{' '.join(row)[:60]}” is out of order, or its day does not exist."
            findings.append(Finding("weeks", seen, place=place))
            continue
        days.append(day)
        text = _cell(row, table.header, told.get("column", ""))
        if re.search(told["outputs"], text, re.IGNORECASE):
            good += 1
        else:
            seen = "names an activity, not an output" if re.search(told["empty"], text, re.I) else "has no output"
            look = "What will lie on the table at its end?"
            findings.append(Finding("weeks", f"The week of {day} {seen}.", look=look, place=place))
    if len(rows) < told["least"]:
        findings.append(Finding("weeks", f"{counted(len(rows), 'row')} with a day, {told['least']} are asked for.",
                                look="One row a week, with a day such as 2026-03-02."))  # fmt: skip
    elif days and (days[-1] - days[0]).days < told.get("span", 0):
        seen = f"From the first day to the last it is {(days[-1] - days[0]).days} days, {told['span']} are asked for."
        findings.append(Finding("weeks", seen, look="One row a week."))
        good = min(good, len(rows) // 2)
    return shared(good, max(told["least"], len(rows)), tuple(findings))


def _cell(row: tuple[str, ...], header: tuple[str, ...], column: str) -> str:
    """What stands in a column; the whole row where none is asked for or none has that name."""
    at = (
        [name.strip().lower() for name in header].index(column.lower())
        if column.lower() in map(str.lower, header)
        else -1
    )
    return row[at] if 0 <= at < len(row) else " ".join(row)


def _day(text: str) -> date | None:
    year, month, day = map(int, DAY.search(text).groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None
