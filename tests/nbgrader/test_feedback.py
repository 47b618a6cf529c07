"""Feedback pages show the answer and the verdict, give no hidden test away and ask nothing of the network."""

from __future__ import annotations

import base64

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.nbgrader.feedback import offline
from tests.nbgrader.course_folder import (
    ASSIGNMENT,
    LOADS,
    REFERENCE,
    STAND_IN,
    CourseFolder,
    answers,
    exercise_cells,
    locked_cell,
    source_notebook,
    write,
)

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def page(tmp_path_factory, quiet_home) -> str:
    """The page of a hand-in with one half right answer, from a notebook with all that could load something."""
    folder = CourseFolder.create(tmp_path_factory.mktemp("feedback") / "course")
    text = "# Money\n\n$a^2$ ![dot](dot.png) ![far](https://far.example/far.png) [read on](https://read.example/on)"
    loud = [
        "from IPython.display import HTML, Javascript, display",
        "display(Javascript('fetch(\"https://far.example/a\")'))",
        "display(HTML('<link rel=stylesheet href=https://far.example/a.css><p onclick=go()>shown</p>'))",
        "import ipywidgets",
        "ipywidgets.Text('typed')",
    ]
    cells = [locked_cell(new_markdown_cell(text), "text"), locked_cell(new_code_cell("\n".join(loud)), "loud")]
    setup = locked_cell(new_code_cell(STAND_IN.strip()), "setup")
    write(source_notebook(setup, *cells, *exercise_cells("5.2", 4)), folder.source())
    folder.source().with_name("dot.png").write_bytes(DOT)
    folder.generate()
    folder.hand_in("ann", {f"{ASSIGNMENT}.answers.json": answers(_5_2="half")})
    assert folder.autograde()["success"]
    folder.feedback("ann")
    assert REFERENCE in str(folder.graded("ann"))  # graders see the hidden tests
    return folder.page("ann")


def test_the_page_shows_answer_and_score(page):
    assert '<p class="twin">5.2: half</p>' in page
    assert "Score: 2.0 / 4.0" in page


@pytest.mark.parametrize("secret", [REFERENCE, "HIDDEN TESTS", "reference=&quot;", "Text(value="])
def test_the_page_hides_tests_and_empty_widgets(page, secret):
    assert secret not in page


def test_the_page_loads_nothing(page):
    assert LOADS.findall(page) == []
    assert "default-src 'none'" in page


def test_the_page_keeps_pictures_of_the_course_and_links(page):
    assert base64.b64encode(DOT).decode() in page
    assert '<a href="https://read.example/on">read on</a>' in page
    assert "[far]" in page and "shown" in page


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<script src='http://a/b.js'></script>x", "x"),
        ("<SCRIPT>fetch('http://a')</SCRIPT>x", "x"),
        ("<iframe src=//a/b></iframe><object data=x></object><embed src=x/>x", "x"),
        ("<base href='http://a/'/><meta http-equiv='refresh' content='0;http://a'/>x", "x"),
        ("<img src='http://a/b.png'/>", "<span>[picture]</span>"),
        ("<img alt='a map' srcset='http://a/b.png 2x'/>", "<span>[a map]</span>"),
        ("<img src='data:image/png;base64,AA'/>", '<img src="data:image/png;base64,AA"/>'),
        ("<video poster='http://a/b'></video>", "<video></video>"),
        (
            "<svg><image xlink:href='http://a/b'></image><use href='#c'></use></svg>",
            '<svg><image/><use href="#c"></use></svg>',
        ),
        (
            "<style>@import 'http://a/b.css'; p {background: URL( 'http://a/b' )}</style>",
            "<style>none p {background: none}</style>",
        ),
        ("<style>p {background: url(data:AA)}</style>", "<style>p {background: url(data:AA)}</style>"),
        ("<p style='background:url(//a/b)'>x</p>", '<p style="background:none">x</p>'),
        ("<a href='http://a/b'>x</a>", '<a href="http://a/b">x</a>'),
        ("<a href='#top'>x</a>", '<a href="#top">x</a>'),
        ("<a href='../../modules/05.ipynb'>x</a>", "x"),
        ("<html><head></head></html>", None),
    ],
)
def test_a_page_without_the_network(html, shown):
    if shown is None:
        assert offline(html).startswith('<html lang="en"><head><meta content="default-src')
    else:
        assert offline(html) == shown
