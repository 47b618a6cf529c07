"""The way from the exchange, or a zip, to the exported grades. Module 5 goes it by nbgrader's own commands alone."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from course.learner import pack
from course.nbgrader.collect import PackExtractor, packed_path
from tests.nbgrader.course_folder import ASSIGNMENT, CourseFolder, answers, zipped
from tests.servers import end_server

NOTEBOOK, ANSWERS = f"{ASSIGNMENT}.ipynb", f"{ASSIGNMENT}.answers.json"


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader's exchange does not exist there")
def test_from_the_release_to_the_exported_grades(course_folder):
    folder = course_folder
    assert folder.api.release_assignment(ASSIGNMENT)["success"]
    for student, given in {"ann": answers(_5_2="right", _5_3="right"), "bob": answers(_5_2="half")}.items():
        (folder.fetch(ASSIGNMENT, student) / ANSWERS).write_bytes(given)
    (folder.home("bob") / ASSIGNMENT / NOTEBOOK).unlink()
    for student in ("ann", "bob"):
        folder.submit(ASSIGNMENT, student)
    assert folder.api.collect(ASSIGNMENT)["success"]
    log = folder.run("autograde", ASSIGNMENT)
    assert "Traceback" not in log and "TCP without encryption" not in log
    for student in ("ann", "bob"):
        folder.feedback(student)
    assert folder.api.release_feedback(ASSIGNMENT)["success"]
    assert folder.export() == {(ASSIGNMENT, "ann"): 6.0, (ASSIGNMENT, "bob"): 2.0}
    assert folder.scores() == {"ann": {"5-2": 4.0, "5-3": 2.0}, "bob": {"5-2": 2.0, "5-3": 0.0}}
    assert f"{NOTEBOOK}</code> was not in your hand-in" in folder.page("bob")
    assert len(list(folder.exchange.glob("*/feedback/*.html"))) == 2


def test_packed_hand_ins_are_collected(course_folder: CourseFolder):
    archive = course_folder.root / "downloaded" / ASSIGNMENT / "archive"
    old, new = answers(_5_2="wrong"), answers(_5_2="right").replace(b"2026-01-05", b"2026-01-06")
    notebook, saved = f"{ASSIGNMENT}/{NOTEBOOK}", f"{ASSIGNMENT}/{ANSWERS}"
    sound = {notebook: course_folder.released().read_bytes(), saved: new}
    course_folder.released().with_name(ANSWERS).write_bytes(new)
    archive.mkdir(parents=True)
    pack.pack(course_folder.root, ASSIGNMENT, "ann").rename(archive / f"ann_{ASSIGNMENT}.zip")
    zipped(archive / f"ann_{ASSIGNMENT} (1).zip", {**sound, saved: old})
    inner = zipped(archive.parent / f"eva_maria.o@school_{ASSIGNMENT}.zip", {saved: new})
    broken = {f"bob_{ASSIGNMENT}.zip": b"no zip", f"cyd_{ASSIGNMENT}.zip": inner.read_bytes()[:90]}
    zipped(archive / "all.zip", {**broken, f"a platform/{inner.name}": inner.read_bytes()})
    zipped(
        archive / f"dan_{ASSIGNMENT}.zip", {f"../../../../submitted/ann/{notebook}": b"dan's", saved: b" " * 60_000_000}
    )
    output = course_folder.run("zip_collect", ASSIGNMENT)
    assert f"bob_{ASSIGNMENT}.zip could not be unpacked" in output and "too large" in output
    submitted = course_folder.root / "submitted"
    assert sorted(path.relative_to(submitted).as_posix() for path in submitted.rglob("*.*") if path.is_file()) == [
        f"ann/{ASSIGNMENT}/{ANSWERS}",
        f"ann/{ASSIGNMENT}/{NOTEBOOK}",
        f"ann/{ASSIGNMENT}/timestamp.txt",
        f"eva_maria.o@school/{ASSIGNMENT}/{ANSWERS}",
        f"eva_maria.o@school/{ASSIGNMENT}/timestamp.txt",
    ]
    assert (submitted / "ann" / ASSIGNMENT / ANSWERS).read_bytes() == new
    assert (submitted / "ann" / ASSIGNMENT / "timestamp.txt").read_text() == "2026-01-06 09:00:00"


def test_zips_of_one_name_are_unpacked_beside_each_other(tmp_path):
    names = ["ann_05-sql.ZIP", "ann_05-sql.zip", "all/ann_05-sql.Zip"]
    for number, name in enumerate(names):
        zipped(tmp_path / "archive" / name, {"05-sql/05-sql.answers.json": answers(_5_2=str(number))})
    inner = {name: (tmp_path / "archive" / name).read_bytes() for name in names[:2]}
    zipped(tmp_path / "archive" / "class.zip", inner)
    PackExtractor().extract(str(tmp_path / "archive"), str(tmp_path / "extracted"))
    unpacked = [path.relative_to(tmp_path / "extracted") for path in (tmp_path / "extracted").rglob("*.json")]
    assert len(unpacked) == 5
    assert {packed_path(f"/c/{path.as_posix()}", "05-sql")[0] for path in unpacked} == {"ann"}


def test_a_zip_with_too_much_in_it_is_cut_short_and_said(tmp_path, caplog):
    inner = zipped(tmp_path / "ann_05-sql.zip", {f"{number}.json": b"{}" for number in range(60)})
    zipped(tmp_path / "archive" / "all.zip", {inner.name: inner.read_bytes()})
    PackExtractor().extract(str(tmp_path / "archive"), str(tmp_path / "extracted"))
    assert len(list((tmp_path / "extracted").rglob("*.json"))) == 50
    assert "ann_05-sql.zip holds too much: 10 of its files were left out." in caplog.text


@pytest.mark.parametrize(
    ("path", "student", "file"),
    [
        ("ann_05-sql/05-sql/05-sql.ipynb", "ann", "05-sql.ipynb"),
        ("ann_05-sql/05-sql/05-sql.answers.json", "ann", "05-sql.answers.json"),
        ("a_b_05-sql/05-sql/05-sql.ipynb", "a_b", "05-sql.ipynb"),
        ("a_05-sql_05-sql/05-sql/05-sql.ipynb", "a_05-sql", "05-sql.ipynb"),
        (r"ann_05-sql\05-sql\05-sql.ipynb", "ann", "05-sql.ipynb"),
        ("ann_05-sql-2/05-sql/05-sql.ipynb", "ann", "05-sql.ipynb"),
        ("ann_05-sql (1)/05-sql/05-sql.ipynb", "ann", "05-sql.ipynb"),
        ("ann_05-sql-Copy1/05-sql/05-sql.ipynb", "ann", "05-sql.ipynb"),
        ("ann_05-sql-1 (2)/05-sql/05-sql.ipynb", "ann", "05-sql.ipynb"),
        ("ANN_05-SQL/05-SQL/05-SQL.IPYNB", "ANN", "05-SQL/05-SQL.IPYNB"),
        ("Jose\u0301_05-sql/05-sql/05-sql.ipynb", "José", "05-sql.ipynb"),
        ("ann_05-sql/05-sql/05-sql-Copy1.ipynb", "ann", "05-sql-Copy1.ipynb"),
        ("ann_05-sql/05-sql-Copy1.ipynb", "ann", "05-sql-Copy1.ipynb"),
        ("ann_05-sql/my folder/05-sql.answers (1).json", "ann", "my folder/05-sql.answers (1).json"),
        ("all/a platform/ann_05-sql/05-sql/05-sql.ipynb", "ann", "05-sql.ipynb"),
        ("ann_05-sql/05-sql/notes.txt", None, None),
        ("ann_07-more/07-more/07-more.ipynb", None, None),
        (".._05-sql/05-sql/05-sql.ipynb", None, None),
        ("05-sql/05-sql.ipynb", None, None),
    ],
)
def test_names_in_a_pack(path, student, file):
    packed = packed_path(f"/c/extracted/{path}", "05-sql") or (None, None, None)
    assert (packed[0], packed[2]) == (student, file)


@pytest.fixture
def formgrader(course_folder):
    """The address of a running JupyterLab server's formgrader, over a course with one hand-in without its notebook."""
    course_folder.hand_in("ann", {ANSWERS: answers(_5_2="right", _5_3="half")})
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = [f"--port={port}", "--no-browser", "--IdentityProvider.token=secret", "--allow-root"]
    log = (course_folder.root.parent / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options], cwd=course_folder.root, stdout=log, stderr=log
    )
    try:
        yield f"http://127.0.0.1:{port}/formgrader"
    finally:
        end_server(server.pid)
        log.close()


def ask(address, data=None):
    """What a server answers, once it is up."""
    request = urllib.request.Request(address, data, {"Authorization": "token secret"})
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            return pytest.fail(f"{address}: {error}")
        except (ConnectionError, urllib.error.URLError):
            time.sleep(0.2)
    return pytest.fail(f"{address} did not answer")


def test_formgraders_button_grades_like_the_command(course_folder, formgrader):
    listed = json.loads(ask(f"{formgrader}/api/submissions/{ASSIGNMENT}"))
    assert [submission["student"] for submission in listed] == ["ann"]
    graded = json.loads(ask(f"{formgrader}/api/submission/{ASSIGNMENT}/ann/autograde", b""))
    assert graded["success"], graded
    assert course_folder.scores()["ann"] == {"5-2": 4.0, "5-3": 1.0}
    submission = json.loads(ask(f"{formgrader}/api/submitted_notebooks/{ASSIGNMENT}/{ASSIGNMENT}"))[0]["id"]
    page = ask(f"{formgrader}/submissions/{submission}")
    assert '<p class="twin">5.2: right</p>' in page


def test_formgrader_can_show_the_settings(course_folder):
    assert "TakeAnswers" in json.dumps(course_folder.config)
