"""User stories: who wants what and why, each small and testable, after the Quality User Story framework.

Source of the criteria: Lucassen et al. 2016, doi 10.1007/s00766-016-0250-x (13 criteria, of which these are the ones that a machine can check).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from course.grade.count import quantity
from course.grade.document.check import Result, check, partial_credit, unread
from course.grade.document.checks.claims import FALSE_CLAIM, false_claims, wrong_claims
from course.grade.document.parse import LEAD, Block, Document, Section
from course.verdict import Finding

STORY = re.compile(
    r"\b(?:as|being)\s+(?:an?|the|one of the)?\s*(?P<role>[^,:|]{2,90}?)[,:|]?\s+i(?:['’]d like|\s+(?:want|need|can|would like|wish))\s+(?:to\s+|that\s+)?(?P<means>.+?)"
    r"(?:[,.|]?\s+(?:so that|in order to|so i|so)\s+(?P<end>.+))?$", re.IGNORECASE | re.DOTALL
)  # fmt: skip
BEGINS = re.compile(r"\b(?:as|being)\s+(?=[a-z])", re.IGNORECASE)
MACHINES = re.compile(
    r"\b(?:system|service|database|api|server|backend|front-?end|developer|engineer|team|table|job|script|suite|component|pipeline|ledger|guard|"
    r"(?:key|data) store|cache|queue|index|program|software|app|application|machine|bot|process|module|platform|interface|webhook|batch|flow|log|dashboard|register)s?\b",
    re.I,
)
PEOPLE = re.compile(
    r"customer|client|somebody|someone|person|people|officer|owner|compliance|merchant|partner|shop|support|finance|agent|lead|manager|clerk|analyst|accountant|account holder|member|buyer|payer|user|keeper|auditor|reader|engineer on call",
    re.I,
)
TECHNICAL = re.compile(
    r"\b(?:table|column|index|endpoint|schema|migrat\w+|refactor\w*|cron|queue|deploy\w*|class|unit tests?)\b", re.I
)
DEPENDS = re.compile(r"\bdepends on\b[^\n]*", re.IGNORECASE)
TWO = re.compile(r"\band\b|\bor\b|;|\bas well as\b", re.IGNORECASE)
TWO_DEEDS = re.compile(r"(?:\band|\bor|;|\bas well as)\s+(?:to|also|have|get|be|be able)\b", re.IGNORECASE)
LOOKS = re.compile(
    r"^(?:be able to\s+)?(?:see|read|look|view|find|know|show|compare|hear|learn|check|understand|be told|be informed|"
    r"(?:get|have|receive|be sent) (?:an? |one )?(?:\w+ )?(?:message|mail|e-?mail|letter|notice|list|report|note))\b", re.IGNORECASE
)  # fmt: skip
ASIDE = re.compile(
    r"\b(?:that|which|who|whose|when|where|while|without|with|before|after|because|if)\b.*", re.IGNORECASE | re.DOTALL
)
ALIKE = 0.85
LONGEST, LONGEST_NAME = 600, 8
WISH = re.compile(r"\bi(?:['’]d| want| need| can| would| wish)\b", re.IGNORECASE)


@check(
    "Stories that one person would tell",
    "Who wants what, and why: then a team can cut, order and test it without you in the room.",
    "It reads the form, and takes every “and” for a second wish. Whether these are the right cuts, only a person says.",
)
def stories(document: Document, settings: dict) -> Result:
    """``count`` story sentences, each followed by ``criteria`` list items, with at most one dependency.

    ``about`` is an expression that each story matches in its sentence or its criteria. ``claims`` are as in the check of
    that name; what is wrong costs its story.
    """
    told = _told(document)
    findings, good_count, earlier_sentences = [], 0, []
    for story in told[: 2 * settings["count"]]:
        problems = list(_problems(story, earlier_sentences, settings))
        good_count += not problems
        false = false_claims(story.whole, settings.get("claims", ()))
        findings += [Finding(FALSE_CLAIM if problem in false else "stories", f"{story.title or 'A story'}: {problem}",
                             place=document.place(story.line)) for problem in problems]  # fmt: skip
    if not told:
        return unread(
            "I could not read any story.",
            "Write each as a sentence “As a …, I want …, so that …”, with its criteria as a list below.",
        )
    if len(told) != settings["count"]:
        findings.append(Finding("stories", f"{quantity(len(told), 'story', 'stories')}, {settings['count']} are asked for.",
                                look="One sentence “As a …, I want …, so that …” for each."))  # fmt: skip
    return partial_credit(good_count, max(settings["count"], len(told)), tuple(findings))


@dataclass(frozen=True)
class Story:
    """A story: what stands above it, its sentence, the items of the list below it, and the line of its title."""

    title: str
    sentence: str
    items: tuple[str, ...]
    line: int

    @property
    def whole(self) -> str:
        return "\n".join(f"{part.rstrip('.')}." for part in (self.sentence, *self.items))


def _told(document: Document) -> list[Story]:
    """The stories of a document: what follows a heading or a bold lead, or else each sentence that begins like a story."""
    starts = [block for block in document.blocks if _begins(block.text)]
    result = []
    titles = [_title_of(document, block) for block in starts]
    for block, title, following in zip(starts, titles, [*titles, None][1:], strict=True):
        end = following.line if following else len(document.lines)
        items = tuple(other.text for other in document.blocks if block.line < other.line < end and other.kind == "item")
        sentence = " ".join(block.text.split())[:LONGEST]
        story = sentence[BEGINS.search(sentence).start() :].rstrip(".")
        result.append(Story(title.title, story, items, title.line))
    return result


def _title_of(document: Document, block: Block) -> Section:
    """The heading that a story is under; one without words on its own line if there is none."""
    above = [section for section in document.sections if section.line <= block.line]
    return above[-1] if above else Section("", LEAD, block.line, block.line)


def _begins(text: str) -> bool:
    """Whether a block is a story, at least the beginning of one: “As a …”, after a few words such as its name."""
    match = BEGINS.search(text[:LONGEST])
    return bool(match) and len(text[: match.start()].split()) <= LONGEST_NAME and bool(WISH.search(text[:LONGEST]))


def _problems(story: Story, earlier_sentences: list[str], settings: dict):
    match = STORY.match(story.sentence)
    if match is None:
        yield "it does not read “As a …, I want …, so that …”."
        return
    if MACHINES.search(match["role"]) and not PEOPLE.search(match["role"]):
        yield f"“{match['role']}” is no user: this is a technical task dressed as a story. Who gains what from it?"
    if TECHNICAL.search(match["means"]):
        yield f"“{TECHNICAL.search(match['means']).group()}” says how, not what: leave that to the team."
    if _is_two(match["means"]):
        yield "it asks for two things. Make two stories, or drop one."
    if not match["end"]:
        yield "there is no “so that”: what is it good for?"
    if any(SequenceMatcher(None, story.sentence.lower(), earlier).ratio() > ALIKE for earlier in earlier_sentences):
        yield "it says the same as another story."
    earlier_sentences.append(story.sentence.lower())
    dependencies = [item for item in story.items if DEPENDS.match(item)]
    criteria = [item for item in story.items if item not in dependencies]
    if len(criteria) < settings["criteria"]:
        yield f"{quantity(len(criteria), 'criterion', 'criteria')}, {settings['criteria']} are asked for: how will you see that it is done?"
    if len(re.findall(r"\d", " ".join(dependencies))) > 1:
        yield "it depends on more than one other story. Cut it differently."
    if not re.search(settings.get("about", ""), story.whole, re.IGNORECASE):
        yield "it is not about the epic. Whom of those in the epic does it help?"
    for claim in settings.get("claims", ()):
        yield from wrong_claims(story.whole, claim, settings["claims"])


def _is_two(means: str) -> bool:
    """Whether a wish joins two: two deeds, or two things that are not only looked at. What merely describes is not read."""
    core = ASIDE.sub("", means)
    return bool(TWO_DEEDS.search(core)) or bool(TWO.search(core) and not LOOKS.match(means))
