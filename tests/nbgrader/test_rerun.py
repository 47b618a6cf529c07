"""Whatever stops grading, the same command finishes it: every score exact, none twice, what is done left alone."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from course.nbgrader import quick
from course.nbgrader.grade import grade
from tests.nbgrader.both_ways import ASSIGNMENT, make_course, mark_by_hand, put_hand_ins, rows, shown
from tests.nbgrader.course_folder import ASSIGNMENT as STAND_IN
from tests.nbgrader.course_folder import answers

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="processes are ended otherwise there"),
    pytest.mark.timeout(1800),
]
COUNT = 12
KILLS = int(os.environ.get("COURSE_KILLS", "25"))


class Kept:
    """Judges that know what was judged before, so that what is killed is mostly the writing."""

    judged: dict = {}
    knows = False

    @classmethod
    @contextmanager
    def judges(cls, jobs):
        with quick_judges(jobs) as pool:
            yield cls(pool)

    def __init__(self, pool):
        self.pool = pool

    def judge(self, *arguments):
        return self.pool.judge(*arguments)

    def each(self, items, work):
        if not self.knows:
            for item, parts in self.pool.each(items, work):
                self.judged[item.student] = parts
                yield item, parts
        else:
            for item in items:
                time.sleep(0.002)
                yield item, self.judged[item.student]


quick_judges = quick.judges


@pytest.fixture(scope="module")
def graded(tmp_path_factory, quiet_home):
    """A class as it was handed in, and the same class graded without a stop."""
    root = tmp_path_factory.mktemp("rerun")
    folder = make_course(root / "handed in" / "course")
    put_hand_ins(folder, COUNT)
    mark_by_hand(folder)
    (root / "done").mkdir()
    done = folder.copy(root / "done" / "course")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quick, "judges", Kept.judges)
        assert grade(done.root, ASSIGNMENT, [], 2, False, True) == 0
    return folder, done


def run_until(folder, seconds: float) -> bool:
    """Grade in a process of its own, which is killed after so many seconds. Whether it was done before that."""
    child = os.fork()
    if child == 0:
        with open(os.devnull, "w") as nowhere:
            sys.stdout = sys.stderr = nowhere
            try:
                grade(folder.root, ASSIGNMENT, [], 1, False, True)
            finally:
                os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return not os.WIFSIGNALED(status)


def report(folder, capsys, *, force=False) -> dict:
    """Grade with judges that know, and what it says."""
    capsys.readouterr()
    assert grade(folder.root, ASSIGNMENT, [], 1, force, True) == 0
    return json.loads(capsys.readouterr().out)


def test_after_a_kill_at_any_moment_one_rerun_makes_it_whole(graded, tmp_path, monkeypatch, capsys):
    handed_in, done = graded
    wanted, wanted_pages = (
        rows(done),
        {path.name: shown(done, path.name) for path in (done.root / "autograded").iterdir()},
    )
    monkeypatch.setattr(quick, "judges", Kept.judges)
    monkeypatch.setattr(Kept, "knows", True)
    start = time.monotonic()
    report(_copy(handed_in, tmp_path / "timed"), capsys)
    whole = time.monotonic() - start
    chance, killed, continued = random.Random(), 0, 0
    for number in range(KILLS):
        folder = _copy(handed_in, tmp_path / str(number))
        killed += not run_until(folder, chance.uniform(0, whole))
        before = set(_done(folder))
        said = report(folder, capsys)
        continued += said["continued"]
        assert said["graded"] + said["left_alone"] == COUNT
        assert said["left_alone"] == len(before), "what was done is left alone, and nothing else"
        assert rows(folder) == wanted
        assert {path.name: shown(folder, path.name) for path in (folder.root / "autograded").iterdir()} == wanted_pages
        assert not list(folder.root.rglob("*.part"))
        shutil.rmtree(folder.root.parent)
    assert killed >= KILLS // 3


def _copy(folder, place):
    place.mkdir()
    return folder.copy(place / "course")


def _done(folder) -> list[str]:
    return [path.parts[-3] for path in (folder.root / "autograded").glob(f"*/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")]


def test_a_kill_while_a_class_is_graded_again_is_made_whole_too(graded, tmp_path, monkeypatch, capsys):
    _, done = graded
    monkeypatch.setattr(quick, "judges", Kept.judges)
    monkeypatch.setattr(Kept, "knows", True)
    folder = done.copy(tmp_path / "course")
    with done.api.gradebook as gradebook:
        manual = gradebook.find_grade("5-2", ASSIGNMENT, ASSIGNMENT, "learner-001").manual_score
    monkeypatch.setattr(quick.QuickGrading, "_write", _killed_at(4, quick.QuickGrading._write))
    child = os.fork()
    if child == 0:
        try:
            grade(folder.root, ASSIGNMENT, [], 1, True, True)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    monkeypatch.undo()
    monkeypatch.setattr(quick, "judges", Kept.judges)
    monkeypatch.setattr(Kept, "knows", True)
    said = report(folder, capsys)
    assert (said["graded"], said["left_alone"]) == (1, COUNT - 1)
    assert rows(folder) == rows(done)
    assert manual == 1.5


def _killed_at(turn, write):
    turns = iter(range(turn))

    def writes(self, gradebook, hand_in, parts):
        if next(turns, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return write(self, gradebook, hand_in, parts)

    return writes


def test_the_command_itself_is_killed_and_run_again(graded, tmp_path):
    handed_in, done = graded
    folder = handed_in.copy(tmp_path / "course")
    command = [sys.executable, "-m", "course.cli", "grade", ASSIGNMENT, "--jobs", "1"]
    running = subprocess.Popen(command, cwd=folder.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _wait_for(lambda: len(_done(folder)) >= 3)
    running.kill()
    running.wait()
    again = subprocess.run([*command, "--json"], cwd=folder.root, capture_output=True, text=True, check=True)
    said = json.loads(again.stdout)
    assert said["left_alone"] >= 3 and said["graded"] + said["left_alone"] == COUNT
    assert rows(folder) == rows(done)


def test_ctrl_c_says_what_the_next_run_does(graded, tmp_path):
    handed_in, done = graded
    folder = handed_in.copy(tmp_path / "course")
    command = [sys.executable, "-m", "course.cli", "grade", ASSIGNMENT, "--jobs", "1"]
    running = subprocess.Popen(command, cwd=folder.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    _wait_for(lambda: len(_done(folder)) >= 2)
    running.send_signal(signal.SIGINT)
    said, errors = running.communicate(timeout=60)
    assert running.returncode == 130 and "Traceback" not in errors
    assert "the same command does the rest" in said
    subprocess.run(command, cwd=folder.root, capture_output=True, check=True)
    assert rows(folder) == rows(done)


def _wait_for(happens) -> None:
    until = time.monotonic() + 300
    while not happens():
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("moment", "turn"),
    [
        ("convert_single_notebook", 1),
        ("write_single_notebook", 2),  # the notebook that is about to run
        ("write_single_notebook", 3),  # the notebook that has run
        ("set_permissions", 1),
    ],
)
def test_nbgraders_own_executor_finishes_what_was_killed(course_folder, monkeypatch, moment, turn):
    """The second hand-in's grading is killed at a moment; the turn counts from the first hand-in on."""
    folder = course_folder
    for student in ("ann", "bob", "cyd"):
        folder.hand_in(student, {f"{STAND_IN}.answers.json": answers(_5_2="right", _5_3="half")})
    from course.nbgrader.autograde import CourseAutograde

    step = getattr(CourseAutograde, moment)
    turns = iter(range(turn))

    def dies(self, *arguments):
        if next(turns, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return step(self, *arguments)

    monkeypatch.setattr(CourseAutograde, moment, dies)
    child = os.fork()
    if child == 0:
        try:
            folder.autograde(force=False)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    monkeypatch.undo()
    is_begun = (folder.root / "autograded" / "bob").exists()
    result = folder.autograde(force=False)
    assert result["success"], result
    wanted = {"5-2": 4.0, "5-3": 1.0}
    assert folder.scores() == {"ann": wanted, "bob": wanted, "cyd": wanted}
    is_done = moment == "set_permissions"  # its scores are in, and so is its notebook
    assert f"{1 + is_done} w" in result["log"] and ("taken up" in result["log"]) == (is_begun and not is_done)
    assert '<p class="twin">5.2: right</p>' in str(folder.graded("bob"))
