"""A composed page as HTML: on screen, as a twin, and as one file that needs nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from course.grade.form.boards.read import read_tiles
from course.grade.query.sandbox import SandboxError
from course.views.dashboard.page import tiles_html
from course.views.form import board
from course.views.form.board import drawn, file, html

SETTINGS = {"title": "The <board> & its page", "measures": ["card_approval"], "most": 6}
PAGE = [
    {"question": "Who <b>gets</b> through?", "measure": "card_approval", "split": "acquirer_ke2", "compare": "before", "note": "B & A"},
    {"question": "How near?", "measure": "dispute_ratio", "chart": "number", "compare": "before", "target": "0.65", "target_source": "RB1"},
    {"question": "Where?", "measure": "card_approval", "chart": "heat", "split": "acquirer+country"},
    {"question": "Which quarter?", "measure": "default_at_two", "along": "quarter", "period": "Jan–Dec 2025", "chart": "line"},
    {"question": "Broken", "measure": "loans", "own": "own", "sql": "SELEC"},
]  # fmt: skip
EMPTY = {"meta", "img", "path", "line", "rect", "circle", "polyline", "br"}


class Balanced(HTMLParser):
    """Collects the elements that are open at the end, and those that were closed in another order."""

    def __init__(self, text: str):
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in EMPTY and (not self.open or self.open.pop() != tag):
            self.wrong.append(tag)


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_the_file_needs_nothing_else():
    text = file(SETTINGS, PAGE)

    assert text.startswith("<!doctype html>") and 'lang="en"' in text
    assert not re.search(r"<script|<link|src=|href=|@import|url\(", text)
    assert (Balanced(text).open, Balanced(text).wrong) == ([], [])
    assert "@page { size: A4" in text and "prefers-color-scheme: dark" in text and "break-inside: avoid" in text
    assert text.count("<article") == len(PAGE) and text.count('role="img"') == 3
    assert "<h1>The &lt;board&gt; &amp; its page</h1>" in text and "<b>" not in text


@pytest.mark.parametrize(
    ("tile", "shown"),
    [
        (0, "Dec 2025 against Nov 2025: acquirer A: ▼ down 0.2 pp; acquirer B: ▼ down 16.1 pp."),
        (0, "Source: payment_attempts, payments, merchants, without the internal shop M0007."),
        (1, "0.671% Dec 2025 Dec 2025 against Nov 2025: ▲ up 0.292 pp. Target 0.65% (RB1)."),
        (2, "of all card attempts, days in UTC"),
        (3, "The last quarter is October only"),
        (4, "Your query did not run."),
    ],
)
def test_a_tile_says_what_it_shows(tile, shown):
    assert shown in words(drawn(SETTINGS, PAGE)[tile])


def test_each_picture_is_told_in_words():
    titles = re.findall(r"<title>(.*?)</title>", "".join(drawn(SETTINGS, PAGE)))

    assert (
        titles[0].startswith("Who &lt;b&gt;gets&lt;/b&gt; through?. Card attempts approved (%)")
        and "Lowest" in titles[0]
    )


def test_the_twin_has_images_and_no_drawings():
    twin = html(SETTINGS, PAGE)

    assert twin.count("<img") == 3 and "<svg" not in twin and "Who &lt;b&gt;gets&lt;/b&gt; through?" in twin
    assert html(SETTINGS, [{}, "x"]) == board.OPEN


def test_a_tile_in_which_nothing_is_chosen_is_not_drawn():
    assert drawn(SETTINGS, [{"chart": "line"}, PAGE[0]])[0] == ""
    assert drawn(SETTINGS, None) == []


def test_data_that_cannot_be_read_are_a_sentence_in_the_tile():
    def ask(sql: str):
        raise SandboxError("The process that runs queries does not start.")

    assert "cannot be read just now. The process that runs" in tiles_html(read_tiles(PAGE), ask)[0]
