"""From the text of a formula to its tree. Every tree is finite and shallow, however odd the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

LONGEST = 400  # characters of a formula
DEEPEST = 30  # brackets in brackets
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)"
    r"|(?P<text>\"[^\"]*\")"
    r"|(?P<cell>\$?[A-Za-z]{1,2}\$?\d{1,3}(?![A-Za-z0-9_.(]))"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_.]*)"
    r"|(?P<sign><=|>=|<>|[-+*/^%(),:<>=]))"
)
ADDRESS = re.compile(r"(?P<column_stays>\$?)(?P<column>[A-Za-z]{1,2})(?P<row_stays>\$?)(?P<row>[1-9]\d{0,2})")
PLAIN = str.maketrans(
    {"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "“": '"', "”": '"', "≤": "<", "≥": ">", "\u00a0": " "}
)
COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")
BINDING = {**dict.fromkeys(COMPARISONS, 1), "+": 2, "-": 2, "*": 3, "/": 3, "^": 4}
DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")


class FormulaError(ValueError):
    """A formula that cannot be read or computed; the message says in a clause for a learner why."""


class Place(NamedTuple):
    """A cell by row and column, both from 1."""

    row: int
    column: int

    def __str__(self) -> str:
        return f"{letters(self.column)}{self.row}"


@dataclass(frozen=True)
class Number:
    value: float


@dataclass(frozen=True)
class Text:
    value: str


@dataclass(frozen=True)
class Cell:
    """A reference; without a dollar sign it moves along when the formula is filled into other cells."""

    place: Place
    row_stays: bool = False
    column_stays: bool = False

    def moved(self, rows: int, columns: int) -> Place:
        return Place(
            self.place.row + (0 if self.row_stays else rows),
            self.place.column + (0 if self.column_stays else columns),
        )


@dataclass(frozen=True)
class Span:
    """A range such as C18:C53."""

    first: Cell
    last: Cell


@dataclass(frozen=True)
class Name:
    """A cell called by its name."""

    name: str


@dataclass(frozen=True)
class Call:
    """An operator or a function with what it is applied to."""

    name: str
    arguments: tuple[Node, ...]


Node = Number | Text | Cell | Span | Name | Call


def letters(column: int) -> str:
    """The letters of a column.

    >>> letters(1), letters(27)
    ('A', 'AA')
    """
    return (letters((column - 1) // 26) if column > 26 else "") + chr(ord("A") + (column - 1) % 26)


@lru_cache(maxsize=4096)
def place(text: str) -> Place:
    """A place from its address. Raises FormulaError.

    >>> place("$B$3") == Place(3, 2)
    True
    """
    return _cell(text).place


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """The tree of a formula, which begins with “=”, or of a plain number. Raises FormulaError.

    A semicolon separates as a comma does; beside semicolons a comma between digits is a decimal point.

    >>> parse("=-B2^2").name, parse("12%")
    ('^', Call(name='%', arguments=(Number(value=12.0),)))
    """
    if len(text) > LONGEST:
        raise FormulaError(f"a formula can have {LONGEST} characters, and this has {len(text):,}")
    plain = text.strip().replace("≤", "<=").replace("≥", ">=").replace("**", "^").translate(PLAIN)
    if ";" in plain:
        plain = DECIMAL_COMMA.sub(".", plain).replace(";", ",")
    reader = _Reader(_tokens(plain.removeprefix("=")))
    node = reader.expression()
    if reader.token:
        raise FormulaError(f"I can read it up to “{reader.token}”, and expect an operator or the end there")
    return node


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise FormulaError(f"“{text[at:].strip()[:1]}” means nothing in a formula")
        tokens.append((str(match.lastgroup), match[str(match.lastgroup)]))
        at = match.end()
    if not tokens:
        raise FormulaError("nothing follows the “=”")
    return tokens


class _Reader:
    """Reads tokens by what binds tighter, as spreadsheets do: a minus sign in front binds tighter than a power."""

    def __init__(self, tokens: list[tuple[str, str]]):
        self.tokens, self.at, self.depth = tokens, 0, 0

    @property
    def token(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def next(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise FormulaError("it ends too early: something is missing after the last sign")
        self.at += 1
        return self.tokens[self.at - 1]

    def skip(self, sign: str) -> bool:
        """Whether the next token is this sign; then it is read."""
        is_next = self.token == sign
        self.at += is_next
        return is_next

    def expect(self, sign: str) -> None:
        if not self.skip(sign):
            found = f"and there is “{self.token}”" if self.token else "and it ends"
            raise FormulaError(f"a “{sign}” is missing: I expect it, {found}")

    def expression(self, least: int = 0) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError("too many brackets are inside each other")
        left = self.front()
        while (binding := BINDING.get(self.token, -1)) > least:
            sign = self.next()[1]
            left = Call(sign, (left, self.expression(binding)))
        self.depth -= 1
        return left

    def front(self) -> Node:
        signs = 0
        while self.token in ("-", "+"):
            signs += self.next()[1] == "-"
        node = self.operand()
        while self.skip("%"):
            node = Call("%", (node,))
        return Call("-", (node,)) if signs % 2 else node

    def operand(self) -> Node:
        group, text = self.next()
        if group == "number":
            if self.token.startswith(".") or (self.at < len(self.tokens) and self.tokens[self.at][0] == "number"):
                raise FormulaError(f"an operator is missing between {text} and {self.token}")
            return Number(float(text))
        if group == "text":
            return Text(text[1:-1])
        if group == "cell":
            return self.reference(_cell(text))
        if group == "name":
            return self.call(text.upper()) if self.token == "(" else Name(text.lower())
        if text == "(":
            node = self.expression()
            if self.token == ",":
                raise FormulaError("a comma separates arguments; a decimal number is written with a point, as 0.5")
            self.expect(")")
            return node
        raise FormulaError(f"“{text}” stands where a number, a cell or a function belongs")

    def reference(self, cell: Cell) -> Node:
        if not self.skip(":"):
            return cell
        group, text = self.next()
        if group != "cell":
            raise FormulaError(f"a range ends with a cell, as in C18:C53, and not with “{text}”")
        return Span(cell, _cell(text))

    def call(self, name: str) -> Node:
        self.expect("(")
        arguments: list[Node] = []
        while self.token != ")":
            arguments.append(self.expression())
            if not self.skip(",") and self.token != ")":
                self.expect(")")
        self.expect(")")
        return Call(name, tuple(arguments))


def _cell(text: str) -> Cell:
    """A reference from its address, with the dollar signs that keep it where it is. Raises FormulaError."""
    match = ADDRESS.fullmatch(text)
    if not match:
        raise FormulaError(f"{text} is no cell")
    column = 0
    for letter in match["column"].upper():
        column = 26 * column + ord(letter) - ord("A") + 1
    return Cell(
        Place(int(match["row"]), column), row_stays=bool(match["row_stays"]), column_stays=bool(match["column_stays"])
    )
