"""Does a decision record agree with the model that it rests on, and does it say when to decide again?"""

from __future__ import annotations

import re

from course.grade.document.check import Result, check, failed, partial_credit
from course.grade.document.checks.decisions import OWNER
from course.grade.document.checks.structure import DAY, find_section, prose_without_lists
from course.grade.document.lexicon import is_denied, is_word_list
from course.grade.document.parse import Document, sentences
from course.grade.form.numbers import read_number
from course.grade.models import call
from course.verdict import Finding

WRONG = 0.5  # of the points, for each figure that the model contradicts
HALVES = re.compile(r"[;,()]\s|\s[–—-]\s|\b(?:and|but|while|whereas|against|versus|vs)\b")
INSTEAD = re.compile(
    r"\b(?:instead of|rather than|over|without|before|not(?: to)?|than|against)(?: \w+)?\s$", re.IGNORECASE
)
AGAINST_PLAN = re.compile(
    r"\b(?:plan(?:ned)?|forecast|projection|projected|expected|expects?|assumed|path|growth|grows?)\b", re.IGNORECASE
)
BACKGROUND = re.compile(r"\b(?:break[- ]?even|(?:worth|are) (?:the same|equal)|equally)\b", re.IGNORECASE)
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
    r"\b(?:back to|in) today|\btoday['’]s (?:volume|terms|refreshes)", re.IGNORECASE
)  # growth is taken out of it
SMALL, MILLION = 1_000, 1_000_000  # a volume up to the first is in millions
PERIOD = re.compile(
    rf"{DAY.pattern}|\b(?:each|every|once an?|per|first|end of) (?:\w+ ){{0,2}}(?:day|week|month|quarter|year)s?\b|\b(?:daily|monthly|weekly|quarterly|yearly|annually)\b",
    re.IGNORECASE,
)
MEASURED = re.compile(
    r"€\s?\d|\b\d{1,3}(?:,\d{3})+\b|\b(?:five|ten|fifteen|twenty|thirty) per ?cent\b|\d[\d.,]*\s?(?:%|€|per ?cent|M\b|k\b|million|thousand|refresh\w*|months?|weeks?|banks?|partners?|hours?|engineers?|euro|cents?)",
    re.IGNORECASE,
)


@check(
    "Figures come from the model",
    "Whoever doubts a figure can compute it again. One that nobody can compute again ends the discussion, and not in your favour.",
    "It reads amounts in sentences and tables that speak of one option's worth, of a volume or of a month, in usual words.",
)
def modelled(document: Document, settings: dict) -> Result:
    """No amount of ``figures`` differs from the model, and each with ``needed`` is there. Each wrong one costs half of the points.

    A figure is about ``what``: in a part of a sentence, or a row, that matches ``about``, every ``value`` is read in ``unit``
    with ``decimals``, and is right if it is near, by ``within`` of it, to what one of the ``models`` [[name, parameters], …] gives.
    It counts as a claim where the part, or the table's header, also matches ``claims`` and not ``unless``. ``own`` names the figure
    among those of the learner's own sheet (``uses``), times ``factor``, which then stands beside it.
    """
    findings: list[Finding] = []
    for figure in settings["figures"]:
        right = [float(call(name, parameters)) for name, parameters in figure["models"]]
        own = settings.get("own", {}).get(figure.get("own", ""))
        own = own and own * figure["factor"]
        said, wrong = False, ""
        for part, is_claim in _parts(document, figure):
            for match in re.finditer(figure["value"], part, re.IGNORECASE):
                values = _read(match[0], figure)
                if any(_near(value, each, figure) for value in values for each in right[:1]):
                    said = True
                elif is_claim and values and not any(_near(value, each, figure) for value in values for each in right):
                    wrong = wrong or _contradicts(match[0], values, figure, own)
        if wrong:
            findings.append(Finding("modelled", wrong, look="Read it off again in your sheet or in the lesson's demo."))
        elif not said and figure.get("needed"):
            has_it = own is not None and _near(own, right[0], figure)
            findings.append(Finding("modelled", f"Not said: {figure['what']}.", look="Your sheet of 13.2 has it." if has_it else ""))  # fmt: skip
    return Result(max(0.0, 1 - WRONG * len(findings)), tuple(findings))


def _parts(document: Document, figure: dict) -> list[tuple[str, bool]]:
    """The parts of the text that are about a figure, each with whether an amount in it claims to be that figure."""
    blocks = [block for block in document.blocks if block.kind != "row" and not is_word_list(block.text)]
    whole = [sentence for block in blocks for sentence in sentences(block.text)]
    halves = [half for sentence in whole for half in HALVES.split(sentence)]
    items = [block.text for block in blocks if block.kind == "item"]  # its first words say what all of it is about
    prose = [(text, False) for text in (*whole, *items)] + [(half, _claims(half, figure)) for half in halves]
    prose = [(text, claims) for text, claims in prose if re.search(figure["about"], text, re.IGNORECASE)]
    cells = [
        (cell, _claims(head, figure))
        for table in document.tables
        for row in table.rows
        for head, cell in zip(table.header, row, strict=False)
        if re.search(figure["about"], f"{row[0]} {head}", re.IGNORECASE) and cell is not row[0]
    ]
    return [*prose, *cells]


def _claims(text: str, figure: dict) -> bool:
    """Whether an amount in a text claims to be the figure: no other option and no other case is named beside it."""
    others = figure.get("unless", "(?!)")
    return bool(re.search(figure["claims"], text, re.IGNORECASE)) and not re.search(others, text, re.IGNORECASE)


def _read(text: str, figure: dict) -> tuple[float, ...]:
    reading = read_number(text.rstrip(".,;"), figure["unit"], figure["decimals"])
    values = reading.values if reading else ()
    return tuple(value / MILLION if figure["unit"] == "m" and value > SMALL else value for value in values)


def _near(value: float, right: float, figure: dict) -> bool:
    return abs(value - right) <= max(0.5 * 10 ** -figure["decimals"], figure["within"] * abs(right)) + 1e-9


def _contradicts(words: str, values: tuple[float, ...], figure: dict, own: float | None) -> str:
    words = words.strip(" .,;")
    if own is not None and any(_near(value, own, figure) for value in values):
        return f"You say {words} for {figure['what']}, as your sheet of 13.2 does. That sheet does not hold yet: mend it first."
    return f"You say {words} for {figure['what']}. The model comes to something else."


@check(
    "The decision follows from the model",
    "A record whose decision goes against its own figures, without a word why, is the one that gets reopened.",
    "It reads which option “Decision” names first. Whether the reasons are good ones, only a person says.",
)
def follows(document: Document, settings: dict) -> Result:
    """The first of ``options`` {name: expression} that ``section`` chooses is the one whose ``models`` figure is highest.

    Another one is as good if the section says what it costs: ``price`` is read as a figure of ``modelled``.
    """
    section = find_section(document, settings, settings["section"])
    if section is None:
        return failed("follows", f"There is no section “{settings['section']}”.", "What will you do? One sentence.")
    text, _ = prose_without_lists(document, section)
    chosen = _chosen(text, settings["options"])
    place = document.place(section.line)
    if not chosen:
        names = " or ".join(settings["options"])
        return failed(
            "follows", f"“{section.title}” does not say whether to {names}.", "Begin with “We will …”.", place
        )
    worths = {name: float(call(model, parameters)) for name, (model, parameters) in settings["models"].items()}
    best = max(worths, key=lambda name: worths[name])
    if chosen != best and not _names_price(text, settings["price"]):
        return failed("follows", f"You decide to {chosen}, and the model puts the other option ahead.",
                      "Is the volume that of 4.5? If something outweighs the model, say what that costs, in euro.", place)  # fmt: skip
    return Result(1.0)


def _names_price(text: str, price: dict) -> bool:
    """Whether a text says what a choice against the model costs."""
    right = float(call(price["model"], {}))
    amounts = re.finditer(price["value"], text, re.IGNORECASE)
    return any(_near(value, right, price) for match in amounts for value in _read(match[0], price))


def _chosen(text: str, options: dict[str, str]) -> str:
    """The option that a text names first without denying it or setting it aside."""
    named = [
        (match.start(), name)
        for name, expression in options.items()
        for match in re.finditer(expression, text, re.IGNORECASE)
        if not is_denied(text, match.start()) and not INSTEAD.search(text[: match.start()])
    ]
    return min(named)[1] if named else ""


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
    if problem := _early(text, settings):
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
        for match in re.finditer(settings["value"], sentence, re.IGNORECASE):
            if re.search(r"[€$]\s?$", sentence[: match.start()]):
                continue
            for value in _read(match[0], {"unit": "m", "decimals": 2})[:1]:
                month = int(call(settings["reached"], {"refreshes": value * MILLION}))
                if month == 0 and CONDITION.search(sentence):
                    return f"{match[0].strip()} is no more than today's volume, so this goes off on the first day."
                if not taken_back and 0 < month <= settings["months"]:
                    return f"The plan itself reaches {match[0].strip()} in month {month}, so this goes off although nothing is new. Measure against the plan."  # fmt: skip
    return ""
