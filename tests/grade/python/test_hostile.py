"""Hostile and careless functions hurt nothing but their own run, and earn nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from time import monotonic

import psutil
import pytest

from course.grade.python import run as runner
from course.grade.python.answer import PythonAnswer
from course.grade.python.expectation import PythonExpectation
from course.grade.python.judge import judge_python
from course.grade.python.program import digest
from course.grade.python.run import recorded, run
from course.verdict import Outcome
from tests.grade.python.conftest import REFERENCE
from tests.grade.python.hostile_code import REFUSED, WRONG, cell

SECONDS = 1.5
ENDS_WITHIN = 60.0  # seconds: no bound on speed, but on what never ends
FILES = {"checks.json": "{}", "07.answers.json": "{}"}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the fences are Linux's")


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> Path:
    """A folder as a learner's, with what nobody's code may touch."""
    folder = tmp_path_factory.mktemp("own")
    for name, text in FILES.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module", autouse=True)
def everything_stays_as_it_was(here, databases):
    """Around all tests here: no file is changed, none is left, no process stays."""
    before = {path: path.read_bytes() for path in (*databases.values(), *here.iterdir())}
    yield
    runner.stop()
    assert {path: path.read_bytes() for path in (*databases.values(), *here.iterdir())} == before
    assert [*Path("/tmp").glob("stolen*"), *Path().glob("stolen*"), *here.glob("stolen*")] == []
    own = psutil.Process(os.getpid()).children(recursive=True)
    alive = [child for child in own if child.status() != psutil.STATUS_ZOMBIE]
    assert [child for child in alive if "course.grade.python.child" in " ".join(child.cmdline())] == []


def checked(expectation: PythonExpectation, code: str) -> PythonAnswer:
    """What a check would record, with less patience."""
    sets = [each for each, _ in expectation.sets_for(digest(code))]
    outcomes = run(code, expectation.function, expectation.inputs, sets, expectation.focus, SECONDS)
    return PythonAnswer.of(code, {name: recorded(outcome) for name, outcome in outcomes.items()})


@pytest.fixture
def ends(expectation):
    """The function's verdict; it ends, and an honest function runs right after it."""

    def verdict_on(code: str):
        started = monotonic()
        answer = checked(expectation, code)
        assert monotonic() - started < ENDS_WITHIN
        verdict = judge_python(expectation, PythonAnswer.read(answer.to_json()))
        assert verdict.outcome is not Outcome.PASSED
        assert verdict.score == 0
        honest = run(REFERENCE, "totals", expectation.inputs, [expectation.sets_for("")[0][0]])
        assert "value" in honest["practice"]
        return answer, verdict

    return verdict_on


@pytest.mark.parametrize("lines", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_gives_no_value_and_a_sentence(ends, here, lines):
    answer, verdict = ends(cell(lines, str(here)))

    assert "value" not in (answer.outcome("practice") or {}), answer.outcome("practice")
    assert verdict.findings[0].text.endswith((".", "`"))


@pytest.mark.parametrize("lines", WRONG.values(), ids=WRONG)
def test_what_is_odd_is_judged_like_any_wrong_result(ends, here, lines):
    ends(cell(lines, str(here)))


def test_there_are_sixty_and_more():
    assert len(REFUSED) + len(WRONG) >= 60


def test_one_run_changes_nothing_for_the_next(expectation):
    """A function that patches pandas when it sees the practice data finds it whole on the next data set."""
    code = REFERENCE.replace("large =", "assert not hasattr(pd, 'been_here')\n    pd.been_here = True\n    large =")

    assert judge_python(expectation, checked(expectation, code)).outcome is Outcome.PASSED


def test_the_process_is_replaced_when_something_kills_it(expectation):
    code = REFERENCE
    run(code, "totals", expectation.inputs, [expectation.sets_for("")[0][0]])
    psutil.Process(runner._helper.process_id).kill()

    assert "value" in run(code, "totals", expectation.inputs, [expectation.sets_for("")[0][0]])["practice"]


def test_functions_run_in_an_empty_folder_with_little_around_them(expectation):
    code = cell("import os, sys; return [sorted(os.environ), sys.flags.isolated, os.getcwd()]", "")
    value = run(code, "totals", expectation.inputs, [expectation.sets_for("")[0][0]])["practice"]["value"]
    names, isolated, folder = value["items"]

    assert isolated == 1
    assert not {"HOME", "PYTHONPATH", "JPY_SESSION_NAME", "COURSE_CACHE"} & set(names["items"])
    assert list(Path(folder).iterdir()) == []
