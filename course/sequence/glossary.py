"""The cards of the course: a term, what it means, an example from the case; each lesson has a file of five beside it.

A file ``05-….cards.md`` is a page to read as well: a heading for each term, a paragraph that says what it means in one
sentence, a paragraph with the example.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from course import sequence

PER_LESSON = 5
SHAPE = "Write “## Term”, an empty line, one paragraph that says what it means, an empty line, one with an example."


class CardsError(Exception):
    """A file of cards has the wrong shape: the message tells an author where and what to do."""


@dataclass(frozen=True)
class Card:
    """One term. ``module`` is the number of the module that introduces it."""

    module: int
    term: str
    meaning: str
    example: str

    @property
    def id(self) -> str:
        """Its name among the saved answers.

        >>> Card(5, "Fan-out", "", "").id
        '5-card-fan-out'
        """
        return f"{self.module}-card-" + re.sub(r"[^a-z0-9]+", "-", self.term.lower()).strip("-")


def cards_path(lesson: Path) -> Path:
    """The file of a lesson's cards.

    >>> cards_path(Path("05-sql.ipynb")).name
    '05-sql.cards.md'
    """
    return lesson.with_name(sequence.name_in_course(lesson) + sequence.CARDS)


def parse(text: str, module: int, name: str = "") -> tuple[Card, ...]:
    """The cards in a text. Raises CardsError.

    >>> parse("# Five cards\\n\\n## Grain\\n\\nWhat one row is.\\n\\nOf `payments`: one purchase.\\n", 5)[0].meaning
    'What one row is.'
    """
    cards = []
    for block in re.split(r"^## +", text, flags=re.MULTILINE)[1:]:
        parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", block.strip())]
        if len(parts) != 3:
            raise CardsError(f"{name}: the card “{parts[0]}” has {len(parts) - 1} paragraphs, expected 2. {SHAPE}")
        cards.append(Card(module, *parts))
    return tuple(cards)


def cards_of(lesson: Path) -> tuple[Card, ...]:
    """The cards of a lesson; none if it has no file. Raises CardsError."""
    path = cards_path(lesson)
    if not path.exists():
        return ()
    try:
        return parse(path.read_text(encoding="utf-8"), sequence.number_of(path), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise CardsError(f"{path.name} could not be read. Copy it again from the course.") from error


def read_cards(root: Path, last: int) -> tuple[Card, ...]:
    """The cards of all written lessons up to module ``last``, in the order of the course. Raises CardsError."""
    lessons = (sequence.lesson(root, module.number) for module in sequence.MODULES if module.number <= last)
    return tuple(card for lesson in lessons if lesson for card in cards_of(lesson))
