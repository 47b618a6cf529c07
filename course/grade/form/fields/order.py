"""SEQ: an order that respects what must come before what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, permutations
from math import factorial
from random import Random

from course.grade.count import agree, quantity
from course.grade.form.field import Field, FieldKind, offered
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import FindRows, Rows, column
from course.keys.key import AuthorError


@dataclass(frozen=True, kw_only=True)
class Order(Field):
    """All ``options`` in order. ``right`` is the order (an inner list: in any order among themselves), or ``before``
    holds pairs [earlier, later]. Credit is the share of respected pairs above chance; right when all are respected.

    Wrong value: [options in this wrong order], a part of them is enough.
    """

    kind: str = "order"
    options: tuple = ()
    before: tuple = ()

    hidden = ("before",)


class OrderKind(FieldKind):
    """Right is all pairs [earlier, later]."""

    Field = Order

    def right(self, field: Order, find_rows: FindRows) -> list[list[str]]:
        """All pairs. Raises AuthorError for an order that contradicts itself or says nothing."""
        source = self.find(field.source, find_rows)
        pairs = [list(pair) for pair in field.before] or _pairs(column(source) if isinstance(source, Rows) else source)
        offered(field.id, [option for pair in pairs for option in pair], field.options)
        before = _closure({tuple(pair) for pair in pairs})
        if any((later, earlier) in before for earlier, later in before):
            raise AuthorError(f"Field “{field.id}”: its order contradicts itself.")
        if all(field.options.index(earlier) < field.options.index(later) for earlier, later in before):
            raise AuthorError(
                f"Field “{field.id}”: its options stand in the right order already. Offer them in another one."
            )
        return sorted(list(pair) for pair in before)

    def clean(self, settings: dict, answer: object) -> list[str] | None:
        """The order, if it holds every option once."""
        is_complete = isinstance(answer, list | tuple) and sorted(map(str, answer)) == sorted(settings["options"])
        return list(answer) if is_complete else None

    def judge(self, settings: dict, right: list[list[str]], answer: object) -> Mark:
        order = self.clean(settings, answer)
        if order is None:
            return OPEN
        kept = sum(order.index(earlier) < order.index(later) for earlier, later in right)
        reason = f"{kept} of {quantity(len(right), 'pair')} {agree(kept, 'stands')} in the right order"
        return Mark(kept / len(right), chance=0.5, reason="" if kept == len(right) else reason)

    def reference(self, settings: dict, right: list[list[str]]) -> list[str]:
        """An order that respects all pairs."""
        left, order = list(settings["options"]), []
        while left:
            first = next(
                option for option in left if not any(later == option and earlier in left for earlier, later in right)
            )
            left.remove(first)
            order.append(first)
        return order

    def guess(self, settings: dict, right: list[list[str]], random: Random) -> list[str]:
        return random.sample(settings["options"], len(settings["options"]))

    def mistake(self, settings: dict, right: list[list[str]], value: object, find_rows: FindRows) -> list[str]:
        return offered("of a mistake", column(self.find(value, find_rows)), settings["options"])

    def distance(self, settings: dict, right: list[list[str]], wrong: list[str], answer: object) -> float | None:
        """The known wrong order is there if all its options are in this sequence, whatever is between them."""
        order = self.clean(settings, answer)
        return 0.0 if order and [option for option in order if option in wrong] == wrong else None

    def mistaken(self, settings: dict, right: list[list[str]], wrong: list[str]) -> list[str]:
        """The right order with the wrong sequence put in, where the first of its options was."""
        order = self.reference(settings, right)
        at = min(order.index(option) for option in wrong)
        rest = [option for option in order if option not in wrong]
        return [*rest[:at], *wrong, *rest[at:]]

    def slips(self, settings: dict, right: list[list[str]]) -> list[list[str]]:
        """Two neighbours swapped."""
        order = self.reference(settings, right)
        swapped = [[*order[:at], order[at + 1], order[at], *order[at + 2 :]] for at in range(len(order) - 1)]
        return [answer for answer in swapped if not self.judge(settings, right, answer).right()]

    def answer_count(self, settings: dict) -> int:
        return factorial(len(settings["options"]))

    def all_answers(self, settings: dict) -> Iterator[list[str]]:
        return map(list, permutations(settings["options"]))


def _pairs(order: object) -> list[list[str]]:
    steps = [list(step) if isinstance(step, list | tuple) else [step] for step in order or ()]
    return [[a, b] for first, second in combinations(steps, 2) for a in first for b in second]


def _closure(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    while True:
        more = {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs
        if not more:
            return pairs
        pairs = pairs | more


KIND = OrderKind()
