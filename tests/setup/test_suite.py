"""The test command: what it runs, when it fails, and what it says about a missing Chromium."""

from __future__ import annotations

import pytest

from course.setup import suite


@pytest.fixture
def codes(monkeypatch):
    """Exit codes of pytest by part; the parts are not really run, and a Chromium is there."""
    given = {suite.TESTS: 0, suite.LESSONS: 0, suite.BROWSER: 0, suite.QUICK: 0}
    monkeypatch.setattr(suite, "pytest", given.__getitem__)
    monkeypatch.setattr(suite, "find_chromium", lambda: "chromium")
    monkeypatch.setattr(suite, "run_lessons", lambda: suite.pytest(suite.LESSONS))
    for name in ("CI", "COURSE_REQUIRE_BROWSER"):
        monkeypatch.delenv(name, raising=False)
    return given


@pytest.mark.parametrize(
    ("part", "code", "said"),
    [
        (suite.TESTS, 0, "tests: passed, lessons: passed, browser: passed"),
        (suite.TESTS, 1, "tests: FAILED, lessons: passed, browser: passed"),
        (suite.LESSONS, 1, "tests: passed, lessons: FAILED, browser: passed"),
        (suite.BROWSER, 5, "tests: passed, lessons: passed, browser: FAILED"),
    ],
)
def test_one_failing_part_fails_the_whole(part, code, said, codes, capsys):
    codes[part] = code
    assert suite.run([]) == int(code != 0)
    assert capsys.readouterr().out.splitlines()[-1] == said


@pytest.mark.parametrize(
    ("variable", "value", "code", "word"),
    [(None, "", 0, "skipped"), ("CI", "true", 1, "FAILED"), ("COURSE_REQUIRE_BROWSER", "1", 1, "FAILED")],
)
def test_a_missing_chromium_is_one_line_and_fails_only_where_it_is_required(
    variable, value, code, word, codes, monkeypatch, capsys
):
    monkeypatch.setattr(suite, "find_chromium", lambda: None)
    if variable:
        monkeypatch.setenv(variable, value)
    assert suite.run([]) == code
    first, _, last = capsys.readouterr().out.splitlines()
    assert "apt install chromium" in first
    assert last.endswith(f"browser: {word}")


@pytest.mark.parametrize("code", [0, 1])
def test_the_quick_part_says_what_it_leaves_out(code, codes, capsys):
    codes[suite.QUICK] = code
    assert suite.run(["--quick"]) == code
    assert "Left out by --quick: the real browser, nbgrader, services, installations" in capsys.readouterr().out


def test_arguments_go_to_pytest_alone(monkeypatch):
    calls = []
    monkeypatch.setattr(suite, "pytest", lambda arguments: calls.append(arguments) or 1)
    assert suite.run(["tests/test_suite.py", "-x"]) == 1
    assert calls == [["tests/test_suite.py", "-x"]]


def test_without_lessons_there_is_nothing_to_run(monkeypatch, tmp_path):
    monkeypatch.setattr(suite, "ROOT", tmp_path)
    assert suite.run_lessons() is None


def test_the_named_chromium_is_taken_or_none(monkeypatch, tmp_path):
    program = tmp_path / "my-chromium"
    monkeypatch.setenv("COURSE_CHROMIUM", str(program))
    assert suite.find_chromium() is None
    program.touch()
    assert suite.find_chromium() == program


def test_a_chromium_outside_of_path_is_found(monkeypatch, tmp_path):
    program = tmp_path / "Google" / "Chrome" / "Application" / "chrome.exe"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.delenv("COURSE_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    monkeypatch.setattr(suite, "MAC_PROGRAMS", ())
    assert suite.find_chromium() == program
