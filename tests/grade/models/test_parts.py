"""Twelve parts: what they need, the longest chain, and what must hold in any network."""

from __future__ import annotations

from random import Random

import pytest

from course.grade.models import parts
from course.grade.models.parts import (
    SETS,
    SLICE,
    critical,
    days_of,
    edges,
    finished,
    gain,
    length,
    on_longest,
    ordered,
    reachable,
)

NEEDS = {part.id: list(part.needs) for part in SLICE}


@pytest.mark.parametrize("name", SETS)
def test_every_part_needs_parts_that_there_are(name):
    ids = [part.id for part in SETS[name]]

    assert len(set(ids)) == len(ids)
    assert all(needed in ids for part in SETS[name] for needed in part.needs)
    assert all(part.note and part.days > 0 for part in SETS[name])


def test_no_arrow_follows_from_others():
    """Else a learner who draws only what the notes say would draw more than is judged."""
    for part, needed in edges("slice"):
        without = {**NEEDS, part: [each for each in NEEDS[part] if each != needed]}
        assert (part, needed) not in reachable(without, NEEDS)


def test_the_trial_comes_after_everything_else():
    assert {needed for part, needed in reachable(NEEDS, NEEDS) if part == "P12"} == set(NEEDS) - {"P12"}


def test_the_longest_chain_begins_with_the_bank():
    assert len(SLICE) == 12
    assert length(NEEDS, "slice") == 21
    assert critical(NEEDS, "slice") == ["P3", "P7", "P9", "P12"]
    assert gain(NEEDS, "slice", {"P3": 4}) == 4
    assert length(NEEDS, "slice", of=["P5", "P6", "P11"]) == 15
    assert sum(part.days for part in SLICE) == 47


def test_the_small_network_of_the_lesson():
    needs = {part.id: part.needs for part in parts.SMALL}

    assert length(needs, "small") == 8
    assert gain(needs, "small", {"W3": 1}) == 2


def test_a_circle_is_named():
    with pytest.raises(ValueError, match="P3 → P12 → P8 → P7 → P3"):
        length({**NEEDS, "P3": ["P12"]}, "slice")


def networks(count: int = 60):
    random = Random(3)
    ids = list(NEEDS)
    for _ in range(count):
        order = random.sample(ids, len(ids))
        yield {id: [other for other in order[: order.index(id)] if random.random() < 0.25] for id in ids}


def test_in_any_network_the_chain_is_as_long_as_its_parts_and_delay_moves_the_end_only_there():
    days = days_of("slice")
    for needs in networks():
        ends = finished(needs, days)
        last = max(ends.values())
        chain = on_longest(needs, days)

        assert last >= max(days.values())
        for id in days:
            later = max(finished(needs, {**days, id: days[id] + 1}).values())
            assert later == last + (id in chain)


def test_in_any_network_what_is_needed_comes_before():
    for needs in networks():
        order = ordered(needs, NEEDS)

        assert sorted(order) == sorted(NEEDS)
        assert all(order.index(needed) < order.index(part) for part, needed in reachable(needs, NEEDS))
