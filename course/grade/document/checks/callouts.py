"""Checks of call-outs: each with all the parts that a reader acts on, and no cause called certain without a fact."""

from __future__ import annotations

import re

from course.grade.count import quantity
from course.grade.document.check import Result, check
from course.grade.document.checks.claims import wrong_words
from course.grade.document.checks.evidence import known_queries_only
from course.grade.document.checks.structure import prose_without_lists
from course.grade.document.lexicon import is_denied
from course.grade.document.parse import EVIDENCE, Document, Section, sentences
from course.verdict import Finding

UNSUPPORTED = "A cause is called certain, and no fact stands beside it."
NOT_SHOWN = "A cause is called certain, and the fact beside it does not show that cause."
MISSED = 0.4  # of a call-out, for each part that it lacks
RISES = re.compile(
    r"\b(?:ris(?:es?|en|ing)|rose|improv\w+|increas\w+|gr(?:ows?|ew|own)|climb\w*|better|higher|up)\b", re.IGNORECASE
)
FALLS = re.compile(
    r"\b(?:falls?|fell|fallen|falling|drop\w*|decreas\w+|declin(?:es?|ed|ing)|sank|lower(?! than \d)|worse|down|lost|(?:less|fewer)(?! than\b))\b",
    re.IGNORECASE,
)
OTHER = re.compile(
    r"\b(?:rates?|channels?|each|every|within|applications?|affiliates?|shares?|volumes?)\b", re.IGNORECASE
)
PARTED = re.compile(r"[;,:]\s|\bbut\b|\bwhile\b|\n")
FROM_TO = r"\bfrom\b.{{0,30}}\[\s*{later}\b.{{0,60}}\bto\b.{{0,30}}\[\s*{earlier}\b|\[\s*{later}\s*=[^\]]{{0,40}}\]\s*(?:→|->)\s*\[\s*{earlier}\b"


@check(
    "Every call-out can be acted on",
    "What, how much, where, since when, why and how sure, who, and when somebody looks again.",
    "It looks for words, names and days, and leaves out mere lists of them. Whether the cause is the true one, it only knows for "
    "causes that an exercise has shown or refuted.",
)
def callouts(document: Document, settings: dict) -> Result:
    """Each of ``least`` sections whose heading names one of ``options`` says all ``parts`` {what: expression}.

    A sentence that matches ``sure``, and does not deny it, also quotes a fact; with ``supports`` {option: facts}, the
    call-out quotes one of these. ``refuted`` {option: {expression: sentence}} are causes that are not so. ``moved``
    {option: {"falls" or "rises": facts, "from_to": [earlier, later]}} is what the figures did. Each part that is missing
    costs MISSED of a call-out, and one that says something wrong earns nothing.
    """
    headed = [
        section
        for section in document.sections
        if re.search(rf"\b(?:{'|'.join(settings['options'])})\b", section.title)
    ]
    results = [_judged(document, section, settings) for section in headed]
    findings = tuple(finding for _, messages in results for finding in messages)
    possible = max(settings["least"], len(headed))
    if len(headed) < settings["least"]:
        findings = (*findings, Finding("callouts", f"{quantity(len(headed), 'call-out')} with a code in its heading, {settings['least']} are asked for.",
                                       look="Begin the heading of each with its code, such as “## C3 Calls of Link”."))  # fmt: skip
    return Result(sum(share for share, _ in results) / possible if possible else 1.0, findings)


def _judged(document: Document, section: Section, settings: dict) -> tuple[float, list[Finding]]:
    """What a call-out earns, and what it lacks or says wrongly; for a mere list of words, only that it is one."""
    prose, only_words = prose_without_lists(document, section)
    text, place = f"{section.title}\n{prose}", document.place(section.line)
    option = re.search("|".join(settings["options"]), section.title)[0]
    wrong = [
        *wrong_words(text, settings.get("refuted", {}).get(option, {})),
        *_moved_wrongly(text, settings.get("moved", {}).get(option, {})),
    ]
    problems = [f"A call-out does not say {part}." for part, expression in settings["parts"].items()
            if not re.search(expression, text, re.IGNORECASE | re.DOTALL)]  # fmt: skip
    if problem := _unsupported(text, option, settings):
        problems.append(problem)
    messages = [
        Finding("callouts", problem, look=f"Look at “{section.title}”.", place=place) for problem in (*wrong, *problems)
    ]
    share = 0.0 if wrong else max(0.0, 1 - MISSED * len(problems))
    return share, only_words if only_words and messages else messages


def _unsupported(text: str, option: str, settings: dict) -> str:
    """What to say of a cause that is called certain without a fact that shows it; without ``supports``, any fact does."""
    certain = [
        known_queries_only(sentence, settings)
        for sentence in sentences(text)
        for match in [re.search(settings["sure"], sentence, re.IGNORECASE)]
        if match and not is_denied(sentence, match.start())
    ]
    bare = [sentence for sentence in certain if not EVIDENCE.search(sentence)]
    quoted = {match["id"] for match in EVIDENCE.finditer(text)}
    if "supports" not in settings:
        return UNSUPPORTED if bare else ""
    if not certain or quoted & set(settings["supports"].get(option, ())):
        return ""
    return UNSUPPORTED if bare else NOT_SHOWN


def _moved_wrongly(text: str, moved: dict) -> list[str]:
    """What a call-out says of the direction in which its figures moved, where the data say the other."""
    problems = []
    for said, name, contrary, true in ((RISES, "falls", FALLS, "fell"), (FALLS, "rises", RISES, "rose")):
        facts = [f"[{id}" for id in moved.get(name, ())]
        about = [part for part in sentences(text) if any(fact in part.replace(" ", "") for fact in facts)]
        claimed = [
            part
            for sentence in (text.split("\n")[0], *about)
            if not contrary.search(sentence)
            for part in PARTED.split(sentence)
        ]
        if facts and any(said.search(part) and not OTHER.search(part) for part in claimed):
            problems.append(f"That moved the other way: by the data it {true}.")
    if "from_to" in moved:
        earlier, later = map(re.escape, moved["from_to"])
        if re.search(FROM_TO.format(earlier=earlier, later=later), text, re.IGNORECASE):
            problems.append(
                f"“From … to …” is the wrong way round: {moved['from_to'][0]} came before {moved['from_to'][1]}."
            )
    return problems


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
