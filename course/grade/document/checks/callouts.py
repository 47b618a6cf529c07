"""Checks of call-outs: each with all the parts that a reader acts on, and no cause called certain without a fact."""

from __future__ import annotations

import re

from course.grade.document.check import Result, check, shared
from course.grade.document.checks.evidence import known_queries_only
from course.grade.document.checks.structure import said
from course.grade.document.parse import EVIDENCE, Document, Section, sentences
from course.verdict import Finding


@check(
    "Every call-out can be acted on",
    "What, how much, where, since when, why and how sure, who, and when somebody looks again.",
    "It looks for words, names and days, and leaves out mere lists of them. Whether the cause is the true one, only a person sees.",
)
def callouts(document: Document, told: dict) -> Result:
    """Each of ``least`` sections whose heading names one of ``options`` says all ``parts`` {what: expression}.

    A sentence with an expression of ``sure`` quotes a fact, too.
    """
    found = [each for each in document.sections if re.search(rf"\b(?:{'|'.join(told['options'])})\b", each.title)]
    open_ = [_open(document, section, told) for section in found]
    asked = (len(told["parts"]) + 1) * max(told["least"], len(found))
    absent = (len(told["parts"]) + 1) * max(0, told["least"] - len(found))
    findings = tuple(finding for _, told_of in open_ for finding in told_of)
    return shared(asked - sum(lost for lost, _ in open_) - absent, asked, findings)


def _open(document: Document, section: Section, told: dict) -> tuple[int, list[Finding]]:
    """How many parts a call-out lacks, and what to say of it: of a mere list of words only that."""
    prose, only_words = said(document, section)
    text, place = f"{section.title}\n{prose}", document.place(section.line)
    seen = [f"A call-out does not say {what}." for what, expression in told["parts"].items()
            if not re.search(expression, text, re.IGNORECASE | re.DOTALL)]  # fmt: skip
    certain = (one for one in sentences(text) if re.search(told["sure"], one, re.IGNORECASE))
    if not all(EVIDENCE.search(known_queries_only(one, told)) for one in certain):
        seen.append("A cause is called certain, and no fact stands beside it.")
    missing = [Finding("callouts", one, look=f"Look at “{section.title}”.", place=place) for one in seen]
    return len(seen), only_words if only_words and missing else missing
