"""Reads what a document demands: requirements with an id of any kind or with none, in lists, tables or prose."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from course.grade.document.checks.structure import STOP_WORDS, section_names
from course.grade.document.lexicon import FOLDER, SMALL_WORDS
from course.grade.document.parse import Block, Document, Section, sentences

FUNCTIONAL, QUALITY, RISKS = "Requirements", "Quality requirements", "Risks"
NAMED = re.compile(
    r"^(?:\*\*|`)?(?P<id>(?P<kind>NFR|QR|[A-Z]{1,3})[-–_ ]?\d{1,4})(?!\d)(?:\*\*|`)?\s*[:.)\-–—|]*\s*(?:\*\*)?\s*(?P<text>\S.*)$",
    re.DOTALL,
)  # fmt: skip
ID = re.compile(r"[A-Z]{1,3}[-–_ ]?\d")
NUMBERED = re.compile(r"\s*\d{1,3}[.)]\s")
IDS = frozenset({"R", "N", "Q", "FR", "NFR", "QR", "REQ"})  # of requirements, whatever they say; others have to demand
NO_IDS = frozenset({"RB", "F"})  # of rules and facts of the case
MEASURED = re.compile(r"\d\s*(?:%|ms|s|seconds?|minutes?|hours?|days?)(?!\w)", re.IGNORECASE)
SHALL = re.compile(r"\b(?:shall|must)\b", re.IGNORECASE)
DEMANDS = re.compile(r"\b(?:shall|must|should|will)\b", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]{3,}")
OBSERVABLE = re.compile(r"\d|[“\"„«][^“”\"„«»]+[”\"“»]")
STEM = 5  # letters: charged, charges and charge are one word
LABEL, MOST = 5, 200  # words; requirements that are judged
LITTLE = STOP_WORDS | SMALL_WORDS | frozenset("all any both each every other same such".split())


@dataclass(frozen=True)
class Requirement:
    """A demand: its id (by position for a numbered one, and for one without any), its text, its line, and whether it is about quality."""

    id: str
    text: str
    line: int
    is_quality: bool
    is_named: bool

    @property
    def label(self) -> str:
        """How a finding names it: by its id, else by its first words."""
        return self.id if self.is_named else f"“{' '.join(self.text.split()[:LABEL])} …”"


def requirements(document: Document, settings: dict) -> tuple[Requirement, ...]:
    """Every block that begins with an id, and every sentence with “shall” or “must” in a section of requirements.

    A sentence about a requirement also begins with its id: it demands nothing, and the id has appeared before. Ids of
    risks are none of requirements.
    """
    names = section_names(document, settings)
    leads = {
        section.line: section.title for section in document.sections if section.is_lead and not ID.match(section.title)
    }
    result: list[Requirement] = []
    for block in (line for whole in document.blocks for line in _lines(whole)):
        if len(result) >= MOST:
            break
        name = _part(block, names)
        text = text_of(block).removeprefix(leads.get(block.line, ""))
        if (match := NAMED.match(text)) and _is_requirement(match, name, result):
            quality = match["kind"].startswith(("N", "Q"))
            result.append(Requirement(match["id"], " ".join(match["text"].split()), block.line, quality, True))
        elif name in (FUNCTIONAL, QUALITY) and not match:
            parts = sentences(" ".join(text.split())) if block.kind == "paragraph" else [" ".join(text.split())]
            quality = name == QUALITY
            numbered = bool(NUMBERED.match(document.lines[block.line]))
            for part in parts:
                if SHALL.search(part) or (quality and MEASURED.search(part)):
                    result.append(Requirement(_id(result, quality), part, block.line, quality, numbered))
    return tuple(result[:MOST])


def _lines(block: Block) -> list[Block]:
    """A paragraph whose lines begin with ids as one block per line; any other block as it is."""
    lines = block.text.split("\n")
    if block.kind != "paragraph" or sum(bool(NAMED.match(line)) for line in lines) < 2:
        return [block]
    return [Block("item", line, block.line + at) for at, line in enumerate(lines)]


def _is_requirement(match: re.Match[str], name: str, earlier: list[Requirement]) -> bool:
    """Whether a line that begins with an id is a requirement: it demands, or its id is one of requirements and is new."""
    if match["kind"] in NO_IDS or (match["kind"] not in IDS and not SHALL.search(match["text"])):
        return False
    is_known = match["id"] in {requirement.id for requirement in earlier}
    return bool(DEMANDS.search(match["text"])) or not (is_known or name == RISKS)


def _id(earlier: list[Requirement], quality: bool) -> str:
    """The id by position among those of its kind."""
    return f"{'N' if quality else 'R'}{1 + sum(requirement.is_quality == quality for requirement in earlier)}"


def _part(block: Block, names: list[tuple[Section, str]]) -> str:
    """The name of the innermost part of the document that a block is in."""
    around = [(section, name) for section, name in names if section.line <= block.line < section.end]
    return max(around, key=lambda pair: (pair[0].level, pair[0].line))[1] if around else ""


def text_of(block: Block) -> str:
    """A block's text; of a table row, without the cells of one or two words if there are longer ones.

    >>> text_of(Block("row", "R1 | The service shall answer. | Must", 0))
    'R1 | The service shall answer.'
    """
    if block.kind != "row":
        return block.text
    first, *cells = block.text.split(" | ")
    longer_cells = [cell for cell in cells if len(cell.split()) > 2]
    return " | ".join([first, *(longer_cells or cells)])


def stems(text: str) -> set[str]:
    """The beginnings of the words of a text that carry meaning."""
    return {word[:STEM] for word in WORD.findall(text.lower()) if word not in LITTLE}


def says_nothing(text: str) -> bool:
    """Whether what a requirement demands is only its own trigger again, or words that fit every system.

    >>> says_nothing("When a request comes, the service shall process the request according to the process.")
    True
    >>> says_nothing("When a request comes again, the service shall return the first answer.")
    False
    """
    trigger, *demanded = SHALL.split(text, maxsplit=1)
    response = demanded[0] if demanded else ""
    if not demanded or OBSERVABLE.search(response):
        return False
    known = stems(trigger)
    words = {word for word in WORD.findall(response.lower()) if word not in LITTLE and word[:STEM] not in known}
    return all(word.startswith(_empty_beginnings()) for word in words)


@cache
def _empty_beginnings() -> tuple[str, ...]:
    return tuple(tomllib.loads((FOLDER / "empty.toml").read_text(encoding="utf-8"))["beginnings"])


def functional(document: Document, settings: dict) -> tuple[Requirement, ...]:
    """The requirements of what happens that say something."""
    return tuple(_meaningful(document, settings, is_quality=False))


def quality(document: Document, settings: dict) -> tuple[Requirement, ...]:
    """The requirements of how well it happens that say something."""
    return tuple(_meaningful(document, settings, is_quality=True))


def _meaningful(document: Document, settings: dict, is_quality: bool) -> Iterator[Requirement]:
    return (
        requirement
        for requirement in requirements(document, settings)
        if requirement.is_quality == is_quality and not says_nothing(requirement.text)
    )
