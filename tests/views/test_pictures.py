"""The pictures in which fields are answered: what the browser gets, and the static twin of an answer."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from course.views import form, pictures
from course.views.pictures import rollout

ADVERT = {
    "view": "advert", "options": ["Write <SQL>", "Be kind"],
    "shows": {"title": "1. Lead", "company": "Tern & Co", "text": "Own it. Write <SQL>. Be kind."},
}  # fmt: skip
EXHIBIT = {"view": "exhibit", "options": ["slower", "down"], "shows": {"title": "Log", "text": "cache  DOWN\n<b>"}}
SORT = {"view": "sort", "items": ["Price", "`code`"], "classes": ["PM", "EM"]}
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
        (PILLS, "EM", "EM"),
        (PILLS, "<EM>", "—"),
    ],
)
def test_the_twin_shows_the_answer(settings, answer, shown):
    assert shown in pictures.html(settings, answer)


def test_no_name_stands_twice_in_the_module_that_all_pictures_share():
    """Their view.js files follow form.js in one module: a second declaration would break every form."""
    text = Path(form.__file__).with_name("form.js").read_text(encoding="utf-8") + pictures.sources(".js")
    names = Counter(re.findall(r"^(?:async )?(?:function\*?|const|let|class) (\w+)", text, re.MULTILINE))

    assert len(names) > 30
    assert [name for name, count in names.items() if count > 1] == []


def test_a_small_harm_is_shown_with_its_cents():
    shown = rollout._shown({"strategy": "direct", "wait": "as planned", "stop": "10"}, "copy")

    assert 0 < shown["harm"] < 1 and any(f"= €{shown['harm']:.2f}." in line for line in shown["arithmetic"])
