"""User stories: who wants what and why, each small and testable, after the Quality User Story framework.

Source of the criteria: Lucassen et al. 2016, doi 10.1007/s00766-016-0250-x (13 criteria, of which these are the ones that a machine can check).
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from course.grade.document.check import Result, check, partial_credit, quantity
from course.grade.document.parse import Document, Section
from course.verdict import Finding

STORY = re.compile(
    r"^(?:as|being)\s+(?:an?|the)?\s*(?P<role>[^,]{2,60}?),?\s+i\s+(?:want|need|can|would like)\s+(?:to\s+)?(?P<means>.+?)"
    r"(?:,?\s+(?:so that|in order to|so i)\s+(?P<end>.+))?$", re.IGNORECASE | re.DOTALL
)  # fmt: skip
MACHINES = re.compile(
    r"\b(?:system|service|database|api|server|backend|developer|engineer|team|table|job|script)\b", re.I
)
PEOPLE = re.compile(
    r"customer|merchant|partner|shop|support|finance|agent|lead|manager|clerk|analyst|account|member|buyer|payer", re.I
)
TECHNICAL = re.compile(
    r"\b(?:table|column|index|endpoint|schema|migrat\w+|refactor\w*|cron|queue|deploy\w*|class|unit tests?)\b", re.I
)
DEPENDS = re.compile(r"\bdepends on\b[^\n]*", re.IGNORECASE)
TWO = re.compile(r"\band\b|\bor\b|;|\bas well as\b", re.IGNORECASE)
ALIKE = 0.85
LONGEST = 600


@check(
    "Stories that one person would tell",
    "Who wants what, and why: then a team can cut, order and test it without you in the room.",
    "It reads the form, and takes every “and” for a second wish. Whether these are the right cuts, only a person says.",
)
def stories(document: Document, settings: dict) -> Result:
    """``count`` headings of level 2, each with a story sentence, ``criteria`` list items, and at most one dependency."""
    story_sections = [section for section in document.sections if section.level == 2]
    findings, good_count, earlier_sentences = [], 0, []
    for section in story_sections[: 2 * settings["count"]]:
        problems = list(_problems(document, section, earlier_sentences, settings))
        good_count += not problems
        findings += [Finding("stories", f"{section.title or 'A story'}: {problem}", place=document.place(section.line))
                     for problem in problems]  # fmt: skip
    if len(story_sections) != settings["count"]:
        findings.append(Finding("stories", f"{quantity(len(story_sections), 'story', 'stories')}, {settings['count']} are asked for.",
                                look="One heading of the form “## 1 A short name” for each."))  # fmt: skip
    return partial_credit(good_count, max(settings["count"], len(story_sections)), tuple(findings))


def _problems(document: Document, section: Section, earlier_sentences: list[str], settings: dict):
    blocks = document.within(section, document.blocks)
    sentence = next((" ".join(block.text.split()).rstrip(".") for block in blocks if block.kind == "paragraph"), "")[
        :LONGEST
    ]
    story = STORY.match(sentence)
    if story is None:
        yield "it does not read “As a …, I want …, so that …”."
        return
    if MACHINES.search(story["role"]) and not PEOPLE.search(story["role"]):
        yield f"“{story['role']}” is no user: this is a technical task dressed as a story. Who gains what from it?"
    if TECHNICAL.search(story["means"]):
        yield f"“{TECHNICAL.search(story['means']).group()}” says how, not what: leave that to the team."
    if TWO.search(story["means"]):
        yield "it asks for two things. Make two stories, or drop one."
    if not story["end"]:
        yield "there is no “so that”: what is it good for?"
    if any(SequenceMatcher(None, sentence.lower(), earlier).ratio() > ALIKE for earlier in earlier_sentences):
        yield "it says the same as another story."
    earlier_sentences.append(sentence.lower())
    items = [block for block in blocks if block.kind == "item" and not DEPENDS.match(block.text)]
    if len(items) < settings["criteria"]:
        yield f"{quantity(len(items), 'criterion', 'criteria')}, {settings['criteria']} are asked for: how will you see that it is done?"
    dependencies = DEPENDS.findall(document.prose(section))
    if len(re.findall(r"\d", " ".join(dependencies))) > 1:
        yield "it depends on more than one other story. Cut it differently."
