"""Is the choice honest: what else was possible, what can go wrong, and how to get back."""

from __future__ import annotations

import re

from course.grade.document.check import Result, check, counted, failed, listed, shared
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
def alternatives(document: Document, told: dict) -> Result:
    """At least two options in ``section``, one of them to do nothing, and a drawback of the chosen one."""
    section = find_section(document, told, told["section"])
    if section is None:
        return failed("alternatives", f"There is no section “{told['section']}”.", "What else could be done?")
    text = document.prose(section)
    options = [one for one in document.within(section, document.blocks) if one.kind in ("item", "row")]
    heads = [one for one in document.sections if section.line < one.line < section.end]
    asked = {
        "There are fewer than two alternatives.": len(options) >= 2 or len(heads) >= 2,
        "“Do nothing” is not among the alternatives.": bool(
            NOTHING.search(text + " ".join(one.title for one in heads))
        ),
        "No drawback of what you chose: what do you give up?": bool(DRAWBACK.search(text)),
    }
    findings = tuple(Finding("alternatives", seen, place=document.place(section.line))
                     for seen, held in asked.items() if not held)  # fmt: skip
    return shared(len(asked) - len(findings), len(asked), findings)


@check(
    "Risks with an owner",
    "A risk that nobody owns is a surprise with a date.",
    "It reads the columns. Whether the worst risk is missing, only a person sees.",
)
def risks(document: Document, told: dict) -> Result:
    """A table in ``section`` with ``least`` rows that fill risk, likelihood, impact, mitigation and owner."""
    section = find_section(document, told, told["section"])
    tables = document.within(section, document.tables) if section else ()
    if not tables:
        return failed("risks", f"There is no table of risks in “{told['section']}”.",
                      "Columns: risk, likelihood, impact, mitigation, owner.")  # fmt: skip
    table = tables[0]
    where = columns(table, RISK_COLUMNS, RISK_ALIASES)
    missing = [name for name in RISK_COLUMNS if name not in where]
    full = [row for row in table.rows if all(at < len(row) and words(row[at]) for at in where.values())]
    findings = []
    if missing:
        findings.append(Finding("risks", f"The table of risks has no column {listed(missing)}.",
                                place=document.place(table.line)))  # fmt: skip
    if len(full) < told["least"]:
        findings.append(Finding("risks", f"{counted(len(full), 'risk')} filled in, {told['least']} are asked for.",
                                place=document.place(table.line)))  # fmt: skip
    share = min(1.0, len(full) / told["least"]) * (len(where) / len(RISK_COLUMNS))
    return Result(share, tuple(findings))


@check(
    "A rollout with a way back",
    "Everybody knows at what number you stop, and how you get back.",
    "It does not know whether the stages are large enough to show the fault. Module 3's canary does.",
)
def rollout(document: Document, told: dict) -> Result:
    """In ``section``: ``least`` stages as a share, a threshold to abort, a way back, a flag or migration plan."""
    section = find_section(document, told, told["section"])
    if section is None:
        return failed("rollout", f"There is no section “{told['section']}”.", "Who sees it first?")
    text = document.prose(section)
    stop = [one for one in sentences(text) if STOP.search(one)]
    stages = {match[0].replace(" ", "") for one in sentences(text) for match in STAGE.finditer(STOP.split(one)[0])}
    asked = {
        f"{counted(len(stages), 'stage')}, {told['least']} are asked for: which share first, which next?": len(stages) >= told["least"],
        "At what number do you stop? There is no threshold to abort.": any(re.search(r"\d", one) for one in stop),
        "There is no way back.": bool(BACK.search(text)),
        "No flag and no migration is named: how is it switched?": bool(re.search(r"\bflag|\bmigrat|\bcanary\b|\btoggle|\bswitch", text, re.I)),
    }  # fmt: skip
    findings = tuple(Finding("rollout", seen, place=document.place(section.line))
                     for seen, held in asked.items() if not held)  # fmt: skip
    return shared(len(asked) - len(findings), len(asked), findings)
