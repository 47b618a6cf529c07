"""Checks for short texts: single requirements, and sentences for a reader."""

from __future__ import annotations

import re
from dataclasses import replace

from course.grade.document.check import Result, check, failed, listing, partial_credit, unread
from course.grade.document.checks.claims import FALSE_CLAIM, false_claims, wrong_claims, wrong_words
from course.grade.document.checks.evidence import is_true
from course.grade.document.checks.requirements import is_kept
from course.grade.document.checks.structure import find_section
from course.grade.document.demands import SHALL, says_nothing
from course.grade.document.lexicon import ears_pattern, is_denied, nearest_pattern, weak_words
from course.grade.document.parse import LEAD, Document, Section, sentences, words
from course.verdict import Finding

FIGURES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "ninety": 90,
}  # fmt: skip
WRITTEN = re.compile(rf"\b(?:{'|'.join(sorted(FIGURES, key=len, reverse=True))})\b", re.IGNORECASE)
ONE = re.compile(r"\b(?:an?|the|a single) (?=hour|minute|day|week|month)", re.IGNORECASE)
HALF = re.compile(r"\bhalf an hour\b", re.IGNORECASE)
MINUTES = {"seconds": 1 / 60, "minutes": 1, "hours": 60, "days": 24 * 60}
TIME = re.compile(
    r"(?<![\d.,])(\d[\d,]{0,6}(?:\.\d{1,3})?)\s?(s|sec|seconds?|min|minutes?|h|hrs?|hours?|days?)\b", re.IGNORECASE
)
KIND = r"(?:(?:working|business|calendar|full|consecutive)\s)?"
FORBIDS = re.compile(r"\b(?:shall|must)\s+(?:not|never)\s+(?:ever\s+)?(?P<deed>\w+(?:\s+\w+)?)", re.IGNORECASE)
NEGATED = re.compile(r"\b(?:not|never)\s+(?:been\s+|yet\s+)?\w+$", re.IGNORECASE)
HUNDRED = re.compile(r"\b(?:a|one) hundred\b", re.IGNORECASE)
MEASURE = re.compile(
    r"(?<![\d.,])\d[\d,.]{0,12}\s?(?:(?:working|business|calendar)\s)?(?:%|€|(?:ms|s|sec\w*|min\w*|h|hours?|days?|weeks?|months?|years?|euro|requests?|calls?|times)\b)"
    r"(?:\s*(?:/|per|each|every|within|in)\s*(?:\d+\s)?\w+)?", re.IGNORECASE
)  # fmt: skip
ID_IN_FRONT = re.compile(
    r"^[^\w\s“\"]{0,3}(?:(?:(?:[A-Z]{1,8}|Req(?:uirement)?|Rule|No)\.?[-–_ .]?){1,3}\d[\d.]{0,8}|\d[\d.]{0,8})[\])*`]{0,3}"
    r"(?:\s*[:.)|–—-]+\s+|\s+(?=[A-Z](?![A-Z])))"
)  # “FR-7 When …”, “[REQ-1] When …”, “1.3 When …”: what a requirement is called, before it begins
WRONG = 0.5  # of the points, at most, for a part that says something wrong


def _body(document: Document, settings: dict) -> tuple[Section | None, str]:
    """The part for a task and its words: below its heading or bold lead, or in a row or a paragraph that begins with its name."""
    name = settings["section"]
    if section := find_section(document, settings, name):
        return section, document.body(section)
    named = re.compile(rf"(?:\W|\d+\.\s)*{re.escape(name)}\b[\s|:.–—-]*", re.IGNORECASE)
    for block in document.blocks:
        if match := named.match(block.text):
            return Section(name, LEAD, block.line, block.line + 1), " ".join(block.text[match.end() :].split())
    return None, ""


def _nothing(section: Section | None, name: str) -> Result:
    if section:
        return failed("empty", f"“{name}” is still empty.")
    return unread(
        f"I could not find “{name}”.",
        f"Write below the heading “## {name}”, or begin the paragraph with “**{name}:**”.",
    )


@check(
    "A requirement with all its parts",
    "Who, when, what, how much: with these four, two people test the same thing.",
    "It looks for words and a number in the range that the case allows. Meaning beyond that, only a person sees.",
)
def slots(document: Document, settings: dict) -> Result:
    """What ``section`` demands has no weak word, an EARS pattern unless ``ears`` is False, and all ``slots`` {what: expression}.

    Sentences without “shall” or “must” are explanations, and are not read. ``ranges``, a list of [lowest, highest, unit
    expression], bounds the number before its unit: one of them must hold, as ``asks`` says in words. A slot of
    ``affirmed`` is not denied, and “shall not” only goes with ``denies``; ``never`` {expression: sentence} are words that
    would be wrong. What says the opposite, or nothing, earns nothing.
    """
    section, text = _body(document, settings)
    if not section or not text:
        return _nothing(section, settings["section"])
    place = document.place(section.start)
    text = " ".join(part for part in sentences(text) if SHALL.search(part)) or text
    text = ID_IN_FRONT.sub("", text)
    if says_nothing(text):
        return failed(
            "slots",
            f"{settings['section']}: It only says its own words again.",
            "What can somebody see afterwards?",
            place,
        )
    number, number_is_false = _number_problem(text, settings)
    opposite = _denials(text, settings)
    wrong = [problem for problem in (number, *wrong_words(text, settings.get("never", {}))) if problem]
    problems = [*opposite, *wrong, *_missing_slots(text, settings)]
    part_count = len(settings["slots"]) + settings.get("ears", True) + 1 + bool(settings.get("ranges"))
    findings = (
        *(Finding(FALSE_CLAIM if number_is_false and problem == number else "slots", f"{settings['section']}: {problem}",
                  place=place) for problem in problems),
        *(Finding("weak", f"{settings['section']}: “{weak.word}” cannot be tested ({weak.rule}). {weak.advice}",
                  place=document.place(section.line, weak.word)) for weak in weak_words(text) if not (is_kept(document, weak) or _is_asked_for(weak.word, settings))),
    )  # fmt: skip
    if opposite:
        return Result(0.0, findings)
    earned = partial_credit(part_count - len(findings), part_count, findings)
    return replace(earned, share=min(earned.share, WRONG)) if wrong else earned


def _is_asked_for(word: str, settings: dict) -> bool:
    """Whether a weak word is what a wish itself says, such as “100%”, and so one of the slots takes it."""
    return any(re.fullmatch(expression, word, re.IGNORECASE) for expression in settings["slots"].values())


def _missing_slots(text: str, settings: dict) -> list[str]:
    """What a requirement does not say, and what is wrong with its form."""
    problems = [f"It does not say {part}." for part, expression in settings["slots"].items()
                if not re.search(expression, f"{text}\n{in_figures(text)}", re.IGNORECASE)]  # fmt: skip
    if not (settings.get("ears", True) or SHALL.search(text)):
        problems.append("It has no “shall” or “must”, so it demands nothing.")
    if settings.get("ears", True) and not ears_pattern(text):
        problems.append(f"It follows none of the five patterns. Nearest: {nearest_pattern(text).example}")
    if len(SHALL.findall(text)) > 1:
        problems.append("It has two “shall”, so it is two requirements.")
    return problems


def _denials(text: str, settings: dict) -> list[str]:
    """What a requirement forbids though it was asked for, and a trigger that is said to be absent."""
    forbidden = [match[0] for match in FORBIDS.finditer(text)
                 if not re.match(settings.get("denies", "(?!)"), match["deed"], re.IGNORECASE)]  # fmt: skip
    absent = [
        part
        for part in settings.get("affirmed", ())
        if (matches := list(re.finditer(settings["slots"][part], text, re.IGNORECASE)))
        and all(is_denied(text, match.start()) or NEGATED.search(match[0]) for match in matches)
    ]
    return [f"“{words}” forbids what was asked for." for words in forbidden] + [
        f"It says “not” where it says {part}." for part in absent
    ]


def _number_problem(text: str, settings: dict) -> tuple[str, bool]:
    """What is wrong with the number of a requirement, and whether there is one that is wrong."""
    numbers = [
        (match[0], lowest <= float(match[1].replace(",", "")) <= highest)
        for lowest, highest, unit in settings.get("ranges", ())
        for version in (text, in_figures(text))
        for match in re.finditer(
            rf"(?<![\d.,])(\d[\d,]{{0,12}}(?:\.\d{{1,6}})?)\s?{KIND}(?:{unit})", version, re.IGNORECASE
        )
    ]
    if not settings.get("ranges") or any(in_range for _, in_range in numbers):
        return "", False
    if _is_same_time(in_figures(text), settings):
        return "", False
    typed = [words for words, _ in numbers] or [match[0] for match in MEASURE.finditer(in_figures(text))]
    if not typed:
        return "There is no number with its unit.", False
    asked = f"It asks for {settings['asks']}." if "asks" in settings else "Read it again."
    return f"“{typed[0].strip()}” is not what the statement asks for. {asked}", True


def _is_same_time(text: str, settings: dict) -> bool:
    """Whether a text says a time in another unit that is within a range, such as 3,600 seconds for an hour."""
    ranges = [
        (lowest * minutes, highest * minutes)
        for lowest, highest, unit in settings.get("ranges", ())
        for name, minutes in MINUTES.items()
        if re.match(unit, name)
    ]
    said = [float(match[1].replace(",", "")) * MINUTES[next(name for name in MINUTES if name.startswith(match[2].lower()[0]))]
            for match in TIME.finditer(text)]  # fmt: skip
    return any(lowest <= minutes <= highest for minutes in said for lowest, highest in ranges)


def in_figures(text: str) -> str:
    """A text with its smaller numbers as figures.

    >>> in_figures("within an hour, at most four working days, with one hundred customers")
    'within 1 hour, at most 4 working days, with 100 customers'
    """
    text = ONE.sub("1 ", HALF.sub("30 minutes", HUNDRED.sub("100", text)))
    return WRITTEN.sub(lambda match: str(FIGURES[match[0].lower()]), text)


@check(
    "A sentence for the business",
    "What it costs, whom it hits, since when: in words that the reader uses.",
    "It knows a list of technical words. It does not know whether the consequence follows from the note.",
)
def consequence(document: Document, settings: dict) -> Result:
    """``section`` has at most ``most`` words, a true fact, and none of the ``jargon`` words; ``facts`` limits which count.

    ``says`` {what: expression} is what else the reader needs. ``about`` is an expression of what happened: a sentence
    without it says nothing, and one that denies it is wrong where it is ``affirmed``. ``claims`` are as in the check of that name, and a wrong one leaves half of the points.
    """
    section, text = _body(document, settings)
    if not section or not text:
        return _nothing(section, settings["section"])
    quotes = [quote for quote in document.evidence if section.line <= quote.line < section.end]
    true_quotes = [
        quote for quote in quotes if is_true(quote) and (not settings.get("facts") or quote.id in settings["facts"])
    ]
    jargon = [word for word in settings["jargon"] if re.search(rf"\b{word}\b", text, re.IGNORECASE)]
    count = len(words(text))
    wrong = [
        problem for claim in settings.get("claims", ()) for problem in wrong_claims(text, claim, settings["claims"])
    ]
    false = false_claims(text, settings.get("claims", ()))
    for quote in quotes if true_quotes else ():  # without a true one, that is what is said
        if not is_true(quote) and not quote.id.startswith("Q-"):
            false.append(f"You quote {quote.value} in the tag {quote.id}. The data give another figure.")
    problems = list(dict.fromkeys([*wrong, *false]))
    wrong = wrong or false
    about = list(re.finditer(settings.get("about", ""), text, re.IGNORECASE))
    if not about:
        return failed(
            "consequence", f"{settings['section']}: It does not say what happened.", "", document.place(section.start)
        )
    if settings.get("affirmed") and all(is_denied(text, match.start()) for match in about):
        return failed(
            "consequence",
            f"{settings['section']}: It says that this did not happen.",
            "",
            document.place(section.start),
        )
    if not true_quotes:
        problems.append("The figure has no true source." if quotes else "There is no number with a source.")
    if jargon:
        is_or_are = "is a word" if len(jargon) == 1 else "are words"
        problems.append(f"{listing([f'“{word}”' for word in jargon])} {is_or_are} of the engineers.")
    if not wrong:
        problems += [f"It does not say {part}." for part, expression in settings.get("says", {}).items()
                     if not re.search(expression, text, re.IGNORECASE)]  # fmt: skip
    if count > settings["most"]:
        problems.append(f"It has {count} words, at most {settings['most']} are asked for.")
    if len(sentences(text)) > settings.get("sentences", 1):
        problems.append(f"It has {len(sentences(text))} sentences, {settings.get('sentences', 1)} is asked for.")
    findings = tuple(Finding(FALSE_CLAIM if problem in false else "consequence", f"{settings['section']}: {problem}",
                             place=document.place(section.start)) for problem in problems)  # fmt: skip
    earned = partial_credit(4 - len(problems), 4, findings)
    return replace(earned, share=min(earned.share, WRONG)) if wrong else earned
