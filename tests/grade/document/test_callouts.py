"""Call-outs: what is missing is named, and a cause that is called certain needs a fact in its own sentence."""

from __future__ import annotations

import pytest

from course.grade.document import read_document
from course.grade.document.checks.callouts import callouts

TOLD = {
    "least": 2,
    "options": ["C1", "C2", "C3"],
    "parts": {"who owns it": r"\b(?:Lin|Grace)\b", "since when": r"\bDecember\b"},
    "sure": r"\bconfirmed\b",
}
GOOD = "## C1 Loans\n\nSince December, likely the mix. Lin.\n\n## C3 Disputes\n\nIn December. Confirmed: [F4.duplicates=64]. Grace.\n"


@pytest.mark.parametrize(
    ("text", "share", "seen"),
    [
        (GOOD, 1, []),
        (GOOD.replace(" Lin.", ""), 5 / 6, ["A call-out does not say who owns it."]),
        (GOOD.replace("Since December, ", ""), 5 / 6, ["A call-out does not say since when."]),
        (GOOD.replace("likely", "confirmed"), 5 / 6, ["A cause is called certain, and no fact stands beside it."]),
        (GOOD.partition("## C3")[0], 3 / 6, []),
        (GOOD.replace("## C3 Disputes", "## Disputes"), 3 / 6, []),
        ("", 0, []),
        (
            GOOD.replace(
                "Since December, likely the mix. Lin.", "Loans fell, mix likely. Lin checks December vintages Friday."
            ),
            1,
            [],
        ),
    ],
)
def test_a_call_out_has_all_its_parts(text, share, seen):
    found = callouts(read_document(text), TOLD)

    assert found.share == pytest.approx(share)
    assert [finding.seen for finding in found.findings] == seen


def test_a_list_of_words_says_nothing():
    hollow = GOOD.replace("Since December, likely the mix. Lin.", "December loans mix likely Lin Friday check")

    found = callouts(read_document(hollow), TOLD)

    assert found.share == pytest.approx(4 / 6)
    assert found.findings[0].seen == "“December loans mix likely Lin Friday che” is a list of words."
