"""Pictures in which a plan is made: a backlog to pack, an order, six curves, nine teams, their months. What they say is the model's."""

from __future__ import annotations

import pytest

from course.grade.models import adoption, backlog, lifecycle, teams
from course.views import pictures
from tests.views.drawn import drawn

IDS = [item.id for item in backlog.read_items()]
PACKER = {
    "view": "packer",
    "shows": {"weeks": 30, "budget": 150},
    "controls": [{"id": "items", "kind": "choices", "options": IDS}],
}
QUEUE = {
    "view": "queue",
    "shows": {"deadlines": {"B07": 12}},
    "controls": [{"id": "order", "kind": "order", "options": ["B01 Guard", "B07 Reasons", "B14 Filter"]}],
}
CURVES = {
    "view": "curves",
    "rows": ["Gift cards", "Card acceptance"],
    "columns": [{"id": "stage", "ask": "Stage", "kind": "choice", "options": ["new", "<old>"]}],
}
TEAMS = {
    "view": "teams",
    "controls": [{"id": piece.id, "kind": "choice"} for piece in teams.PIECES if not piece.fixed],
}
MONTHS = {
    "view": "months",
    "controls": [{"id": id, "kind": "choice"} for id in ("step", *(team.id for team in adoption.TEAMS))],
}
SETTLED = {"core": "1", "data": "3", "runway": "3", "link": "4", "lend": "3", "mobile": "3", "merchantops": "5"}


@pytest.mark.parametrize(
    ("settings", "answer", "shown"),
    [
        (PACKER, None, "Value €0k. 0 of 30 weeks. €0k of €150k."),
        (PACKER, {"items": []}, "<p>—</p>"),
        (PACKER, {"items": ["B01", "B04"]}, "Value €95k. 14 of 30 weeks. €68k of €150k."),
        (PACKER, {"items": ["B99", 7]}, "Value €0k."),
        ({**PACKER, "shows": {**PACKER["shows"], "having": "B11"}}, {"items": ["B11"]}, "Value €130k. 12 of 30 weeks."),
        (PACKER, "damaged", "Value €0k."),
        (QUEUE, None, "—"),
        (QUEUE, {"order": "damaged"}, "—"),
        (QUEUE, {"order": ["B99 nothing"]}, "—"),
        (QUEUE, {"order": ["B14 Filter", "B01 Guard", "B07 Reasons"]}, "Waiting costs €110.3k."),
        (QUEUE, {"order": ["B14 Filter", "B01 Guard", "B07 Reasons"]}, "<td>done by week 12</td>"),
        (CURVES, None, "<li>Stage: —</li>"),
        (CURVES, {"Gift cards": {"stage": "<old>"}}, "<li>Stage: &lt;old&gt;</li>"),
        (CURVES, "damaged", "<li>Stage: —</li>"),
        (TEAMS, None, "Risk and Data both need Noor in week 2."),
        (TEAMS, "damaged", "Core and Lend both need"),
        (TEAMS, SETTLED, "✓ No clash."),
        (TEAMS, {**SETTLED, "lend": None}, "Still to choose: Lend (asks for week 4)."),
        (MONTHS, None, "Saved by the end of the year: 0 hours."),
        (MONTHS, "damaged", "1 of 3"),
        (MONTHS, {"step": "April", "core": "May", "link": "August"}, "Saved by the end of the year: 882 hours."),
        (
            MONTHS,
            {"step": "April", "core": "April"},
            "<li>Core moves in April and changes a database: the step is built in",
        ),
    ],
)
def test_the_twin_shows_the_plan(settings, answer, shown):
    assert shown in pictures.html(settings, answer)


def test_no_tick_is_shown_while_a_week_is_open():
    assert "✓" not in pictures.html(TEAMS, {**SETTLED, "lend": None})


def test_what_is_over_a_limit_is_drawn_and_said():
    picture = drawn(pictures.html(PACKER, {"items": ["B04", "B05", "B11", "B08"]}))[0]

    assert "Effort: 32 of 30 weeks, 2 too many" in picture
    assert "Budget: €180k of €150k, €30k too much" in picture
    assert picture.count("--course-attention") >= 4


def test_a_bar_is_as_wide_as_its_item_takes_and_fits_the_picture():
    items = backlog.chosen_of(backlog.read_items(), ["B04", "B11"])

    assert 'viewBox="0 0 640' in pictures.PICTURES["packer"].bars(items, 30, 150)


def test_the_deadline_of_an_item_is_marked_in_its_row_only():
    order = {"order": ["B01 Guard", "B07 Reasons", "B14 Filter"]}

    assert drawn(pictures.html(QUEUE, order))[0].count("--course-attention);stroke-width:2") == 1


@pytest.mark.parametrize("product", lifecycle.PRODUCTS, ids=lambda product: product.name)
def test_a_curve_shows_every_quarter_since_the_first_with_users(product):
    shown = pictures.data({**CURVES, "rows": [product.name]})["products"][product.name]
    quarters = len(lifecycle.QUARTERS) - next(at for at, users in enumerate(product.users) if users)

    assert shown["svg"].count("<circle") == quarters
    assert ("since" in shown["unit"]) == (quarters < len(lifecycle.QUARTERS))
    assert shown["figures"].count("<tr>") == 1 + quarters
    assert shown["facts"] == list(product.facts)


def test_the_browser_says_of_teams_what_the_model_says():
    """Looked up week by week and pair by pair, it comes to the same clashes as judging the whole plan."""
    data = pictures.data(TEAMS)
    fixed = {piece.id: piece.asked for piece in teams.PIECES if piece.fixed}
    for core, mobile, lend in ((1, 3, 3), (2, 4, 4), (3, 5, 4), (4, 1, 2)):
        plan = {**SETTLED, "core": str(core), "mobile": str(mobile), "lend": str(lend)}
        starts = {**fixed, **{name: int(week) for name, week in plan.items()}}
        said = [words for piece in data["pieces"] for words in piece["alone"][str(starts[piece["id"]])]]
        for pair in data["together"]:
            said += pair["says"]["|".join(str(starts[name]) for name in pair["teams"])]

        assert sorted(said) == sorted(teams.schedule(plan).problems)


def test_the_browser_says_of_months_what_the_model_says():
    """Looked up team by team, with the places counted, it comes to the same problems as judging the whole plan."""
    data = pictures.data(MONTHS)
    for step in (*adoption.MONTHS, "not at all"):
        for month in adoption.MONTHS:
            plan = {"step": step, **{team.id: month for team in adoption.TEAMS}}
            said = [words for team in data["teams"] for words in team["wrong"][f"{step}|{month}"]]

            assert sorted(said) == sorted(adoption.problems(plan, crowded=False))
            assert len(list(adoption.problems(plan))) > len(said)
    assert {team["name"]: team["hours"] for team in data["teams"]}.items() <= adoption.hours().items()
