"""After `forget` no file, no page of a database and no name says that a student was ever there."""

from __future__ import annotations

import re
import shutil
import sqlite3
import zipfile

import pytest

from course.nbgrader.collect import collect_in
from course.nbgrader.forget import ForgetError, forget
from tests.nbgrader.course_folder import ASSIGNMENT, answers, zipped

STUDENT, FAMILY = "zq-martha", "Quillfeather"
OTHER = "bob"
ANSWER = "right -- as zq-martha Quillfeather said"


def traces(root, *words: str) -> list[str]:
    """Every file below a folder that holds one of these words, in its name or in what it holds, packed or not."""
    pattern = re.compile("|".join(words).encode(), re.IGNORECASE)
    found = []
    for path in sorted(root.rglob("*")):
        contents = [str(path.relative_to(root)).encode()]
        if path.is_file():
            contents.append(path.read_bytes())
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as packed:
                    contents += [name.encode() for name in packed.namelist()]
                    contents += [packed.read(name) for name in packed.namelist()]
        if any(pattern.search(content) for content in contents):
            found.append(path.relative_to(root).as_posix())
    return found


@pytest.fixture
def class_folder(course_folder):
    """A course in which two students went all ways that there are: hand-ins, grades, a comment, feedback, exports."""
    folder = course_folder
    with (folder.root / "nbgrader_config.py").open("a") as config:
        config.write(f"c = get_config()\nc.Exchange.root = {str(folder.exchange)!r}\n")
    (folder.root / "roster.csv").write_text(
        f"platform,student\n{FAMILY}martha,{STUDENT}\nboblee,{OTHER}\n{OTHER},{OTHER}\n"
    )
    archive = folder.root / "downloaded" / ASSIGNMENT / "archive"
    pack = {name: zipped(folder.root.parent / "x.zip", {f"{name}.answers.json": answers(_5_2=text)}).read_bytes()
            for name, text in (("a", ANSWER), ("b", "half"))}  # fmt: skip
    files = {f"{FAMILY}martha_1_2_{STUDENT}_{ASSIGNMENT}.zip": pack["a"], "boblee_3_4_x.zip": pack["b"]}
    zipped(archive / "submissions.zip", files)
    assert collect_in(folder.root, ASSIGNMENT).summary == "2 taken."
    replaced = folder.root / "downloaded" / ASSIGNMENT / "replaced" / STUDENT / "old"
    replaced.mkdir(parents=True)
    (replaced / "x.answers.json").write_bytes(answers(_5_2=ANSWER))
    with folder.api.gradebook as gradebook:
        gradebook.update_or_create_student(STUDENT, first_name="Martha", last_name=FAMILY, email=f"{STUDENT}@x.example")
    folder.autograde()
    with folder.api.gradebook as gradebook:
        notebook = gradebook.find_submission(ASSIGNMENT, STUDENT).notebooks[0]
        for comment in notebook.comments:
            comment.manual_comment = f"Well done, {FAMILY}. " * 400  # pages of its own
        gradebook.db.commit()
    shutil.copy(folder.root / "gradebook.db", folder.root / "gradebook.db.2026-01-05-09-00-00.bak")
    folder.feedback()
    inbound, released = folder.exchange / "x" / "inbound", folder.exchange / "x" / "feedback"
    for name in (STUDENT, OTHER):
        (inbound / f"{name}+{ASSIGNMENT}+2026-01-05 09:00:00 UTC+secret").mkdir(parents=True)
    released.mkdir()
    shutil.copy(folder.root / "feedback" / STUDENT / ASSIGNMENT / f"{ASSIGNMENT}.html", released / "0123.html")
    (folder.exchange / "x").rename(folder.exchange / "technical-product-manager")
    folder.export()
    (folder.root / ".nbgrader.log").write_text(f"graded {STUDENT}\ngraded {OTHER}\n")
    (folder.root / "reports").mkdir()
    (folder.root / "reports" / "report.html").write_text(f"<p>{STUDENT}</p>")
    (folder.root / f"{STUDENT}_{ASSIGNMENT}.zip").write_bytes(pack["a"])
    (folder.root / "autograded" / STUDENT / ASSIGNMENT / ".ipynb_checkpoints").mkdir()
    return folder


def test_no_trace_of_a_forgotten_student_is_left(class_folder):
    root = class_folder.root
    everywhere = root.parent
    others = traces(root, rf"\b{OTHER}\b")
    before = traces(everywhere, STUDENT, FAMILY)
    assert len(before) >= 12
    (everywhere / "x.zip").unlink()

    forgotten = forget(root, STUDENT)

    assert traces(everywhere, STUDENT, FAMILY) == []
    assert (forgotten.failed, forgotten.named) == ([], [])
    assert forgotten.lines[-1].endswith("places emptied. Nothing here names them any more.")
    assert class_folder.scores() == {OTHER: {"5-2": 2.0, "5-3": 0.0}}
    assert set(others) - set(traces(root, rf"\b{OTHER}\b")) == set()
    assert class_folder.export() == {(ASSIGNMENT, OTHER): 2.0}
    assert collect_in(root, ASSIGNMENT).summary == "1 unchanged."
    assert forget(root, STUDENT).lines == [f"Nothing is stored of {STUDENT} here."]


def test_the_databases_free_pages_are_gone_too(class_folder):
    path = class_folder.root / "gradebook.db"
    forget(class_folder.root, STUDENT)
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert FAMILY.encode() not in path.read_bytes()


def test_only_their_rows_leave_a_table(class_folder):
    root = class_folder.root
    (root / "roster.csv").write_text(f"platform,student\n12,{STUDENT}\n{STUDENT},{OTHER}\n")
    (root / "grades.csv").write_text(
        f"student_id,score,max_score\n{STUDENT},3,12\n{STUDENT.upper()},4,12\n{OTHER},5,12\n"
    )
    forget(root, STUDENT)
    assert (root / "roster.csv").read_text() == f"platform,student\n{STUDENT},{OTHER}\n"
    assert (root / "grades.csv").read_text() == f"student_id,score,max_score\n{STUDENT.upper()},4,12\n{OTHER},5,12\n"


def test_what_still_names_them_is_listed(class_folder):
    (class_folder.root / "notes.md").write_text(f"Ask {STUDENT} about 5.2.")
    forgotten = forget(class_folder.root, STUDENT)
    assert forgotten.named == ["notes.md"]
    assert f"Still names {STUDENT}, look at it yourself: notes.md" in forgotten.lines


@pytest.mark.parametrize("student", ["", "..", "a/b", "*", "../bob"])
def test_no_pattern_and_no_path_is_a_student(tmp_path, student):
    (tmp_path / "submitted" / "bob").mkdir(parents=True)
    with pytest.raises(ForgetError):
        forget(tmp_path, student)
    assert (tmp_path / "submitted" / "bob").exists()
