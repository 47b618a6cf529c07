"""A figure that contradicts the fact in the tag beside it: said once, and most of the points are kept back."""

from __future__ import annotations

import pytest

from course.grade.document.beside import contradictions
from course.grade.document.parse import read_document


def seen(text: str) -> list[str]:
    return [finding.seen for finding in contradictions(read_document(text))]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("820 payments were sent again [F3.retried=280].", "820"),
        ("By the end of December 87 of the 186 were disputed [F3.disputed=78].", "87"),
        ("It cost €70,680 in all [F3.amount=€7,068].", "€70,680"),
        ("Approval fell to 62% [F5.after=71%].", "62%"),
        ("In December 46 disputes gave a duplicate as the reason [F4.duplicates=64].", "46"),
        ("240,000 of 1,430,000 refreshes came from one partner [F12.polled=240,000]. We serve 1,430,000 refreshes [F12.refreshes=1,340,000].", "1,430,000"),
    ],
)  # fmt: skip
def test_a_figure_that_is_not_that_of_its_tag(text, wrong):
    assert [words.split(" for ")[0] for words in seen(text)] == [f"You write {wrong}"]


@pytest.mark.parametrize(
    "text",
    [
        "280 payments were sent again [F3.retried=280], and 186 payments were charged twice [F3.count=186].",
        "Two thirds of our 280 retries were charged twice [F3.count=186].",  # another true figure of the same group
        "Nearly 300 payments were sent again [F3.retried=280].",
        "From 14 to 16 November payments were charged twice [F3.count=186].",
        "We refund within 5 days what is owed [F3.amount=€7,068].",
        "About €7.1k was never ours [F3.amount=€7,068].",
        "R5 and RB1 say so [F4.ratio=0.671%].",
        "820 payments were sent again [F3.retried=820].",  # a false tag has a finding of its own
        "It was 820 last year. Payments were sent again [F3.retried=280].",
    ],
)
def test_figures_that_contradict_nothing(text):
    assert seen(text) == []
