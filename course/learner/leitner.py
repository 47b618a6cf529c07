"""Which cards come back in which module, by Leitner's boxes.

Source: Sebastian Leitner, So lernt man lernen (Herder, 1972): a card that was known moves one box on, a card that was
not goes back to the first, and each box is opened more rarely than the one before. The unit of time here is the module:
box 1 comes back in the next module, box 2 after two, box 3 after four, box 4 after eight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from course.sequence.glossary import Card

AT_ONCE = 5


@dataclass(frozen=True)
class Place:
    """The box of a card and the module in which it was last seen."""

    box: int
    seen: int

    @property
    def due(self) -> int:
        """The number of the first module in which the card comes back.

        >>> Place(box=3, seen=5).due
        9
        """
        wait: int = 2 ** (self.box - 1)
        return self.seen + wait


def place(card: Card, clicks: Mapping[int, bool]) -> Place:
    """The place of a card after what was clicked, module by module; a card that nobody clicked stays in box 1.

    >>> place(Card(5, "Grain", "", ""), {5: True, 7: True})
    Place(box=3, seen=7)
    >>> place(Card(5, "Grain", "", ""), {5: True, 7: False})
    Place(box=1, seen=7)
    """
    box = 1
    for _, known in sorted(clicks.items()):
        box = box + 1 if known else 1
    return Place(box, max(clicks, default=card.module))


def due(cards: Sequence[Card], clicks: Mapping[str, Mapping[int, bool]], module: int) -> tuple[Card, ...]:
    """Up to five cards of earlier modules that come back in a module: lowest box first, then the longest overdue.

    ``clicks`` holds, by the id of a card, what was clicked in which module; later modules do not count, so that a
    lesson read again shows the cards that it showed before.
    """
    earlier = [card for card in cards if card.module < module]
    places = {card: place(card, _before(clicks.get(card.id, {}), module)) for card in earlier}
    due_cards = [card for card in earlier if places[card].due <= module]
    due_cards.sort(key=lambda card: (places[card].box, places[card].due))
    return tuple(due_cards[:AT_ONCE])


def _before(clicks: Mapping[int, bool], module: int) -> dict[int, bool]:
    return {number: known for number, known in clicks.items() if number < module}
