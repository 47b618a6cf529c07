"""Does a record say when to decide again: a number that can go off, before the answer has turned, and who looks at it?"""

from __future__ import annotations

import re

from course.grade.document.check import Result, check, failed, partial_credit
from course.grade.document.checks.decisions import OWNER
from course.grade.document.checks.records import MILLION, chosen_option, read_amount
from course.grade.document.checks.structure import DAY, find_section, prose_without_lists
from course.grade.document.parse import Document, sentences
from course.grade.models import call
from course.verdict import Finding

AGAINST_PLAN = re.compile(
    r"\b(?:plan(?:ned)?|forecast|projection|projected|expected|expects?|assumed|path|growth|grows?)\b", re.IGNORECASE
)
BACKGROUND = re.compile(r"\b(?:break[- ]?even|(?:worth|are) (?:the same|equal)|equally)\b", re.IGNORECASE)
SAYS_WHO_LEADS = re.compile(
    r"\b(?:build\w*|buy\w*|the aggregator|our own)\b[^.;]{0,30}\b(?:is|are|would be|gets?|pulls?|becomes?)\b[^.;]{0,12}\b(?:ahead|better|cheaper|worth more)\b",
    re.IGNORECASE,
)
DEED = re.compile(
    r"\b(?:again|decid\w+|re-?open\w*|revisit\w*|review\w*|calculat\w+|re-?consider\w*|look\w*|check\w*|compar\w+|switch\w*|meet\w*|calls?)\b",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"\b(?:if|when(?:ever)?|once|as soon as|should|above|beyond|exceeds?|reach(?:es|ed)?|more than|at least|(?:over|from)(?= \d)|(?<!is )(?<!are )(?<!was )at(?= \d))\b|≥|>",
    re.IGNORECASE,
)
READER = re.compile(
    r"\b([A-Z][a-z]+)(?: and [A-Z][a-z]+)? (?:reads?|looks?|checks?|compares?|watch(?:es)?|calls?|decides?|calculates?|brings?|reports?|reviews?)\b|\b[Oo]wner:? ([A-Z][a-z]+)"
)
NO_NAMES = frozenset(
    "He She We It They You Who Whoever Somebody Someone Everybody Nobody The This That Then Finance Engineering Product Management Link Team".split()
)
TODAYS = re.compile(
    r"\b(?:back to|in) today|\btoday['’]s (?:volume|terms|refreshes|level)", re.IGNORECASE
)  # growth is taken out of it
PERIOD = re.compile(
    rf"{DAY.pattern}|\b(?:each|every|once an?|per|first|end of) (?:\w+ ){{0,2}}(?:day|week|month|quarter|year)s?\b|\b(?:daily|monthly|weekly|quarterly|yearly|annually)\b",
    re.IGNORECASE,
)
MEASURED = re.compile(
    r"€\s?\d|\b\d{1,3}(?:,\d{3})+\b|\b(?:five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty) per ?cent\b|\d[\d.,]*\s?(?:%|€|per ?cent|M\b|k\b|million|thousand|refresh\w*|months?|weeks?|banks?|partners?|hours?|engineers?|euro|cents?)",
    re.IGNORECASE,
)

CLAUSES = re.compile(r"[;,(]\s|\.\s|\s[–—-]\s|\b(?:and|or|but)\b")
TENS = {
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "twenty-five": 25,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
}
SHARE = re.compile(
    rf"\b(?P<share>\d+(?:[.,]\d+)?|{'|'.join(sorted(TENS, key=len, reverse=True))})\s?(?:%|per ?cent)(?!\s(?:a|per|each|every) (?:month|year))"
    r"|\b(?P<times>\d(?:[.,]\d+)?|two|three) times (?:the|what)\b|\b(?P<double>twice(?!,? (?:in|within|running|a|per|each|every|or)\b)|double|doubles)\b",
    re.IGNORECASE,
)
NO_VOLUME = re.compile(
    r"\b(?:fees?|prices?|cents?|grow\w*|benefits?|costs?|salar\w+|outages?|availab\w+|uptime|banks?|partners?|engineers?|discount|rate|budget|slips?|late|answers?|errors?|complaints?)\b",
    re.IGNORECASE,
)
BELOW = re.compile(r"\b(?:below|under|fewer|less|lower|behind|short of|falls?|drops?|down|shrinks?)\b", re.IGNORECASE)
SLACK = 2.5  # percentage points by which a trigger may be past the break-even: people round


@check(
    "A trigger that can go off",
    "“When circumstances change” never goes off. A number, a person and a rhythm do.",
    "It looks for a number that can be read off, somebody who looks, and when. Of a volume it reckons whether the plan reaches it anyway.",
)
def trigger(document: Document, settings: dict) -> Result:
    """``section`` has a measured number, a person of the cast, and a day or a period.

    A volume, as ``value`` reads it, in a sentence that does not speak of the plan, must not be one that the plan itself
    reaches within ``months``: the model ``reached`` gives the month, and 0 for one that is there today. A number in
    millions is a volume, whether or not its sentence says so, unless it is money or the break-even by the way.

    Where the ``choice`` {section, options, name} is made, a share above the plan is compared with the model ``margin``, the
    percentage by which the volume can be above before the answer turns.
    """
    section = find_section(document, settings, settings["section"])
    if section is None:
        return failed("trigger", f"There is no section “{settings['section']}”.", "At what number do you decide again?")
    text, _ = prose_without_lists(document, section)
    criteria = {
        "There is no number that somebody can read off.": bool(MEASURED.search(text)),
        _nobody(text): bool(OWNER.search(text)),
        "It does not say when somebody looks, or how often.": bool(PERIOD.search(text)),
    }
    if problem := _early(text, settings) or _late(document, text, settings):
        criteria[problem] = False
    findings = tuple(Finding("trigger", problem, place=document.place(section.line))
                     for problem, met in criteria.items() if not met)  # fmt: skip
    return partial_credit(len(criteria) - len(findings), len(criteria), findings)


def _nobody(text: str) -> str:
    """What to say where nobody of the cast looks: whose name is there instead, if one is."""
    names = [name for match in READER.finditer(text) if (name := match[1] or match[2]) not in NO_NAMES]
    return f"{names[0]} is not in the cast." if names else "Nobody is named who looks."


def _early(text: str, settings: dict) -> str:
    """Why a volume is no trigger: it is there, or the plan reaches it soon. Empty if there is none, or none such."""
    taken_back = bool(TODAYS.search(text))  # to today: then the plan's growth does not reach it
    for sentence in sentences(text):
        if AGAINST_PLAN.search(sentence) and not taken_back:
            continue
        if BACKGROUND.search(sentence) and not CONDITION.search(sentence):
            continue
        if SAYS_WHO_LEADS.search(sentence) and not DEED.search(sentence):
            continue
        for match in re.finditer(settings["value"], sentence, re.IGNORECASE):
            if re.search(r"[€$]\s?$", sentence[: match.start()]):
                continue
            for value in read_amount(match[0], {"unit": "m", "decimals": 2})[:1]:
                month = int(call(settings["reached"], {"refreshes": value * MILLION}))
                if month == 0 and CONDITION.search(sentence):
                    return f"{match[0].strip()} is no more than today's volume, so this goes off on the first day."
                if not taken_back and 0 < month <= settings["months"]:
                    return f"The plan itself reaches {match[0].strip()} in month {month}, so this goes off although nothing is new. Measure against the plan."  # fmt: skip
    return ""


def _late(document: Document, text: str, settings: dict) -> str:
    """Why a share is no trigger: the answer has turned long before, or never turns on that side. Empty if there is none such."""
    if not _is_chosen(document, settings):
        return ""
    clauses = [clause for clause in CLAUSES.split(text) if clause and not NO_VOLUME.search(clause)]
    shares = [(clause, match) for clause in clauses for match in SHARE.finditer(clause)]
    above = {_percent(match): match[0] for clause, match in shares if not BELOW.search(clause)}
    margin = float(call(settings["margin"], {}))
    if above and min(above) > margin + SLACK:
        said = above[min(above)]
        return f"“{said}” is far past the break-even, which is about {margin:.0f}% above the plan: the answer has turned long before anybody looks."
    others = " ".join(clause for clause in CLAUSES.split(text) if not SHARE.search(clause))
    if shares and not above and not MEASURED.search(others):
        return "Fewer refreshes than planned put buying further ahead, so nothing turns there. Watch the other side."
    return ""


def _is_chosen(document: Document, settings: dict) -> bool:
    """Whether the document decides for the option that a share above the plan speaks against."""
    choice = settings.get("choice")
    section = find_section(document, settings, choice["section"]) if choice else None
    return section is not None and chosen_option(document.prose(section), choice["options"]) == choice["name"]


def _percent(match: re.Match[str]) -> float:
    """By how many percent something is above, as it is said.

    >>> [_percent(SHARE.search(text)) for text in ("ten percent", "12.5 %", "1.5 times the plan", "twice the plan")]
    [10.0, 12.5, 50.0, 100.0]
    """
    if match["share"]:
        said = match["share"].lower()
        return float(TENS.get(said) or said.replace(",", "."))
    times = {"two": 2.0, "three": 3.0, None: 2.0}.get(match["times"]) or float(match["times"].replace(",", "."))
    return 100 * (times - 1)
