"""The grade book on a PostgreSQL server: grading by two graders at once, a person who marks, the report, and forgetting."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from course.nbgrader.forget import DELETIONS, forget
from course.nbgrader.grade import grade
from course.nbgrader.report.data import _folders, _points
from tests.nbgrader.both_ways import ASSIGNMENT, make_course, put_hand_ins, rows

pytest.importorskip("psycopg", reason="the driver for PostgreSQL is not installed: the extra postgresql has it")
pytestmark = pytest.mark.timeout(900)
COUNT = 6
STUDENTS = [f"learner-{number:03}" for number in range(COUNT)]


def program(name: str) -> str:
    found = shutil.which(name) or next(map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None)
    if found is None:
        pytest.skip("no PostgreSQL server is installed: apt-get install postgresql")
    return found


@pytest.fixture(scope="module")
def server():
    """The address of a server of this test's own, which listens on a socket only. It refuses to be run by root."""
    if sys.platform == "win32":
        pytest.skip("a server on a socket, which is not to be had there")
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    place = Path(tempfile.mkdtemp(prefix="pg-"))
    place.chmod(0o755)
    someone = []
    if os.getuid() == 0:
        try:
            shutil.chown(place, "postgres")
        except LookupError:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
        someone = ["runuser", "-u", "postgres", "--"]

    def run(*command: str) -> None:
        subprocess.run([*someone, *command], cwd=place, check=True, stdout=subprocess.DEVNULL)

    data = str(place / "data")
    run(initdb, "-D", data, "-U", "grader", "--auth=trust", "-E", "UTF8", "--no-sync")
    options = f"-k {place} -c listen_addresses= -c fsync=off"
    run(pg_ctl, "-w", "-D", data, "-l", str(place / "log"), "-o", options, "start")
    try:
        yield f"postgresql://grader@/postgres?host={place}"
    finally:
        run(pg_ctl, "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(place)


@pytest.fixture(scope="module")
def both(tmp_path_factory, quiet_home, server):
    """The same hand-ins with a grade book in a file, and with one on a server, where two graders have half each."""
    root = tmp_path_factory.mktemp("both")
    in_file, on_server = root / "file", root / "server"
    in_file.mkdir(), on_server.mkdir()
    in_file = make_course(in_file / "course", with_unfair=False)
    put_hand_ins(in_file, COUNT)
    place = on_server / "course"
    on_server = make_course(place, with_unfair=False, settings=f"c.CourseDirectory.db_url = {server!r}")
    put_hand_ins(on_server, COUNT)
    grade(in_file.root, ASSIGNMENT, [], 2, False, False)
    graders = [start(on_server, half) for half in (STUDENTS[::2], STUDENTS[1::2])]
    said = [json.loads(grader.communicate(timeout=600)[0]) for grader in graders]
    return in_file, on_server, said


def start(folder, students) -> subprocess.Popen:
    script = (
        "import sys; from pathlib import Path; from course.nbgrader.grade import grade; "
        "sys.exit(grade(Path(sys.argv[1]), sys.argv[2], sys.argv[3:], 1, False, True))"
    )
    command = [sys.executable, "-c", script, str(folder.root), ASSIGNMENT, *students]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_graders_at_once_leave_what_one_leaves_in_a_file(both):
    in_file, on_server, said = both
    assert [report["graded"] for report in said] == [COUNT // 2, COUNT // 2], said
    one, other = rows(in_file), rows(on_server)
    for name in one:
        assert plain(other[name]) == plain(one[name]), name
    assert not (on_server.root / "gradebook.db").exists()


def plain(found: list[tuple]) -> list[str]:
    """SQLite gives text for times, and numbers for yes and no, where PostgreSQL gives what they are."""

    def told(value: object) -> object:
        if isinstance(value, datetime):
            return value.strftime("%Y-%m-%d %H:%M:%S.%f")
        return int(value) if isinstance(value, bool) else value

    return sorted(str([told(value) for value in row]) for row in found)


def test_the_same_rows_at_once_are_made_once(both):
    _, on_server, _ = both
    with create_engine(on_server.config.CourseDirectory.db_url).begin() as connection:
        for sql in DELETIONS:
            connection.execute(text(sql), {"student": STUDENTS[0]})
    shutil.rmtree(on_server.root / "autograded" / STUDENTS[0])
    graders = [start(on_server, [STUDENTS[0], student]) for student in STUDENTS[1:3]]
    for grader in graders:
        grader.communicate(timeout=600)
    assert grade(on_server.root, ASSIGNMENT, [], 1, False, False) in (0, 1)
    assert on_server.total(STUDENTS[0], ASSIGNMENT) == both[0].total(STUDENTS[0], ASSIGNMENT)


def test_grading_again_writes_what_a_person_has_marked_and_nothing_else(both, capsys):
    _, on_server, _ = both
    for unchanged in (0, 1):  # this process has not graded it; the verdict's place is the same
        capsys.readouterr()
        grade(on_server.root, ASSIGNMENT, STUDENTS[1:2], 1, True, True)
        assert json.loads(capsys.readouterr().out)["unchanged"] >= unchanged
    with on_server.api.gradebook as gradebook:
        found = gradebook.find_grade("5-2", ASSIGNMENT, ASSIGNMENT, STUDENTS[1])
        found.manual_score = 1.5
        gradebook.db.commit()
    capsys.readouterr()
    grade(on_server.root, ASSIGNMENT, STUDENTS[1:2], 1, True, True)
    assert json.loads(capsys.readouterr().out)["graded"] == 1
    with on_server.api.gradebook as gradebook:
        found = gradebook.find_grade("5-2", ASSIGNMENT, ASSIGNMENT, STUDENTS[1])
        assert (found.manual_score, found.needs_manual_grade) == (1.5, True)


def test_the_report_reads_the_same_points(both):
    one, other = (_points(_folders(folder.root), ASSIGNMENT) for folder in both[:2])
    one.pop(STUDENTS[1]), other.pop(STUDENTS[1])
    assert other == one
    assert len(one) == COUNT - 1


def test_a_student_is_forgotten(both):
    _, on_server, _ = both
    result = forget(on_server.root, STUDENTS[2])
    assert not result.failed
    assert any(line.startswith("Taken out of: postgresql://grader@/") for line in result.deleted)
    assert STUDENTS[2] not in {student for student, *_ in rows(on_server)["students"]}
    assert STUDENTS[2] not in {student for student, *_ in rows(on_server)["grades"]}
    assert len(rows(on_server)["students"]) == COUNT - 1
