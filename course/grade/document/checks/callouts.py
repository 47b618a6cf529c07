"""Checks of call-outs: each with all the parts that a reader acts on, and no cause called certain without a fact."""

from __future__ import annotations

import re

from course.grade.document.check import Result, check, partial_credit
from course.grade.document.checks.evidence import known_queries_only
from course.grade.document.checks.structure import prose_without_lists
from course.grade.document.parse import EVIDENCE, Document, Section, sentences
from course.verdict import Finding


@check(
    "Every call-out can be acted on",
    "What, how much, where, since when, why and how sure, who, and when somebody looks again.",
    "It looks for words, names and days, and leaves out mere lists of them. Whether the cause is the true one, only a person sees.",
)
def callouts(document: Document, settings: dict) -> Result:
    """Each of ``least`` sections whose heading names one of ``options`` says all ``parts`` {what: expression}.

    A sentence that matches ``sure`` also quotes a fact.
    """
    headed = [
        section
        for section in document.sections
        if re.search(rf"\b(?:{'|'.join(settings['options'])})\b", section.title)
    ]
    results = [_missing_parts(document, section, settings) for section in headed]
    part_count = (len(settings["parts"]) + 1) * max(settings["least"], len(headed))
    absent_count = (len(settings["parts"]) + 1) * max(0, settings["least"] - len(headed))
    findings = tuple(finding for _, messages in results for finding in messages)
    return partial_credit(
        part_count - sum(missing_count for missing_count, _ in results) - absent_count, part_count, findings
    )


def _missing_parts(document: Document, section: Section, settings: dict) -> tuple[int, list[Finding]]:
    """How many parts a call-out lacks, and the findings: for a mere list of words, only that it is one."""
    prose, only_words = prose_without_lists(document, section)
    text, place = f"{section.title}\n{prose}", document.place(section.line)
    problems = [f"A call-out does not say {part}." for part, expression in settings["parts"].items()
            if not re.search(expression, text, re.IGNORECASE | re.DOTALL)]  # fmt: skip
    certain = (sentence for sentence in sentences(text) if re.search(settings["sure"], sentence, re.IGNORECASE))
    if not all(EVIDENCE.search(known_queries_only(sentence, settings)) for sentence in certain):
        problems.append("A cause is called certain, and no fact stands beside it.")
    messages = [Finding("callouts", problem, look=f"Look at “{section.title}”.", place=place) for problem in problems]
    return len(problems), only_words if only_words and messages else messages


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
