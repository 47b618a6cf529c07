"""Reads a Markdown document: its sections, paragraphs, lists, tables, fenced blocks, requirements and evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from markdown_it import MarkdownIt
from markdown_it.token import Token

REQUIREMENT = re.compile(
    r"^(?:\*\*|`)?(?P<id>[RN]\d{1,4})(?!\d)(?:\*\*|`)?\s*[:.)\-–—|]*\s*(?:\*\*)?\s*(?P<text>\S.*)$", re.DOTALL
)
EVIDENCE = re.compile(
    r"\[\s*(?P<id>F\d+(?:\.\w+)?)\s*=\s*(?P<value>[^\[\]]{1,60})\]|\[\s*(?P<query>Q-\d+(?:\.\d+)?)\s*\]"
)
KEEP = re.compile(r"<!--\s*keep\s(?P<word>[^:<>]{1,60}):(?P<reason>[^<>]{0,1000})-->", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d[\d.,]*")
DEMANDS = re.compile(r"\b(?:shall|must|should|will)\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’»)]*\s+")


@dataclass(frozen=True)
class Block:
    """A paragraph, list item or table row: its text without markup, and the line it starts on, counted from 0."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True)
class Table:
    """A table: header and rows of texts, and the line it starts on."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    line: int


@dataclass(frozen=True)
class Fence:
    """A fenced block: the language that it names, its text, and the line of its first content."""

    language: str
    text: str
    line: int


@dataclass(frozen=True)
class Section:
    """A heading with everything under it, subsections included. ``line`` is the heading's, ``end`` the one after."""

    title: str
    level: int
    line: int
    end: int


@dataclass(frozen=True)
class Requirement:
    """A line that begins with an id such as R3 or N1."""

    id: str
    text: str
    line: int


@dataclass(frozen=True)
class Evidence:
    """A quoted fact, ``[F9.best=600]``, or one of the learner's own queries, ``[Q-7.1]``, for which ``value`` is empty."""

    id: str
    value: str
    line: int


@dataclass(frozen=True)
class Document:
    """A parsed Markdown text. All lines count from 0."""

    text: str
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    fences: tuple[Fence, ...]

    def within(self, section: Section | None, parts: tuple) -> tuple:
        """Those of some blocks, tables or fences that are in a section; all of them if there is no section."""
        if section is None:
            return parts
        return tuple(part for part in parts if section.line <= part.line < section.end)

    def section(self, *names: str) -> Section | None:
        """The first section whose heading is one of the names; case, numbering and punctuation do not matter."""
        return next((self._by_title[name] for name in map(normal_title, names) if name in self._by_title), None)

    @cached_property
    def _by_title(self) -> dict[str, Section]:
        return {normal_title(section.title): section for section in reversed(self.sections)}

    def prose(self, section: Section | None = None) -> str:
        """The words of a section, or of the whole document: no headings, no fenced blocks."""
        return "\n".join(block.text for block in self.within(section, self.blocks))

    def place(self, line: int, part: str = "") -> tuple[int, int]:
        """Where a line, or a part of it or of the lines below, is in the text: (start, length) in characters."""
        start = self._starts[min(line, len(self._starts) - 1)]
        at_part = self.text.find(part, start) if part else -1
        if at_part >= 0:
            return at_part, len(part)
        end = self.text.find("\n", start)
        return start, (end if end >= 0 else len(self.text)) - start

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return (0, *(match.end() for match in re.finditer("\n", self.text)))

    @cached_property
    def unfenced_text(self) -> str:
        """The text without its fenced blocks."""
        lines = self.text.split("\n")
        for fence in self.fences:
            end = fence.line + fence.text.count("\n")
            lines[fence.line : end] = [""] * (end - fence.line)
        return "\n".join(lines)

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """Every block that begins with R or N and a number; of a table row, the id and the cells that are sentences.

        A sentence about a requirement also begins with its id: it demands nothing, and the id has appeared before.
        """
        requirements: list[Requirement] = []
        for block in self.blocks:
            match = REQUIREMENT.match(_sentences_of(block))
            if match and not (
                match["id"] in {requirement.id for requirement in requirements} and not DEMANDS.search(match["text"])
            ):
                requirements.append(Requirement(match["id"], " ".join(match["text"].split()), block.line))
        return tuple(requirements)

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """Every quoted fact and query, outside of fenced blocks."""
        return tuple(
            Evidence(match["id"] or match["query"], (match["value"] or "").strip(), block.line)
            for block in self.blocks
            for match in EVIDENCE.finditer(block.text)
        )

    @cached_property
    def kept_words(self) -> dict[str, str]:
        """Words that the author keeps, each with the reason given in a comment: <!-- keep easy: … -->."""
        return {match["word"].strip().lower(): match["reason"].strip() for match in KEEP.finditer(self.text)}


def read_document(text: str) -> Document:
    """Parse a Markdown text; any text can be read, broken Markdown too.

    >>> document = read_document("# Summary\\n\\nR1: The API shall answer. [F9.best=600]")
    >>> document.sections[0].title, document.requirements[0].id, document.evidence[0].value
    ('Summary', 'R1', '600')
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    blocks, tables = _blocks(tokens)
    fences = tuple(
        Fence(token.info.strip().split(" ")[0].lower(), token.content, token.map[0] + 1)
        for token in tokens
        if token.type == "fence"
    )
    return Document(text, _sections(tokens, text.count("\n") + 1), blocks, tables, fences)


def _sentences_of(block: Block) -> str:
    """A block's text; of a table row, without the cells of one or two words if there are longer ones.

    >>> _sentences_of(Block("row", "R1 | The service shall answer. | Must", 0))
    'R1 | The service shall answer.'
    """
    if block.kind != "row":
        return block.text
    first, *cells = block.text.split(" | ")
    longer_cells = [cell for cell in cells if len(cell.split()) > 2]
    return " | ".join([first, *(longer_cells or cells)])


def normal_title(title: str) -> str:
    """A heading for comparison: lower case, without number and punctuation.

    >>> normal_title("3. Non-Goals:")
    'non goals'
    """
    return " ".join(WORD.findall(re.sub(r"^[\d.)\s]+", "", title.lower()).replace("-", " ").replace("&", " and ")))


def words(text: str) -> list[str]:
    """The words and numbers of a text."""
    return WORD.findall(EVIDENCE.sub(" ", text))


def sentences(text: str) -> list[str]:
    """The sentences of a text; each line of a list counts as one."""
    return [part.strip() for line in text.splitlines() for part in SENTENCE_END.split(line) if part.strip()]


def _sections(tokens: list[Token], lines: int) -> tuple[Section, ...]:
    headings = [
        (_text(tokens[index + 1]), int(token.tag[1]), token.map[0])
        for index, token in enumerate(tokens)
        if token.type == "heading_open"
    ]
    sections = []
    for index, (title, level, line) in enumerate(headings):
        end = next((later for _, deeper, later in headings[index + 1 :] if deeper <= level), lines)
        sections.append(Section(title, level, line, end))
    return tuple(sections)


def _blocks(tokens: list[Token]) -> tuple[tuple[Block, ...], tuple[Table, ...]]:
    blocks, tables, rows, cells, open_tokens = [], [], [], [], []
    for token in tokens:
        if token.type.endswith("_open"):
            open_tokens.append(token)
        elif token.type.endswith("_close"):
            opened = open_tokens.pop()
            if opened.type == "tr_open":
                rows.append((tuple(cells), opened.map[0]))
                cells = []
            elif opened.type == "table_open":
                (header, line), *body = rows
                tables.append(Table(header, tuple(row for row, _ in body), line))
                blocks += [Block("row", " | ".join(row), line) for row, line in body]
                rows = []
        elif token.type == "inline":
            kind = open_tokens[-1].type.removesuffix("_open")
            if kind in ("th", "td"):
                cells.append(_text(token))
            elif kind == "paragraph":
                listed = any(outer.type == "list_item_open" for outer in open_tokens)
                blocks.append(Block("item" if listed else "paragraph", _text(token), token.map[0]))
    return tuple(blocks), tuple(tables)


def _text(token: Token) -> str:
    """The words of an inline token, as a reader sees them."""
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
    return "".join(parts).strip()
