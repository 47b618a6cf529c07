"""The proof that follow-on errors are forgiven: tried with every known wrong number that other fields follow from."""

from __future__ import annotations

import pytest

from course.authoring.form.kind import KIND
from course.authoring.proof import compiled

FIELDS = [
    {"id": "workers", "ask": "Workers", "unit": "workers", "sql": "SELECT 76"},
    {"id": "containers", "ask": "Containers", "model": "capacity.containers_for", 
     "parameters": {"workers": {"field": "workers"}, "per_container": 6}},
]  # fmt: skip


@pytest.mark.parametrize(
    ("mistakes", "tried"),
    [
        ({"No headroom.": {"workers": "53"}}, [True]),
        ({"No headroom.": {"workers": "SELECT 35"}}, [True]),
        ({"Rounded down.": {"containers": "12"}}, []),
        ({"No headroom.": {"workers": "53"}, "Both.": {"workers": "53", "containers": "9"}}, [False]),
    ],
)
def test_what_follows_from_a_known_wrong_number_is_tried(mistakes, tried):
    exercise = compiled("form", "2.9", "", {"fields": FIELDS, "mistakes": mistakes})

    proofs = [proof for proof in KIND.further_proofs(exercise) if proof.tried != "guessing"]

    assert [proof.holds for proof in proofs] == tried
