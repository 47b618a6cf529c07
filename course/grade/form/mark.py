"""What a rule says of one field's answer: how much of it is right, and why not more."""

from __future__ import annotations

from dataclasses import dataclass

NEARLY = 1e-9


@dataclass(frozen=True)
class Mark:
    """``hits`` of ``parts`` are right, ``filled`` of them are answered; ``chance`` is the share that guessing earns.

    ``reason`` says in a sentence what does not hold; empty where the field's own help says enough. ``holds`` says
    whether the answer is right where the share alone does not: rules that contradict each other never are. ``count``
    says in words how much was found, where that is clearer than a share. ``help`` stands in for the field's own help.
    """

    hits: float
    parts: int = 1
    filled: int = 1
    chance: float = 0.0
    reason: str = ""
    count: str = ""
    holds: bool | None = None
    help: str | None = None

    @property
    def share(self) -> float:
        return self.hits / self.parts

    def right(self, enough: float = 1.0) -> bool:
        """Whether this is enough to count as right."""
        return self.share >= enough - NEARLY if self.holds is None else self.holds

    def credit(self, enough: float = 1.0) -> float:
        """The share from 0 to 1 that the field earns: below what is enough, what guessing earns is taken off.

        >>> Mark(6, 12, 12, chance=0.25).credit(), Mark(10, 12, 12, chance=0.25).credit(enough=0.8)
        (0.3333333333333333, 0.8333333333333334)
        """
        if self.right(enough):
            return self.share
        return max(0.0, (self.share - self.chance) / (1 - self.chance)) if self.chance < 1 else 0.0


OPEN = Mark(0, filled=0)
