"""The requirement demo without a browser: each sentence is built three ways, and its repair has nothing to flag."""

from __future__ import annotations

from html import escape

import pytest

from course.grade.document.lexicon import ears_pattern, weak_words
from course.views.demos.requirement import OWN, Requirement
from course.views.demos.requirement.picture import WISHES, builds_html, listing
from tests.views.words import words


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish.sentence)
def test_a_vague_sentence_is_built_three_ways_and_its_repair_one(wish):
    assert len(set(wish.builds)) == 3
    assert weak_words(wish.sentence)
    assert ears_pattern(wish.repaired) and not weak_words(wish.repaired)
    assert all(escape(meets) in builds_html(wish) for _, meets in wish.builds)


def test_a_sentence_of_ones_own_is_read_as_it_is_typed():
    demo = Requirement()
    sentence, box = demo.controls["Sentence"], demo.controls["Change it"]
    assert box.value == sentence.value and "Ada" in words(demo.picture_html)
    sentence.value = OWN
    assert box.value == "" and "Ada" not in words(demo.picture_html) and "Write a sentence" in words(demo.picture_html)

    box.value = "It shall load quickly."
    assert "“quickly” cannot be tested" in words(demo.picture_html) and "“It” cannot be tested" in demo.announcement

    box.value = "When a key repeats, the Pay service shall answer within 20 ms."
    assert "Pattern: event-driven" in words(demo.picture_html) and "No weak word" in words(demo.picture_html)


def test_what_is_typed_is_shown_as_text():
    assert "<b>" not in listing("The <b> shall be fast.")
