"""Does a decision record agree with the model that it rests on?"""

from __future__ import annotations

import re

from course.grade.document.check import Result, check, failed
from course.grade.document.checks.structure import find_section, prose_without_lists
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
BARE = re.compile(r"[+−-]?\d[\d.,]*")
THOUSANDS = re.compile(r"k€|€ ?k|k EUR|thousand", re.IGNORECASE)
SMALL, MILLION = 1_000, 1_000_000  # a volume up to the first is in millions


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
    among those of the learner's own sheet (``uses``), times ``factor``, which then stands beside it. An amount that is ``known``
    is one of the inputs, and contradicts nothing; with ``section`` only that one is read. A contradiction leaves the share
    ``bound`` of all points of the document at most.
    """
    findings: list[Finding] = []
    most = 1.0
    for figure in settings["figures"]:
        right = [float(call(name, parameters)) for name, parameters in figure["models"]]
        own = settings.get("own", {}).get(figure.get("own", ""))
        own = own and own * figure["factor"]
        said, wrong = False, ""
        known = [*right, *figure.get("known", ())]
        for part, is_claim in _parts(document, figure, settings):
            for match in re.finditer(figure["value"], part, re.IGNORECASE):
                values = read_amount(match[0], figure)
                if any(_near(value, each, figure) for value in values for each in right[:1]):
                    said = True
                elif is_claim and values and not any(_near(value, each, figure) for value in values for each in known):
                    wrong = wrong or _contradicts(match[0], values, figure, own)
        if wrong:
            most = settings.get("bound", 1.0)
            findings.append(Finding("modelled", wrong, look="Read it off again in your sheet or in the lesson's demo."))
        elif not said and figure.get("needed"):
            has_it = own is not None and _near(own, right[0], figure)
            findings.append(Finding("modelled", f"Not said: {figure['what']}.", look="Your sheet of 13.2 has it." if has_it else ""))  # fmt: skip
    return Result(max(0.0, 1 - WRONG * len(findings)), tuple(findings), most=most)


def _parts(document: Document, figure: dict, settings: dict) -> list[tuple[str, bool]]:
    """The parts of the text that are about a figure, each with whether an amount in it claims to be that figure."""
    every, tables = document.blocks, document.tables
    if "section" in figure:
        section = find_section(document, settings, figure["section"])
        every, tables = (document.within(section, each) if section else () for each in (every, tables))
    blocks = [block for block in every if block.kind != "row" and not is_word_list(block.text)]
    whole = [sentence for block in blocks for sentence in sentences(block.text)]
    halves = [half for sentence in whole for half in HALVES.split(sentence)]
    items = [block.text for block in blocks if block.kind == "item"]  # its first words say what all of it is about
    prose = [(text, False) for text in (*whole, *items)] + [(half, _claims(half, figure)) for half in halves]
    prose = [(text, claims) for text, claims in prose if re.search(figure["about"], text, re.IGNORECASE)]
    cells = [
        (_with_unit(cell, head), _claims(head, figure))
        for table in tables
        for row in table.rows
        for head, cell in zip(table.header, row, strict=False)
        if re.search(figure["about"], f"{row[0]} {head}", re.IGNORECASE) and cell is not row[0]
    ]
    return [*prose, *cells]


def _with_unit(cell: str, head: str) -> str:
    """A bare number with the unit that the head of its column has."""
    return f"{cell.strip()} k€" if BARE.fullmatch(cell.strip()) and THOUSANDS.search(head) else cell


def _claims(text: str, figure: dict) -> bool:
    """Whether an amount in a text claims to be the figure: no other option and no other case is named beside it."""
    others = figure.get("unless", "(?!)")
    return bool(re.search(figure["claims"], text, re.IGNORECASE)) and not re.search(others, text, re.IGNORECASE)


def read_amount(text: str, figure: dict) -> tuple[float, ...]:
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
    chosen = chosen_option(text, settings["options"])
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
    return any(_near(value, right, price) for match in amounts for value in read_amount(match[0], price))


def chosen_option(text: str, options: dict[str, str]) -> str:
    """The option that a text names first without denying it or setting it aside."""
    named = [
        (match.start(), name)
        for name, expression in options.items()
        for match in re.finditer(expression, text, re.IGNORECASE)
        if not is_denied(text, match.start()) and not INSTEAD.search(text[: match.start()])
    ]
    return min(named)[1] if named else ""
