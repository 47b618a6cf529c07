"""SEQ: an order that respects what must come before what."""

from __future__ import annotations

from itertools import combinations

from course.grade.form.choice import offered
from course.grade.form.fields import Order
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import Rows, column
from course.keys.key import AuthorError


def right(field: Order, found: object) -> list[list[str]]:
    """All pairs [earlier, later]. Raises AuthorError for an order that contradicts itself or says nothing."""
    pairs = [list(pair) for pair in field.before] or _pairs(column(found) if isinstance(found, Rows) else found)
    offered(field.id, [one for pair in pairs for one in pair], field.options)
    before = _closure({tuple(pair) for pair in pairs})
    if any((later, earlier) in before for earlier, later in before):
        raise AuthorError(f"Field “{field.id}”: its order contradicts itself.")
    if all(field.options.index(earlier) < field.options.index(later) for earlier, later in before):
        raise AuthorError(
            f"Field “{field.id}”: its options stand in the right order already. Offer them in another one."
        )
    return sorted(list(pair) for pair in before)


def clean(settings: dict, answer: object) -> list[str] | None:
    """The order, if it holds every option once."""
    complete = isinstance(answer, list | tuple) and sorted(map(str, answer)) == sorted(settings["options"])
    return list(answer) if complete else None


def judge(settings: dict, right: list[list[str]], answer: object) -> Mark:
    order = clean(settings, answer)
    if order is None:
        return OPEN
    kept = sum(order.index(earlier) < order.index(later) for earlier, later in right)
    reason = "" if kept == len(right) else f"{kept} of {len(right)} pairs stand in the right order"
    return Mark(kept / len(right), chance=0.5, reason=reason)


def reference(settings: dict, right: list[list[str]]) -> list[str]:
    """An order that respects all pairs."""
    left, order = list(settings["options"]), []
    while left:
        first = next(one for one in left if not any(later == one and earlier in left for earlier, later in right))
        left.remove(first)
        order.append(first)
    return order


def mistake(settings: dict, right: list[list[str]], found: object) -> list[str]:
    return offered("of a mistake", column(found), settings["options"])


def distance(settings: dict, right: list[list[str]], wrong: list[str], answer: object) -> float | None:
    """The known wrong order is there if all its options stand in this sequence, whatever stands between."""
    order = clean(settings, answer)
    return 0.0 if order and [one for one in order if one in wrong] == wrong else None


def mistaken(settings: dict, right: list[list[str]], wrong: list[str]) -> list[str]:
    """The right order with the wrong sequence put in, where its first option of them stood."""
    order = reference(settings, right)
    at = min(order.index(one) for one in wrong)
    rest = [one for one in order if one not in wrong]
    return [*rest[:at], *wrong, *rest[at:]]


def _pairs(order: object) -> list[list[str]]:
    steps = [list(step) if isinstance(step, list | tuple) else [step] for step in order or ()]
    return [[a, b] for first, second in combinations(steps, 2) for a in first for b in second]


def _closure(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    while True:
        more = {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs
        if not more:
            return pairs
        pairs = pairs | more
