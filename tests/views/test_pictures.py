"""The pictures in which fields are answered: what the browser gets, and the static twin of an answer."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

import pytest

from course.authoring.read import read, sources
from course.dashboards.describe import Chart
from course.dashboards.lint import lint
from course.setup.state import ROOT
from course.views import pictures
from course.views.form.body import source
from course.views.pictures import graph, rollout
from tests.views.drawn import drawn

ADVERT = {
    "view": "advert", "options": ["Write <SQL>", "Be kind"],
    "shows": {"title": "1. Lead", "company": "Tern & Co", "text": "Own it. Write <SQL>. Be kind."},
}  # fmt: skip
EXHIBIT = {"view": "exhibit", "options": ["slower", "down"], "shows": {"title": "Log", "text": "cache  DOWN\n<b>"}}
SORT = {"view": "sort", "items": ["Price", "`code`"], "classes": ["PM", "EM"]}
POINTS = {
    "view": "points", "options": [["2025-11-01", "1 Nov"], ["2025-11-02", "2 Nov"], ["2025-11-03", "3 Nov"]],
    "shows": {
        "kind": "line", "title": "Calls", "x": "day", "y": "calls", "unit": "calls", "y_title": "Calls", "zone": "UTC", "source": "none",
        "sql": "select (date '2025-11-01' + n::integer)::date as day, 10 + 10 * n as calls from range(3) as days(n)",
    },
}  # fmt: skip
GRAPH = {"view": "graph", "shows": {"graph": "checkout"}}
COUNTRIES = ("HA", "KE2", "JU", "VO", "WA", "ZI")
WHENS = ["never", "after code 91: the bank cannot be reached"]
ROUTING = {
    "view": "routing",
    "controls": [
        *(
            {"id": country, "ask": f"Cards of {country}?", "kind": "choice", "options": ["A", "B"]}
            for country in COUNTRIES
        ),
        {"id": "failover", "ask": "When?", "kind": "choice", "options": WHENS},
    ],
}
ALL_AT_A = {**dict.fromkeys(COUNTRIES, "A"), "failover": "never"}
PILLS = {"view": "pills", "options": ["PM", "EM"]}


def test_an_advert_is_cut_at_its_phrases():
    assert pictures.data(ADVERT) == {
        "parts": [["Own it. ", False], ["Write <SQL>", True], [". ", False], ["Be kind", True], [".", False]]
    }


@pytest.mark.parametrize("text", ["Own it. Be kind.", "Write <SQL>. Write <SQL>. Be kind."])
def test_a_phrase_stands_once_in_its_advert(text):
    with pytest.raises(ValueError, match="does not stand once"):
        pictures.data({**ADVERT, "shows": {**ADVERT["shows"], "text": text}})


@pytest.mark.parametrize(
    ("settings", "answer", "shown"),
    [
        (ADVERT, "Write <SQL>", "Own it. <mark>Write &lt;SQL&gt;</mark>. Be kind."),
        (ADVERT, None, "Own it. Write &lt;SQL&gt;. Be kind."),
        (ADVERT, None, "Tern &amp; Co"),
        (EXHIBIT, "slower", "cache  DOWN\n&lt;b&gt;</pre>slower"),
        (EXHIBIT, "never offered", "</pre>—"),
        (SORT, {"Price": "PM"}, "<strong>PM</strong></p><ul><li>Price</li></ul><p><strong>Open</strong></p>"),
        (SORT, "damaged", "<strong>Open</strong></p><ul><li>Price</li>"),
        (POINTS, ["2025-11-02"], "<ul><li>2 Nov</li></ul>"),
        (POINTS, ["2025-12-31"], ">—"),
        (POINTS, "damaged", ">—"),
        (ROUTING, None, "nothing chosen yet"),
        (ROUTING, "damaged", "nothing chosen yet"),
        (ROUTING, {"HA": "C", "KE2": "B"}, "<p>KE2: B</p>"),
        (ROUTING, ALL_AT_A, "HA: 12,952 charges at A × 16.7 cents = €2,163"),
        (PILLS, "EM", "EM"),
        (PILLS, "<EM>", "—"),
    ],
)
def test_the_twin_shows_the_answer(settings, answer, shown):
    assert shown in pictures.html(settings, answer)


def test_every_routing_and_every_line_of_its_arithmetic_is_sent():
    data = pictures.data(ROUTING)
    plan = "|".join([*["B"] * 6, "never"])

    assert (len(data["plans"]), len(data["lines"])) == (2**6 * 2, 6 * 2 * 2)
    assert data["plans"][plan]["problem"].startswith("acquirer A gets 0 approved charges")
    assert [row[0] for row in data["rows"]] == list(COUNTRIES) and "of 13,500 ✗" in data["today"]


def test_each_point_of_a_line_can_be_marked_where_it_lies():
    points = pictures.data(POINTS)["points"]

    assert [point["says"] for point in points] == ["Sat 1 Nov 2025: 10", "Sun 2 Nov 2025: 20", "Mon 3 Nov 2025: 30"]
    assert [point["id"] for point in points] == [id for id, _ in POINTS["options"]]
    assert points[1]["left"] == pytest.approx((points[0]["left"] + points[2]["left"]) / 2, abs=0.01)
    assert points[0]["top"] > points[1]["top"] > points[2]["top"]


@pytest.mark.parametrize(("marked", "rings"), [(None, 0), ([], 0), (["2025-11-01", "2025-11-03"], 2)])
def test_a_marked_point_has_a_ring_in_the_twin(marked, rings):
    assert drawn(pictures.html(POINTS, marked))[0].count("<circle") == rings


MARKED_ON_A_LINE = [
    pytest.param(field, id=f"{exercise.id} {field['id']}")
    for notebook in sources(ROOT)
    for exercise in read(notebook)
    for field in exercise.parts.get("fields", ())
    if field.get("view") == "points"
]


@pytest.mark.parametrize("field", MARKED_ON_A_LINE)
def test_a_line_offers_each_of_its_points_and_misleads_nobody(field):
    assert [point["id"] for point in pictures.data(field)["points"]] == [id for id, _ in field["options"]]
    assert lint(Chart(**field["shows"])) == []


def test_no_name_stands_twice_in_the_module_that_all_pictures_share():
    """The view.js files of fields and pictures are one script: a second declaration would break every form."""
    names = Counter(re.findall(r"^(?:async )?(?:function\*?|const|let|class) (\w+)", source(".js"), re.MULTILINE))

    assert len(names) > 30
    assert [name for name, count in names.items() if count > 1] == []


def test_a_small_harm_is_shown_with_its_cents():
    plan = {"strategy": "direct", "wait": "as planned", "stop": "10"}
    controls = [{"id": name, "options": [option]} for name, option in plan.items()]
    (shown,) = rollout.data({"shows": {"change": "copy"}, "controls": controls})["plans"].values()

    assert 0 < shown["harm"] < 1 and any(f"= €{shown['harm']:.2f}." in line for line in shown["arithmetic"])


def test_a_graph_is_drawn_from_its_file_and_marks_what_is_chosen():
    shown = graph.data(GRAPH)
    twin = graph.html(GRAPH, ["cache", "database"])
    picture = drawn(twin)[0]

    assert len(shown["boxes"]) == 13 and len(shown["lines"]) == 16
    assert "Chosen: cache, database." in twin
    assert ElementTree.fromstring(picture).tag.endswith("svg") and picture.count("✓") == 2
    assert all(0 <= value <= max(shown["width"], shown["height"]) for line in shown["lines"] for value in line)


def test_an_open_graph_shows_itself_and_no_choice():
    assert "Chosen: nothing." in graph.html(GRAPH, None)
