"""Call-outs: what is missing is named, what is wrong is said, and a cause that is called certain needs a fact."""

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
        (GOOD.replace(" Lin.", ""), 0.8, ["A call-out does not say who owns it."]),
        (GOOD.replace("Since December, ", ""), 0.8, ["A call-out does not say since when."]),
        (GOOD.replace("likely", "confirmed"), 0.8, ["A cause is called certain, and no fact stands beside it."]),
        (GOOD.partition("## C3")[0], 0.5, ["1 call-out with a code in its heading, 2 are asked for."]),
        (
            GOOD.replace("## C3 Disputes", "## Disputes"),
            0.5,
            ["1 call-out with a code in its heading, 2 are asked for."],
        ),
        ("", 0, ["0 call-outs with a code in its heading, 2 are asked for."]),
        (GOOD.replace("likely", "not confirmed, but likely"), 1, []),
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

    assert found.share == pytest.approx(0.6)
    assert found.findings[0].seen == "“December loans mix likely Lin Friday che” is a list of words."


SHOWN = {
    **TOLD,
    "supports": {"C3": ["F4.duplicates"]},
    "refuted": {"C1": {"stricter rules": "No rule has changed."}},
    "moved": {"C1": {"falls": ["F2.change"], "from_to": ["F2.q3", "F2.q4"]}},
}


@pytest.mark.parametrize(
    ("old", "new", "share", "seen"),
    [
        ("likely the mix", "likely stricter rules", 0.5, ["No rule has changed."]),
        ("likely the mix", "the mix, not stricter rules", 1, []),
        ("the mix", "the mix: approval rose by [F2.change=6.31 pp]", 0.5, ["That moved the other way: by the data it fell."]),
        ("the mix", "the mix: it fell by [F2.change=-6.31 pp]. The rate rose in each channel", 1, []),
        ("the mix", "the mix: from [F2.q3=47.48 %] to [F2.q4=41.17 %]", 1, []),
        ("the mix", "the mix: from [F2.q4=41.17 %] to [F2.q3=47.48 %]", 0.5,
         ["“From … to …” is the wrong way round: F2.q3 came before F2.q4."]),
        ("[F4.duplicates=64]", "[F4.ratio=0.671 %]", 0.8, ["A cause is called certain, and the fact beside it does not show that cause."]),
        ("likely the mix", "confirmed: the mix [F2.mix=-7.31 pp]", 0.8, ["A cause is called certain, and the fact beside it does not show that cause."]),
    ],
)  # fmt: skip
def test_a_call_out_is_compared_with_what_is_true(old, new, share, seen):
    assert old in GOOD

    found = callouts(read_document(GOOD.replace(old, new)), SHOWN)

    assert found.share == pytest.approx(share)
    assert [finding.seen for finding in found.findings] == seen
