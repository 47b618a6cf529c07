"""The proof that follow-on errors are forgiven: tried with every known wrong number that other fields follow from."""

from __future__ import annotations

import pytest

from course.authoring.form.kind import KIND
from course.authoring.proof import compiled

FIELDS = [
    {"id": "workers", "ask": "Workers", "unit": "workers", "sql": "SELECT 76"},
    {"id": "containers", "ask": "Containers", "model": "capacity.containers_for", "parameters": {"per_container": 6},
     "follows": {"workers": "workers"}},
]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "tried"),
    [
        ({"workers": "53"}, [True]),
        ({"workers": "SELECT 35"}, [True]),
        ({"workers": "0"}, [False]),
        ({"containers": "12"}, []),
        ({"workers": "53", "containers": "9"}, []),
    ],
)
def test_what_follows_from_a_known_wrong_number_is_tried(wrong, tried):
    exercise = compiled("form", "2.9", "", {"fields": FIELDS, "mistakes": {"Without headroom.": wrong}})

    proofs = [proof for proof in KIND.further_proofs(exercise) if proof.tried != "guessing"]

    assert [proof.holds for proof in proofs] == tried
