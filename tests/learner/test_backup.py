"""Save and restore: one file carries everything to another machine, and merging loses nothing."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import cli
from course.learner import backup
from course.learner.answers_file import METADATA, answers_path, parse
from course.learner.backup import BackupError, restore, save
from course.learner.entry import Entry, merge
from course.learner.saved import read_saved
from tests.course_copy import EVENING, MORNING, NOON, make_course, write_answers

OLD = Entry("old", MORNING, best="old", best_score=1.0, first_score=0.0, tries=3, hints=1)
NEW = Entry("new", NOON, best="new", best_score=0.5, first_score=0.5, tries=1)
ENTRIES = st.builds(
    Entry,
    answer=st.sampled_from([None, "", "a", "b", {"x": "1"}]),
    saved_at=st.sampled_from(["", MORNING, NOON, EVENING]),
    best=st.sampled_from([None, "a", "b"]),
    best_score=st.sampled_from([0.0, 0.5, 1.0]),
    tries=st.integers(0, 3),
)


@pytest.fixture
def here(tmp_path):
    return make_course(tmp_path / "here")


@pytest.fixture
def there(tmp_path):
    return make_course(tmp_path / "there")


def exercises(root):
    return root / "exercises/05-sql/05-sql.ipynb"


def lesson(root):
    return root / "modules/05-sql.ipynb"


def carried(root) -> bytes:
    save(root, root / "work.json")
    return (root / "work.json").read_bytes()


def everything(root) -> dict:
    return {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_everything_arrives_on_another_machine(here, there):
    write_answers(exercises(here), **{"5_1": OLD, "5_2": NEW})
    write_answers(lesson(here), **{"5__decision": Entry("Per payment.", NOON), "5__card__a": Entry("known", NOON)})
    restored = restore(there, carried(here))

    assert (restored.entries, restored.changed, restored.conflicts) == (4, 4, ())
    for notebook in (exercises, lesson):
        assert read_saved(notebook(there)).entries == read_saved(notebook(here)).entries


def test_the_copy_in_a_notebook_is_saved_too(here, there):
    notebook = json.loads(exercises(here).read_text())
    notebook["metadata"][METADATA] = {"version": 1, "exercises": {"5.1": {"answer": "x", "saved_at": MORNING}}}
    exercises(here).write_text(json.dumps(notebook))
    restore(there, carried(here))

    assert read_saved(exercises(there))["5.1"].answer == "x"


@pytest.mark.parametrize(("mine", "theirs"), [(OLD, NEW), (NEW, OLD)])
def test_the_newest_answer_counts_and_the_other_one_is_kept(here, there, mine, theirs):
    write_answers(exercises(here), **{"5_1": theirs})
    write_answers(exercises(there), **{"5_1": mine})
    restored = restore(there, carried(here))
    saved = read_saved(exercises(there))

    assert saved["5.1"].answer == "new"
    assert (saved["5.1"].best_score, saved["5.1"].best, saved["5.1"].tries, saved["5.1"].hints) == (1.0, "old", 3, 1)
    assert saved[f"5.1@{MORNING}"].answer == "old"
    assert [(each.exercise, each.other.answer) for each in restored.conflicts] == [("5.1", "old")]


def test_restoring_twice_changes_nothing_more(here, there):
    write_answers(exercises(here), **{"5_1": OLD})
    write_answers(exercises(there), **{"5_1": NEW})
    restore(there, carried(here))
    before = everything(there)
    again = restore(there, carried(here))

    assert (again.changed, again.conflicts) == (0, ())
    assert everything(there) == before


@given(ENTRIES, ENTRIES)
def test_no_answer_and_no_result_gets_lost(mine, theirs):
    used, other = merge(mine, theirs)
    kept = [used.answer, other.answer if other else None]

    for entry in (mine, theirs):
        assert entry.answer in (None, "", {}) or entry.answer in kept
    assert used.saved_at == max(mine.saved_at, theirs.saved_at)
    assert used.best_score == max(mine.best_score, theirs.best_score)
    assert used.tries == max(mine.tries, theirs.tries)


def test_an_answer_that_another_kernel_saved_meanwhile_stays(here, there):
    write_answers(exercises(here), **{"5_1": OLD})
    write_answers(exercises(there), **{"5_2": NEW})
    restore(there, carried(here))

    assert set(parse(answers_path(exercises(there)).read_bytes())) == {"5.1", "5.2"}


def test_a_notebook_that_is_not_here_is_named_and_the_rest_is_restored(here, there):
    write_answers(exercises(here), **{"5_1": OLD})
    write_answers(here / "modules/07-more.ipynb", **{"7__decision": NEW})
    (there / "modules/07-more.ipynb").unlink()
    restored = restore(there, carried(here))

    assert (restored.missing, restored.changed) == (("07-more",), 1)
    assert "left in the file: 07-more" in backup.summary(restored)


def zipped() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../bomb", b"0" * 30_000_000)
    return content.getvalue()


def work(name="05-sql", **parts) -> bytes:
    part = {"version": 1, "exercises": {"5.1": {"answer": "x", "saved_at": NOON}}}
    return json.dumps({"kind": backup.KIND, "version": 1, "notebooks": {name: part}, **parts}).encode()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "cut off"),
        (work()[:60], "cut off"),
        (b"\x00\xff", "cut off"),
        (b"[" * 100_000, "cut off"),
        (zipped(), "cut off or is no saved course work"),
        (b" " * (backup.LARGEST + 1), "larger than 20 MB"),
        (b"[]", "no saved course work"),
        (b'{"version": 1, "exercises": {}}', "no saved course work"),
        (work(version=2), "another version"),
        (work(version=None), "another version"),
        (work("../../etc/passwd"), "no course has"),
        (work("/etc/passwd"), "no course has"),
        (work("05-sql/../../x"), "no course has"),
        (work("C:\\x"), "no course has"),
        (work(notebooks={"05-sql": []}), "cannot be used"),
        (work(notebooks={"05-sql": {"version": 9, "exercises": {}}}), "newer version"),
        (
            work(notebooks={"05-sql": {"version": 1, "exercises": {"5.1": {"answer": "x" * 6_000_000}}}}),
            "larger than 5 MB",
        ),
    ],
)
def test_a_bad_file_gets_one_sentence_and_changes_nothing(there, content, says):
    write_answers(exercises(there), **{"5_1": OLD})
    before = everything(there)

    with pytest.raises(BackupError, match=says) as told:
        restore(there, content)

    assert str(told.value).endswith("Nothing was changed.")
    assert "\n" not in str(told.value) and len(str(told.value)) < 250
    assert everything(there) == before


def test_with_nothing_done_there_is_nothing_to_save(here):
    with pytest.raises(BackupError, match="nothing to save yet"):
        save(here, here / "work.json")

    assert not (here / "work.json").exists()


def test_a_damaged_answers_file_does_not_keep_the_rest_from_being_saved(here):
    write_answers(lesson(here), **{"5__decision": NEW})
    answers_path(exercises(here)).write_bytes(b"{")
    count, problems = save(here, here / "work.json")

    assert count == 1
    assert "05-sql.answers.json could not be read" in problems[0]


@pytest.fixture
def terminal(there, monkeypatch, tmp_path):
    monkeypatch.setattr(cli, "ROOT", there)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_save_and_restore(terminal, there, capsys):
    write_answers(exercises(there), **{"5_1": OLD})
    name = backup.default_name(date.today())

    assert cli.main(["save"]) == 0
    assert f"Saved 1 entry to {name}" in capsys.readouterr().out
    shutil.rmtree(there)
    make_course(there)
    assert cli.main(["restore", name]) == 0
    assert "1 of 1 entries were new here" in capsys.readouterr().out
    assert read_saved(exercises(there))["5.1"] == OLD


@pytest.mark.parametrize("arguments", [["save"], ["restore", "nowhere.json"]])
def test_a_command_that_cannot_work_says_why_in_one_line(terminal, capsys, arguments):
    assert cli.main(arguments) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_place_that_cannot_be_written_is_named(here):
    write_answers(lesson(here), **{"5__decision": NEW})

    with pytest.raises(BackupError, match="x.json could not be written"):
        save(here, here / "no/such/folder/x.json")
