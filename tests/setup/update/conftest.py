"""Small courses with two versions: in a git repository with a clone, as a zip file, and as a folder."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from course.learner.answers_file import METADATA, answers_path, parse
from course.learner.entry import Entry
from course.setup import update
from course.setup.update.version import files_below
from tests.course_copy import CARDS, MORNING, make_course, write_answers, write_notebook

ANSWER = Entry("SELECT 1", MORNING, best="SELECT 1", best_score=1.0, first_score=0.5, tries=2, passed=True)
OWN_FILES = {"modules/my notes.md", "modules/99-mine.ipynb", "data/mine.csv"}
LESSON, EXERCISES = "modules/05-sql.ipynb", "exercises/05-sql/05-sql.ipynb"


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(autouse=True)
def git_of_nobody(monkeypatch, tmp_path):
    """Git as on a fresh machine, with a name so that it can commit."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "no-config"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ife")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ife@example.com")


def write_version(root: Path, number: str) -> None:
    (root / "course").mkdir(exist_ok=True)
    (root / "course/__init__.py").write_text(f'__version__ = "{number}"\n')


def with_prompts(notebook: Path, **prompts: str) -> None:
    """Give an exercise notebook a prompt for each exercise; ``_`` in a name stands for a dash."""
    content = json.loads(notebook.read_text())
    content["cells"] = [cell for cell in content["cells"] if "nbgrader" not in cell["metadata"]]
    for name, words in prompts.items():
        id = f"{name.strip('_').replace('_', '-')}-prompt"
        cell = {"cell_type": "markdown", "id": id, "metadata": {"nbgrader": {"grade_id": id}}, "source": [words]}
        content["cells"].append(cell)
    notebook.write_text(json.dumps(content))


def write_old(root: Path) -> Path:
    """Version 0.2.0: exercises 5.1 and 5.2, a module of the package that goes, a program, and a lesson that goes."""
    make_course(root)
    write_version(root, "0.2.0")
    (root / "course/gone").mkdir()
    (root / "course/gone/__init__.py").write_text("OLD = 1\n")
    (root / "requirements.lock").write_text("a==1\n")
    (root / "pyproject.toml").write_text("[project]\n")
    (root / ".gitignore").write_text("*.answers.json\n*.answers.json.*\n__pycache__/\ncourse-*-*\n.course-update*\n")
    (root / ".gitattributes").write_text("* text=auto eol=lf\n")
    with_prompts(root / EXERCISES, _5_1="Count.", _5_2="Sum.")
    return root


def write_new(root: Path) -> Path:
    """Version 0.3.0: another text for 5.2, 5.1 as it was, a new 5.3; lesson 5 is rewritten, 7 is gone, 8 is new."""
    write_version(root, "0.3.0")
    shutil.rmtree(root / "course/gone")
    (root / "course/fresh.py").write_text("NEW = 1\n")
    (root / "start.sh").write_text("#!/bin/sh\n")
    (root / "start.sh").chmod(0o755)
    with_prompts(root / EXERCISES, _5_1="Count.", _5_2="Sum, per month.", _5_3="Divide.")
    sheet = root / "exercises/05-sql/checks.json"
    exercises = json.loads(sheet.read_text())
    exercises["exercises"]["5.3"] = exercises["exercises"]["5.2"] | {"id": "5.3"}
    sheet.write_text(json.dumps(exercises))
    write_notebook(root / LESSON, "# 5, rewritten", 'course.decision("5", ask="Which?")')
    for name in ("07-more.ipynb", "07-more.cards.md"):
        (root / "modules" / name).unlink()
    write_notebook(root / "modules/08-risk.ipynb", "# 8")
    (root / "modules/08-risk.cards.md").write_text(CARDS)
    return root


@pytest.fixture
def published(tmp_path):
    """A repository with version 0.2.0; ``publish`` adds 0.3.0."""
    root = write_old(tmp_path / "published")
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=Old")
    return root


def publish(root: Path) -> None:
    write_new(root)
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=New")


@pytest.fixture
def clone(published, tmp_path):
    """A learner's clone of version 0.2.0, after which 0.3.0 was published."""
    root = tmp_path / "my course"
    git(tmp_path, "clone", "--quiet", str(published), str(root))
    publish(published)
    return root


@pytest.fixture
def unpacked(tmp_path):
    """A learner's folder that came from a zip file."""
    return write_old(tmp_path / "my course")


@pytest.fixture
def new_zip(tmp_path):
    return zipped(write_new(write_old(tmp_path / "newer")), tmp_path / "course-main.zip")


def zipped(folder: Path, target: Path, head: str = "course-main/") -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for path in files_below(folder):
            archive.write(path, head + path.relative_to(folder).as_posix())
    return target


def work_in(root: Path) -> None:
    """Answer 5.1 and 5.2 in the answers file, 5.2 and the decision in notebooks alone, run everything, write own files."""
    write_answers(root / EXERCISES, **{"5_1": ANSWER})
    carry(root / EXERCISES, {"5.2": {"answer": "SELECT 2", "saved_at": MORNING}})
    carry(root / LESSON, {"5-decision": {"answer": "Per payment.", "saved_at": MORNING}})
    for name in (EXERCISES, LESSON, "modules/07-more.ipynb"):
        run_all(root / name)
    (root / "modules/my notes.md").write_text("Mine.")
    (root / "modules/99-mine.ipynb").write_text("{}")
    (root / "data").mkdir()
    (root / "data/mine.csv").write_text("a,b\n")


def carry(notebook: Path, entries: dict) -> None:
    content = json.loads(notebook.read_text())
    content["metadata"][METADATA] = {"version": 1, "exercises": entries}
    notebook.write_text(json.dumps(content))


def run_all(notebook: Path) -> None:
    content = json.loads(notebook.read_text())
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"execution_count": 7, "outputs": [{"output_type": "stream", "name": "stdout", "text": ["done"]}]}
    notebook.write_text(json.dumps(content, indent=1))


def add_note(notebook: Path, words: str) -> None:
    content = json.loads(notebook.read_text())
    content["cells"].append({"cell_type": "markdown", "id": "mine", "metadata": {}, "source": [words]})
    notebook.write_text(json.dumps(content, indent=1))


def start(root: Path, source: Path | None = None) -> int:
    """``python3 -m course update`` as in the course folder."""
    return update.run(root, source)


def entries(root: Path, notebook: str) -> dict[str, Entry]:
    return parse(answers_path(root / notebook).read_bytes())


def files(root: Path) -> dict[str, bytes]:
    """Every file of a course apart from git's and the answers."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files_below(root)}


def kept(root: Path) -> dict[str, Path]:
    """The copies that an update kept, by the path that they had."""
    folders = list(root.glob("course-kept-*"))
    return {
        path.relative_to(folder).as_posix(): path for folder in folders for path in folder.rglob("*") if path.is_file()
    }


def saved_work(root: Path) -> dict:
    (file,) = root.glob("course-work-*.json")
    return json.loads(file.read_text())["notebooks"]


def assert_new_with_work(root: Path, new: Path) -> None:
    """All files of the new version, the learner's own, the answers, and nothing of the old version."""
    here, expected = files(root), files(new)
    assert {path: here[path] for path in here if path not in OWN_FILES} == expected
    assert here.keys() >= OWN_FILES
    answers = entries(root, EXERCISES)
    assert answers["5.1"] == ANSWER
    assert (answers["5.2"].answer, answers["5.2"].given_to) == ("SELECT 2", "0.2.0")
    assert entries(root, LESSON)["5-decision"].answer == "Per payment."
    assert saved_work(root).keys() == {"05-sql", "05-sql/exercises"}
    assert not (root / ".course-update").exists()
