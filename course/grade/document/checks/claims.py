"""Is what a text claims what the case shows: days, figures and causes, without a tag, in the author's own words?"""

from __future__ import annotations

import re
from collections import Counter

from course.grade.document.check import Result, check, failed
from course.grade.document.checks.structure import find_section
from course.grade.document.days import days_and_ends
from course.grade.document.lexicon import is_denied
from course.grade.document.parse import EVIDENCE, Document, sentences, words
from course.verdict import Finding

CLAUSE_END = re.compile(r"[;()|\n]|,(?!\d{3}\b)|:\s|\s[–—-]\s|(?<!\d )\band\b|\band\b(?! \d)|\b(?:but|while|whereas)\b")
SAID = re.compile(r"\d[^.;:,|\n]{0,60}$")  # a figure in the same clause as the tag after it
DENIAL = re.compile(r"\b(?:not|never|none|nothing|nobody|no)\b|n['’]t\b", re.IGNORECASE)
FALSE_CLAIM = "false-claim"  # the kind of a finding about a day or a figure that the case contradicts
COST = 0.5  # of the points, for each wrong claim
FEWEST_OWN = 8  # words beyond the template, below which nothing is claimed


@check(
    "What is claimed is true",
    "A day, a figure or a cause without a source is read as true. A wrong one costs more than a missing one.",
    "It compares what the case can decide, where it is said in usual words.",
)
def claims(document: Document, settings: dict) -> Result:
    """No claim of ``claims`` is wrong, and each one with ``needed`` is there. Each wrong one costs half of the points.

    A claim is about ``what``: in a clause (with ``whole``, a sentence) that matches ``about`` and no other claim, every
    ``value``, or day without one, is ``right``: an expression, or days as month-day; one right value is enough, but for
    ``all``. ``instead`` says what is true, and ``unless`` matches clauses whose day or figure is for something else, such
    as a deadline; the section ``apart`` says what is expected, and is not read. One with ``never`` names words that are wrong wherever they are not denied. What is still the
    ``template`` claims nothing. With ``fact``, words of ``never`` count as much as a wrong figure. ``cost`` is the share of the points that each wrong one costs, and a wrong one in the section
    ``carries`` leaves the share ``bound`` of all points of the document at most.
    """
    if _is_untouched(document, settings.get("template", "")):
        return failed("claims", "Nothing is claimed yet.")
    text = "\n".join(block.text for block in document.blocks)
    every = settings["claims"]
    findings = [
        Finding(FALSE_CLAIM if is_fact(claim) else "claims", problem)
        for claim in every
        for problem in wrong_claims(_outside(document, claim, settings) if "apart" in claim else text, claim, every)
    ]
    with_titles = "\n".join((*(section.title for section in document.sections if not section.is_lead), text))
    missing = [claim for claim in every if claim.get("needed") and not _is_said(with_titles, claim)]
    absent = [Finding("claims", f"Not said: {claim['what']}.") for claim in missing if not any(claim["what"] in finding.seen for finding in findings)]  # fmt: skip
    cost = settings.get("cost", COST)
    return Result(
        max(0.0, 1 - cost * (len(findings) + len(absent))), (*findings, *absent), most=_bound(document, settings)
    )


def _outside(document: Document, claim: dict, settings: dict) -> str:
    """The text without the section in which a figure is another one on purpose."""
    section = find_section(document, settings, claim["apart"])
    inside = document.within(section, document.blocks) if section else ()
    return "\n".join(block.text for block in document.blocks if block not in inside)


def _bound(document: Document, settings: dict) -> float:
    """The share of all points that is left at most: less than 1 where a section that carries the rest claims what is wrong."""
    section = find_section(document, settings, settings["carries"]) if "carries" in settings else None
    text = document.prose(section) if section else ""
    is_wrong = any(wrong_claims(text, claim, settings["claims"]) for claim in settings["claims"])
    return settings["bound"] if is_wrong else 1.0


def _is_untouched(document: Document, template: str) -> bool:
    """Whether hardly a word was added to the template."""
    if not template:
        return False
    own = Counter(words(document.text)) - Counter(words(template))
    return own.total() < FEWEST_OWN


def wrong_words(text: str, never: dict[str, str]) -> list[str]:
    """The sentences for those of some expressions {expression: sentence} that a text claims, and does not deny.

    >>> wrong_words("Risk has not tightened.", {r"risk (\\w+ ){1,2}tightened": "It has not."})
    []
    """
    return [
        sentence
        for expression, sentence in never.items()
        if any(_is_claimed(text, match) for match in re.finditer(expression, text, re.IGNORECASE))
    ]


def _is_claimed(text: str, match: re.Match[str]) -> bool:
    """Whether words are said, and not denied before them or in between; expressions of a denial look for one."""
    looks_for_denial = "not" in match.re.pattern
    return not is_denied(text, match.start()) and (looks_for_denial or not DENIAL.search(match[0]))


def is_fact(claim: dict) -> bool:
    """Whether a claim is about what the case has measured: a day, a figure, or words that the key calls a ``fact``."""
    return "never" not in claim or bool(claim.get("fact"))


def false_claims(text: str, every: list[dict]) -> list[str]:
    """What a text says against the facts of the case, as sentences."""
    return [problem for claim in every if is_fact(claim) for problem in wrong_claims(text, claim, every)]


def wrong_claims(text: str, claim: dict, every: list[dict]) -> list[str]:
    """What a text claims that is not so, as sentences; ``every`` is the list that the claim is one of."""
    if "never" in claim:
        never = {claim["never"]: claim["instead"]}
        return wrong_words(text, never) or wrong_words(as_read(text), never)
    problems = []
    text = as_read(text)
    for part in sentences(text) if claim.get("whole") else _clauses(text):
        values = _values(part, claim)
        wrong = [said for said, right in values if not right]
        if "unless" in claim and re.search(claim["unless"], part, re.IGNORECASE):
            continue
        if not wrong or not _is_about(part, claim, every) or (len(wrong) < len(values) and not claim.get("all")):
            continue
        problems.append(f"You say {wrong[0]} for {claim['what']}. It is {claim['instead']}.")
    return problems[:2]


def as_read(text: str) -> str:
    """A text as it is read aloud: a tag is its figure, and nothing where the figure has been said before it.

    >>> as_read("We lose [F16.core_hours=210 hours] a month. 186 payments [F3.count=186] were hit.")
    'We lose 210 hours a month. 186 payments  were hit.'
    """
    return EVIDENCE.sub(lambda tag: "" if SAID.search(text, 0, tag.start()) else (tag["value"] or "").strip(), text)


def _clauses(text: str) -> list[str]:
    return [clause for sentence in sentences(text) for clause in CLAUSE_END.split(sentence) if clause]


def _is_about(part: str, claim: dict, every: list[dict]) -> bool:
    """Whether a part of the text is about a claim and about no other one of which it gives a value."""
    about = [
        other
        for other in every
        if "about" in other
        and re.search(other["about"], part, re.IGNORECASE)
        and (other is claim or _values(part, other))
    ]
    return claim in about and (len(about) == 1 or bool(claim.get("whole")))


def _values(part: str, claim: dict) -> list[tuple[str, bool]]:
    """The values in a part of the text, each with whether it is right."""
    if "value" in claim:
        matches = re.finditer(claim["value"], part, re.IGNORECASE)
        return [(match[0], bool(re.fullmatch(claim["right"], match[0], re.IGNORECASE))) for match in matches]
    months = {int(day.split("-")[0]) for day in claim["right"]}
    named = [day for day in days_and_ends(part) if day.month in months or not claim.get("whole")]
    return [(day.text, f"{day.month:02}-{day.day:02}" in claim["right"]) for day in named]


def _is_said(text: str, claim: dict) -> bool:
    return any(right for _, right in _values(text, claim))
