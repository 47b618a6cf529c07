"""Double entry: an entry whose debits and credits differ cannot be made, and none is ever changed (RB5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


class UnbalancedError(ValueError):
    """Lines that are no entry: ``debits`` and ``credits`` are their sums in cents."""

    def __init__(self, debits: int, credits: int):
        super().__init__(f"debits {euro(debits)}, credits {euro(credits)}")
        self.debits, self.credits = debits, credits


@dataclass(frozen=True)
class Line:
    """One line of an entry: a debit or a credit of whole cents."""

    account: str
    debit: int = 0
    credit: int = 0

    def __post_init__(self) -> None:
        if min(self.debit, self.credit) < 0 or (self.debit > 0) == (self.credit > 0):
            raise ValueError(f"A line of “{self.account}” debits or credits an amount above 0.")


@dataclass(frozen=True)
class Entry:
    """Lines whose debits equal their credits; ``reverses`` is the entry that this one takes back."""

    text: str
    lines: tuple[Line, ...]
    reverses: Entry | None = None

    def __post_init__(self) -> None:
        debits, credits = sum(line.debit for line in self.lines), sum(line.credit for line in self.lines)
        if debits != credits or not debits:
            raise UnbalancedError(debits, credits)

    @property
    def changes(self) -> dict[str, int]:
        """By how much each account changes: debits less credits, in cents, in the order of the lines."""
        return balances([self])


def entry(text: str, debits: Mapping[str, int], credits: Mapping[str, int]) -> Entry:
    """An entry from amounts in cents by account. Raises UnbalancedError.

    >>> entry("payout", {"merchants": 3916}, {"bank": 3916}).changes
    {'merchants': 3916, 'bank': -3916}
    """
    lines = [Line(account, debit=cents) for account, cents in debits.items()]
    lines += [Line(account, credit=cents) for account, cents in credits.items()]
    return Entry(text, tuple(lines))


def reversal(text: str, original: Entry) -> Entry:
    """The entry that takes another one back: the same lines with their sides swapped."""
    return Entry(text, tuple(Line(line.account, line.credit, line.debit) for line in original.lines), original)


def balances(entries: Iterable[Entry]) -> dict[str, int]:
    """Debits less credits of each account, in cents; accounts come in the order in which they first occur.

    >>> balances([entry("a", {"bank": 500}, {"merchants": 500}), entry("b", {"merchants": 200}, {"bank": 200})])
    {'bank': 300, 'merchants': -300}
    """
    totals: dict[str, int] = {}
    for each in entries:
        for line in each.lines:
            totals[line.account] = totals.get(line.account, 0) + line.debit - line.credit
    return totals


def euro(cents: int) -> str:
    """
    >>> euro(3916), euro(-84), euro(120000)
    ('€39.16', '−€0.84', '€1,200.00')
    """
    return f"{'−' if cents < 0 else ''}€{abs(cents) / 100:,.2f}"
