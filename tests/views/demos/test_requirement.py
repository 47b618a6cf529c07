"""The requirement demo without a browser: each sentence is built three ways, and its repair has nothing to flag."""

from __future__ import annotations

from html import escape

import pytest

from course.grade.document.lexicon import ears_pattern, weak_words
from course.views.demos.requirement.picture import WISHES, built, seen
from course.views.demos.requirement.widget import OWN, Requirement


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish.sentence)
def test_a_vague_sentence_is_built_three_ways_and_its_repair_one(wish):
    assert len(set(wish.builds)) == 3
    assert weak_words(wish.sentence)
    assert ears_pattern(wish.repaired) and not weak_words(wish.repaired)
    assert all(escape(meets) in built(wish) for _, meets in wish.builds)


def test_a_sentence_of_ones_own_is_read_as_it_is_typed():
    demo = Requirement()
    demo.choice.value = OWN
    assert demo._built.value == "" and "Write a sentence" in demo._seen.value

    demo.box.value = "It shall load quickly."
    assert "“quickly” cannot be tested" in demo._seen.value and "“It” cannot be tested" in demo._seen.value

    demo.box.value = "When a key repeats, the Pay service shall answer within 20 ms."
    assert "Pattern: event-driven" in demo._seen.value and "No weak word" in demo._seen.value


def test_what_is_typed_is_shown_as_text():
    assert "<b>" not in seen("The <b> shall be fast.")
