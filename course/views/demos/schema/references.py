"""How tables point at each other, read from their columns, and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course.case.schema import Table
from course.grade.count import agree


@dataclass(frozen=True)
class Reference:
    """``child.column`` names a row of ``parent`` by its ``parent_column``."""

    child: str
    column: str
    parent: str
    parent_column: str


def references(tables: Sequence[Table]) -> tuple[Reference, ...]:
    """Every declared pointer from one table to a row of another, or of itself."""
    return tuple(
        Reference(table.name, column.name, *column.references.split("."))
        for table in tables
        for column in table.columns
        if column.references
    )


def connections(name: str, references: Sequence[Reference]) -> str:
    """What a table points to and what points to it, as one or two sentences.

    >>> connections("payments", [Reference("payments", "merchant_id", "merchants", "merchant_id")])
    'payments points to merchants (merchant_id).'
    >>> connections("calendar", [])
    'calendar is not connected to another table.'
    """
    incoming = [reference for reference in references if reference.parent == name and reference.child != name]
    targets = [f"{reference.parent} ({reference.column})" for reference in references if reference.child == name]
    sources = [f"{reference.child} ({reference.column})" for reference in incoming]
    sentences = []
    if targets:
        sentences.append(f"{name} points to {listing(targets)}.")
    if sources:
        sentences.append(f"{listing(sources)} {agree(len(sources), 'points')} to {name}.")
    return " ".join(sentences) or f"{name} is not connected to another table."


def neighbours(name: str, references: Sequence[Reference]) -> frozenset[str]:
    """The tables that a table points to or that point to it, without itself."""
    pairs = [(reference.child, reference.parent) for reference in references]
    return frozenset(other for pair in pairs if name in pair for other in pair) - {name}


def listing(words: Sequence[str]) -> str:
    """Words as a list in a sentence.

    >>> listing(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
