"""The depth dial and the playground of module 1, without a browser."""

from __future__ import annotations

import re

import pytest

from course.views.demos import centre
from course.views.demos.centre.widget import Playground
from course.views.demos.depth.companies import COMPANIES, COMPETENCES, DEEPEST
from course.views.demos.depth.picture import bars, table, twin
from course.views.demos.depth.widget import Dial


def text(html: str) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL).split())


@pytest.mark.parametrize("company", COMPANIES, ids=lambda company: company.kind)
def test_each_company_has_a_depth_and_a_reason_of_its_own_for_each_competence(company):
    assert len(company.depths) == len(COMPETENCES)
    assert all(0 <= depth <= DEEPEST and why.endswith(".") for depth, why in company.depths)
    assert max(depth for depth, _ in company.depths) == DEEPEST  # nobody's product has no depth at all


def test_no_two_companies_are_alike_and_code_is_not_what_all_share():
    assert len({tuple(depth for depth, _ in company.depths) for company in COMPANIES}) == len(COMPANIES)
    assert {company.depths[0][0] for company in COMPANIES} >= {1, 4}


def test_choosing_a_company_moves_the_bars_and_says_so():
    dial = Dial()
    assert "from" not in text(dial._bars.value).split("Code", 1)[1].split("Your users")[0]

    dial.choice.place = 1

    assert "Selvedge sells jeans" in text(dial._bars.value)
    assert "1 · follows the talk ▼ from 4" in text(dial._bars.value)
    assert dial._companion.announcement.startswith("Clothing. Code 1, was 4; Systems and what fails 2, was 4;")


def test_the_bars_start_where_they_stood():
    assert "--was: 100%; --now: 25%" in bars(COMPANIES[1], COMPANIES[0])


def test_the_static_twin_holds_everything():
    shown = text(twin())

    assert all(company.kind in shown for company in COMPANIES)
    assert all(why in shown for _, why in COMPANIES[0].depths)
    assert table().count("<tr>") == len(COMPETENCES) + 1


def test_the_playground_starts_with_a_box_in_the_corner_and_knows_one_way():
    play = Playground()

    assert play.css == play.start == centre.START
    assert "place-items: center" in play.one_way and "place-items" not in play.start


def test_the_preview_runs_nothing_and_loads_nothing():
    source = (centre.FOLDER / "centre.js").read_text(encoding="utf-8")

    assert 'sandbox: "allow-same-origin"' in source and "allow-scripts" not in source
    assert "default-src 'none'" in source


def test_the_playground_reads_well_without_a_kernel():
    shown = text(centre.twin())

    assert "Pay €38" in shown and "One way to centre the box" in shown
