"""A function of the notebook on screen: which cell it is from, what it uses from elsewhere, and the answer as static HTML."""

from __future__ import annotations

import linecache
from types import SimpleNamespace

import pytest

from course.grade.python.answer import PythonAnswer
from course.grade.python.child.encode import encode
from course.grade.python.run import PRACTICE, recorded
from course.grade.python.value import read_value
from course.views.python import cell
from course.views.python.answer import answer_html
from course.views.python.value import value_html


class Shell:
    """A kernel's notebook: cells that were run, and the names that they left."""

    def __init__(self) -> None:
        self.user_ns: dict[str, object] = {"__name__": "__main__"}
        self.events = SimpleNamespace(register=lambda event, call: setattr(self, "after", call))

    def run(self, text: str) -> None:
        name, error = f"<cell {id(text)}>", None
        linecache.cache[name] = (len(text), None, text.splitlines(True), name)
        try:
            exec(compile(text, name, "exec"), self.user_ns)
        except SyntaxError as problem:
            error = problem
        if hasattr(self, "after"):
            self.after(SimpleNamespace(info=SimpleNamespace(raw_cell=text), error_before_exec=error))


@pytest.fixture
def shell(monkeypatch) -> Shell:
    kernel = Shell()
    monkeypatch.setattr(cell, "get_ipython", lambda: kernel)
    monkeypatch.setattr(cell, "_watchers", {})
    monkeypatch.setattr(cell, "_last_refused", {})
    return kernel


def test_the_text_of_its_cell_is_found(shell):
    shell.run("import math\n\ndef f(a):\n    return math.pi\n")

    assert cell.find("f") == cell.Found("import math\n\ndef f(a):\n    return math.pi\n")


def test_what_it_uses_from_another_cell_is_named(shell):
    shell.run("import math\nlimit = 3\n")
    shell.run("def f(a):\n    return math.pi + limit + unknown\n")

    assert cell.find("f").error == {"type": "Outside", "words": "", "line": 0, "names": ["limit", "math"]}


def test_a_function_of_another_name_is_offered(shell):
    shell.run("def g(a):\n    return a\n")

    assert cell.find("f").error["names"] == ["g"]


@pytest.mark.parametrize("value", ["f = 3", "f = print", "f = type('F', (), {})", "import math as f", "f = None"])
def test_what_is_no_function_of_a_cell_is_missing(shell, value):
    shell.run(value)

    assert cell.find("f").error["type"] == "Missing"


def test_a_cell_that_cannot_be_read_is_what_counts_until_the_next(shell):
    looks: list[int] = []
    cell.watch("f", lambda: looks.append(1))
    shell.run("def f(a):\n    return 1\n")
    shell.run("def f(a)\n    return 2\n")
    refused = cell.find("f").text
    shell.run("x = 1")
    still = cell.find("f").text
    shell.run("def f(a):\n    return 3\n")

    assert (refused, still) == ("def f(a)\n    return 2\n",) * 2
    assert cell.find("f").text == "def f(a):\n    return 3\n"
    assert len(looks) == 4


def test_a_watcher_that_fails_does_not_stop_a_cell(shell):
    cell.watch("f", lambda: 1 / 0)

    shell.run("def f(a):\n    return 1\n")


def checked(value: object) -> PythonAnswer:
    return PythonAnswer.of("def f(a):\n    return '<b>'", {PRACTICE: recorded({"value": encode(value, 1000)})})


def test_an_answer_shows_source_result_and_a_newer_version():
    html = answer_html(None, checked([1, 2]).with_cell("def f(a):\n    return 3").to_json())

    assert "<strong>def</strong> f(a)" in html
    assert "&#x27;&lt;b&gt;&#x27;" in html
    assert "What it returns on the practice data: a list of 2" in html
    assert "changed after this version was checked" in html


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "",
        3,
        [],
        {},
        {"source": 3},
        {"results": {"practice": "{}"}},
        {"source": "x" * 100_000, "results": {"practice": "["}},
    ],
)
def test_any_answer_can_be_shown(answer):
    assert answer_html(None, answer)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing (None)"),
        (7, "<strong>7</strong>"),
        ("<i>", "&lt;i&gt;"),
        ({"a": 1}, "a dict of 1"),
        ((n for n in "a"), "a generator"),
        ([], "a list of 0"),
    ],
)
def test_every_value_is_shown(value, words):
    assert words in value_html(read_value(encode(value, 1000)))
