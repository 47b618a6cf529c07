"""The depth dial: five companies, and bars that move from where they stood."""

from __future__ import annotations

import pytest

from course.views.demos.depth import Depth
from course.views.demos.depth.companies import COMPANIES, COMPETENCES, DEEPEST
from course.views.demos.depth.picture import bars, table
from tests.views.words import words


@pytest.mark.parametrize("company", COMPANIES, ids=lambda company: company.kind)
def test_each_company_has_a_depth_and_a_reason_of_its_own_for_each_competence(company):
    assert len(company.depths) == len(COMPETENCES)
    assert all(0 <= depth <= DEEPEST and why.endswith(".") for depth, why in company.depths)
    assert max(depth for depth, _ in company.depths) == DEEPEST  # nobody's product has no depth at all


def test_no_two_companies_are_alike_and_code_is_not_what_all_share():
    assert len({tuple(depth for depth, _ in company.depths) for company in COMPANIES}) == len(COMPANIES)
    assert {company.depths[0][0] for company in COMPANIES} >= {1, 4}


def test_choosing_a_company_moves_the_bars_and_says_so():
    demo = Depth()
    assert "from" not in words(demo.picture_html).split("Code", 1)[1].split("Your users")[0]

    demo.controls["Company"].value = 1
    assert "Selvedge sells jeans" in words(demo.picture_html)
    assert "1 · follows the talk ▼ from 4" in words(demo.picture_html)
    assert demo.announcement.startswith("Clothing. Code 1, was 4; Systems and what fails 2, was 4;")

    demo.controls["Company"].value = 0
    assert "4 · could teach it ▲ from 1" in words(demo.picture_html)


def test_the_bars_start_where_they_stood():
    assert "--was: 100%; --now: 25%" in bars(COMPANIES[1], COMPANIES[0])


def test_the_static_twin_holds_everything():
    shown = words(Depth().twin)

    assert all(company.kind in shown for company in COMPANIES)
    assert all(why in shown for _, why in COMPANIES[0].depths)
    assert table().count("<tr>") == len(COMPETENCES) + 1
