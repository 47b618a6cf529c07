"""Reads a Markdown document: its sections, paragraphs, lists, tables, fenced blocks and evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from markdown_it import MarkdownIt
from markdown_it.token import Token

EVIDENCE = re.compile(
    r"\[\s*(?P<id>F\d+(?:\.\w+)?)\s*=\s*(?P<value>[^\[\]]{1,60})\]|\[\s*(?P<query>Q-\d+(?:\.\d+)?)\s*\]"
)
KEEP = re.compile(r"<!--\s*keep\s(?P<word>[^:<>]{1,60}):(?P<reason>[^<>]{0,1000})-->", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d[\d.,]*")
LEAD, LONGEST_LEAD = (
    7,
    10,
)  # bold words that open a paragraph, below all headings, in a list one lower; at most so many words
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
    """A heading with everything under it, subsections included. ``line`` is the heading's, ``end`` the one after.

    Bold words that open a paragraph are a heading, too, of the lowest level; the paragraph is their first.
    """

    title: str
    level: int
    line: int
    end: int

    @property
    def is_lead(self) -> bool:
        return self.level >= LEAD

    @property
    def start(self) -> int:
        """The first line of its content."""
        return self.line if self.is_lead else self.line + 1


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

    def body(self, section: Section) -> str:
        """The words of a section on one line, without the bold ones that are its heading."""
        text = " ".join(self.prose(section).split())
        return text.removeprefix(section.title).lstrip(" .:–—-") if section.is_lead else text

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
    def by_place(self) -> dict[tuple[str, ...], dict[str, Section]]:
        """For each order of parts that was asked for: the sections that are found by where they are."""
        return {}

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def unfenced_text(self) -> str:
        """The text without its fenced blocks."""
        lines = list(self.lines)
        for fence in self.fences:
            end = fence.line + fence.text.count("\n")
            lines[fence.line : end] = [""] * (end - fence.line)
        return "\n".join(lines)

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

    >>> document = read_document("# Summary\\n\\n**Why.** The API is slow. [F9.best=600]")
    >>> [section.title for section in document.sections], document.evidence[0].value
    (['Summary', 'Why.'], '600')
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    tokens = _with_leads_apart(MarkdownIt("commonmark").enable("table").parse(text), text.split("\n"))
    blocks, tables = _blocks(tokens)
    fences = tuple(
        Fence(token.info.strip().split(" ")[0].lower(), token.content, token.map[0] + 1)
        for token in tokens
        if token.type == "fence"
    )
    return Document(text, _sections(tokens, text.count("\n") + 1), blocks, tables, fences)


def _with_leads_apart(tokens: list[Token], lines: list[str]) -> list[Token]:
    """The tokens with a paragraph of its own for each bold line that is a title and stands within a paragraph.

    People often leave out the empty line around such a title. Right after a list, Markdown would read it as part of the
    last item.
    """
    result: list[Token] = []
    for index, token in enumerate(tokens):
        if token.type != "inline" or tokens[index - 1].type != "paragraph_open":
            result.append(token)
            continue
        start, opened = token.map[0], result[-1]
        for at, (line, children) in enumerate(_cut_at_leads(token.children or [], start)):
            inline = Token(
                "inline", "", 0, map=[line, line + 1], content=token.content, children=children, level=token.level
            )
            if at:
                level = 0 if lines[line][:1] == "*" else opened.level
                result += [
                    Token("paragraph_close", "p", -1),
                    Token("paragraph_open", "p", 1, map=[line, line + 1], level=level),
                ]
            result.append(inline)
    return result


def _cut_at_leads(children: list[Token], line: int) -> Iterator[tuple[int, list[Token]]]:
    """The children of a paragraph, cut before each line that is nothing but bold words; each part with its first line."""
    rows: list[list[Token]] = [[]]
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            rows.append([])
        rows[-1].append(child)
    part, start = list(rows[0]), line
    for at, row in enumerate(rows[1:], 1):
        own = [child for child in row[1:] if child.type != "text" or child.content.strip()]
        bold = [child.type for child in own]
        text = "".join(child.content for child in own)
        if (
            bold[:1] == ["strong_open"]
            and bold[-1:] == ["strong_close"]
            and bold.count("strong_open") == 1
            and len(text.split()) <= LONGEST_LEAD
        ):
            yield start, part
            part, start = row[1:], line + at
        else:
            part += row
    yield start, part


def normal_title(title: str) -> str:
    """A heading for comparison: lower case, without number and punctuation.

    >>> normal_title("3. Non-Goals:"), normal_title("What we won’t do")
    ('non goals', 'what we won t do')
    """
    words_only = re.sub(r"^[\d.)\s]+", "", title.lower().rstrip(" .,:"))
    return " ".join(WORD.findall(re.sub(r"[-'’]", " ", words_only).replace("&", " and ")))


def words(text: str) -> list[str]:
    """The words and numbers of a text."""
    return WORD.findall(EVIDENCE.sub(" ", text))


def sentences(text: str) -> list[str]:
    """The sentences of a text; each line of a list counts as one."""
    return [part.strip() for line in text.splitlines() for part in SENTENCE_END.split(line) if part.strip()]


def _sections(tokens: list[Token], lines: int) -> tuple[Section, ...]:
    headings = list(_headings(tokens))
    sections = []
    for index, (title, level, line) in enumerate(headings):
        end = next((later for _, deeper, later in headings[index + 1 :] if deeper <= level), lines)
        sections.append(Section(title, level, line, end))
    return tuple(sections)


def _headings(tokens: list[Token]) -> Iterator[tuple[str, int, int]]:
    """The title, level and line of each heading, and of bold words that open a paragraph."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            yield _text(tokens[index + 1]), int(token.tag[1]), token.map[0]
        elif token.type == "paragraph_open" and (title := _lead(tokens[index + 1])):
            yield title, LEAD + (token.level > 0), token.map[0]


def _lead(paragraph: Token) -> str:
    """The bold words that open a paragraph, if they stand apart from what follows; else an empty text."""
    children = [child for child in paragraph.children or () if child.type != "text" or child.content]
    kinds = [child.type for child in children]
    if kinds[:1] != ["strong_open"]:
        return ""
    end = kinds.index("strong_close")
    title, rest = ("".join(child.content for child in part).strip() for part in (children[:end], children[end:]))
    is_line = kinds[end + 1 : end + 2] in (["softbreak"], ["hardbreak"])
    stands_apart = not rest or is_line or title.endswith((".", ":")) or rest.startswith((":", ".", "–", "—", "("))
    return title if stands_apart and len(title.split()) <= LONGEST_LEAD else ""


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
                listed = open_tokens[-1].level > 0 and any(outer.type == "list_item_open" for outer in open_tokens)
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
