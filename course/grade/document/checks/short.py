"""Checks for short documents: memos, single requirements, sentences for a reader, plans with weeks."""

from __future__ import annotations

import re
from datetime import date

from course.grade.document.check import Result, check, failed, listing, partial_credit, quantity
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


def _body(document: Document, settings: dict, name: str) -> tuple[Section | None, str]:
    section = find_section(document, settings, name)
    return section, " ".join(document.prose(section).split()) if section else ""


@check(
    "A requirement with all its parts",
    "Who, when, what, how much: with these four, two people test the same thing.",
    "It looks for words and a number in the range that the case allows. Meaning beyond that, only a person sees.",
)
def slots(document: Document, settings: dict) -> Result:
    """The text of ``section`` has an EARS pattern, no weak word, and every one of ``slots`` {what: expression}.

    ``ranges``, a list of [lowest, highest, unit expression], bounds the number before its unit: one of them must hold.
    """
    section, text = _body(document, settings, settings["section"])
    if not text:
        return failed("slots", f"“{settings['section']}” is still empty.")
    text = re.sub(r"^[RN]\d+\s*[:.)-]?\s*", "", text)
    problems = [f"It does not say {part}." for part, expression in settings["slots"].items()
                if not re.search(expression, text, re.IGNORECASE)]  # fmt: skip
    if settings.get("ears", True) and not ears_pattern(text):
        problems.append(f"It follows none of the five patterns. Nearest: {nearest_pattern(text).example}")
    if len(SHALL.findall(text)) > 1:
        problems.append("It has two “shall”, so it is two requirements.")
    if settings.get("ranges") and (problem := _out_of_range(text, settings["ranges"])):
        problems.append(problem)
    part_count = len(settings["slots"]) + settings.get("ears", True) + 1 + bool(settings.get("ranges"))
    findings = (
        *(Finding("slots", f"{settings['section']}: {problem}", place=document.place(section.line + 1)) for problem in problems),
        *(Finding("weak", f"{settings['section']}: “{weak.word}” cannot be tested ({weak.rule}). {weak.advice}",
                  place=document.place(section.line, weak.word)) for weak in weak_words(text) if not is_kept(document, weak)),
    )  # fmt: skip
    return partial_credit(max(0, part_count - len(findings)), part_count, findings)


def _out_of_range(text: str, ranges: list) -> str:
    numbers = [
        (match[0], lowest <= float(match[1].replace(",", "")) <= highest)
        for lowest, highest, unit in ranges
        for version in (text, in_figures(text))
        for match in re.finditer(
            rf"(?<![\d.,])(\d[\d,]{{0,12}}(?:\.\d{{1,6}})?)\s?{KIND}(?:{unit})", version, re.IGNORECASE
        )
    ]
    if not numbers:
        return "There is no number with its unit."
    return (
        ""
        if any(in_range for _, in_range in numbers)
        else f"“{numbers[0][0]}” is not what the statement asks for. Read it again."
    )


def in_figures(text: str) -> str:
    """A text with its smaller numbers as figures.

    >>> in_figures("within an hour, at most four working days")
    'within 1 hour, at most 4 working days'
    """
    text = ONE.sub("1 ", HALF.sub("30 minutes", text))
    return WRITTEN.sub(lambda match: str(FIGURES[match[0].lower()]), text)


@check(
    "A sentence for the business",
    "What it costs, whom it hits, since when: in words that the reader uses.",
    "It knows a list of technical words. It does not know whether the consequence follows from the note.",
)
def consequence(document: Document, settings: dict) -> Result:
    """``section`` has at most ``most`` words, a true fact, and none of the ``jargon`` words; ``facts`` limits which count.

    ``says`` {what: expression} is what else the reader needs.
    """
    section, text = _body(document, settings, settings["section"])
    if not text:
        return failed("consequence", f"“{settings['section']}” is still empty.")
    quotes = [quote for quote in document.evidence if section.line <= quote.line < section.end]
    true_quotes = [
        quote for quote in quotes if is_true(quote) and (not settings.get("facts") or quote.id in settings["facts"])
    ]
    jargon = [word for word in settings["jargon"] if re.search(rf"\b{word}\b", text, re.IGNORECASE)]
    count = len(words(text))
    problems = []
    if not true_quotes:
        problems.append("The figure has no true source." if quotes else "There is no number with a source.")
    if jargon:
        is_or_are = "is a word" if len(jargon) == 1 else "are words"
        problems.append(f"{listing([f'“{word}”' for word in jargon])} {is_or_are} of the engineers.")
    problems += [f"It does not say {part}." for part, expression in settings.get("says", {}).items()
                 if not re.search(expression, text, re.IGNORECASE)]  # fmt: skip
    if count > settings["most"]:
        problems.append(f"It has {count} words, at most {settings['most']} are asked for.")
    if len(sentences(text)) > settings.get("sentences", 1):
        problems.append(f"It has {len(sentences(text))} sentences, {settings.get('sentences', 1)} is asked for.")
    findings = tuple(Finding("consequence", f"{settings['section']}: {problem}", place=document.place(section.line + 1))
                     for problem in problems)  # fmt: skip
    return partial_credit(max(0, 4 - len(problems)), 4, findings)


@check(
    "The right things are called out",
    "A leader reads three lines. What is in them is the decision.",
    "It reads the heading of each call-out. Whether its reasoning holds, only a person says.",
)
def picks(document: Document, settings: dict) -> Result:
    """The headings below ``level`` 2 name exactly the ``right`` ids out of ``options`` {id: what it is}.

    ``wrong`` {id: sentence} says why one of the others does not belong there.
    """
    headings = " \n ".join(section.title for section in document.sections)
    chosen = [id for id in settings["options"] if re.search(rf"\b{re.escape(id)}\b", headings)]
    hits = [id for id in chosen if id in settings["right"]]
    wrong_picks = [id for id in chosen if id not in settings["right"]]
    findings = [Finding("picks", settings.get("wrong", {}).get(id, f"{id} is not one of the call-outs that matter."),
                        place=document.place(0, id)) for id in wrong_picks]  # fmt: skip
    if len(hits) < len(settings["right"]):
        findings.append(Finding("picks", f"{len(hits)} of the {len(settings['right'])} that matter are there.",
                                look="Ask of each: is it outside its normal range, and can somebody act on it?"))  # fmt: skip
    return Result(max(0.0, (len(hits) - len(wrong_picks)) / len(settings["right"])), tuple(findings))


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
