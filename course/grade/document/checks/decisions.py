"""Is the choice honest: what else was possible, what can go wrong, and how do we get back?"""

from __future__ import annotations

import re

from course.grade.document.check import Result, check, failed, listing, partial_credit, quantity
from course.grade.document.checks.goals import columns
from course.grade.document.checks.structure import find_section
from course.grade.document.parse import Document, sentences, words
from course.verdict import Finding

NOTHING = re.compile(
    r"\bdo(?:ing)? nothing\b|\bleave (?:it|things|everything) as\b|\bno change\b|\bstatus quo\b|\bnot build\b", re.I
)
DRAWBACK = re.compile(
    r"\b(?:drawback|downside|disadvantage|costs? us|we give up|price|against it|cons?)\b", re.IGNORECASE
)
RISK_COLUMNS = ("risk", "likelihood", "impact", "mitigation", "owner")
RISK_ALIASES = {"risk": ("what", "threat"), "likelihood": ("probability", "chance", "likely"),
                "impact": ("effect", "damage", "harm", "consequence", "severity", "bad"),
                "mitigation": ("response", "measure", "action", "answer", "counter", "what we do", "do"),
                "owner": ("who", "responsible")}  # fmt: skip
STAGE = re.compile(
    r"\d{1,3}(?:[.,]\d+)?\s*(?:%|per ?cent)|\bhalf\b|\b(?:everyone|everybody|all|the rest)\b", re.IGNORECASE
)
OFF = r"\b(?:switch|turn)(?:ed|ing|s)?\b(?:\s\w+){0,3}\soff\b"
STOP = re.compile(rf"\b(?:abort|stop|halt|pause|roll(?:ed)? back)\b|{OFF}", re.IGNORECASE)
BACK = re.compile(rf"\broll(?:ed|ing)?[- ]?back\b|\bway back\b|\brevert|\bundo\b|{OFF}", re.IGNORECASE)


@check(
    "Alternatives, and what you give up",
    "A decision without an alternative is an announcement.",
    "It does not see whether an alternative was a real one.",
)
def alternatives(document: Document, settings: dict) -> Result:
    """At least two options in ``section``, one of them to do nothing, and a drawback of the chosen one."""
    section = find_section(document, settings, settings["section"])
    if section is None:
        return failed("alternatives", f"There is no section “{settings['section']}”.", "What else could be done?")
    text = document.prose(section)
    options = [block for block in document.within(section, document.blocks) if block.kind in ("item", "row")]
    headings = [heading for heading in document.sections if section.line < heading.line < section.end]
    criteria = {
        "There are fewer than two alternatives.": len(options) >= 2 or len(headings) >= 2,
        "“Do nothing” is not among the alternatives.": bool(
            NOTHING.search(text + " ".join(heading.title for heading in headings))
        ),
        "No drawback of what you chose: what do you give up?": bool(DRAWBACK.search(text)),
    }
    findings = tuple(Finding("alternatives", problem, place=document.place(section.line))
                     for problem, met in criteria.items() if not met)  # fmt: skip
    return partial_credit(len(criteria) - len(findings), len(criteria), findings)


@check(
    "Risks with an owner",
    "A risk that nobody owns is a surprise with a date.",
    "It reads the columns. Whether the worst risk is missing, only a person sees.",
)
def risks(document: Document, settings: dict) -> Result:
    """A table in ``section`` with ``least`` rows that fill risk, likelihood, impact, mitigation and owner."""
    section = find_section(document, settings, settings["section"])
    tables = document.within(section, document.tables) if section else ()
    if not tables:
        return failed("risks", f"There is no table of risks in “{settings['section']}”.",
                      "Columns: risk, likelihood, impact, mitigation, owner.")  # fmt: skip
    table = tables[0]
    position = columns(table, RISK_COLUMNS, RISK_ALIASES)
    missing = [name for name in RISK_COLUMNS if name not in position]
    complete_rows = [
        row for row in table.rows if all(column < len(row) and words(row[column]) for column in position.values())
    ]
    findings = []
    if missing:
        findings.append(Finding("risks", f"The table of risks has no column {listing(missing)}.",
                                place=document.place(table.line)))  # fmt: skip
    if len(complete_rows) < settings["least"]:
        findings.append(Finding("risks", f"{quantity(len(complete_rows), 'risk')} filled in, {settings['least']} are asked for.",
                                place=document.place(table.line)))  # fmt: skip
    share = min(1.0, len(complete_rows) / settings["least"]) * (len(position) / len(RISK_COLUMNS))
    return Result(share, tuple(findings))


@check(
    "A rollout with a way back",
    "Everybody knows at what number you stop, and how you get back.",
    "It does not know whether the stages are large enough to show the fault. Module 3's canary does.",
)
def rollout(document: Document, settings: dict) -> Result:
    """In ``section``: ``least`` stages as a share, a threshold to abort, a way back, a flag or migration plan."""
    section = find_section(document, settings, settings["section"])
    if section is None:
        return failed("rollout", f"There is no section “{settings['section']}”.", "Who sees it first?")
    text = document.prose(section)
    stop_sentences = [sentence for sentence in sentences(text) if STOP.search(sentence)]
    stages = {
        match[0].replace(" ", "") for sentence in sentences(text) for match in STAGE.finditer(STOP.split(sentence)[0])
    }
    criteria = {
        f"{quantity(len(stages), 'stage')}, {settings['least']} are asked for: which share first, which next?": len(stages) >= settings["least"],
        "At what number do you stop? There is no threshold to abort.": any(re.search(r"\d", sentence) for sentence in stop_sentences),
        "There is no way back.": bool(BACK.search(text)),
        "No flag and no migration is named: how is it switched?": bool(re.search(r"\bflag|\bmigrat|\bcanary\b|\btoggle|\bswitch", text, re.I)),
    }  # fmt: skip
    findings = tuple(Finding("rollout", problem, place=document.place(section.line))
                     for problem, met in criteria.items() if not met)  # fmt: skip
    return partial_credit(len(criteria) - len(findings), len(criteria), findings)
