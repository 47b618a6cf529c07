"""A course in a folder of its own, driven through real nbgrader, and a small assignment to put there."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
import zipfile
from contextlib import chdir
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory

PROJECT = Path(__file__).parents[2]
ASSIGNMENT = "05-sql"
REFERENCE = "SELECT secret_reference"

# Whatever in a page would make a browser ask for something.
LOADS = re.compile(
    r"""<(?!a\b)[^>]*\b(?:src|srcset|href|data|poster)=["']?\s*(?!data:|#)[^"'\s>]|url\((?!['"]?data:)|@import|<script"""
)

# What course.sql(...) and ex.grade(...) will be: answers from the file, else from the notebook, and a plain number.
STAND_IN = """
import json, os, time
from html import escape
from pathlib import Path
from IPython.display import HTML, display

def saved(exercise):
    file = Path("05-sql.answers.json")
    if file.exists():
        held = json.loads(file.read_bytes())
    else:
        held = json.loads(Path("05-sql.ipynb").read_bytes())["metadata"].get("course_answers", {})
    return held.get("exercises", {}).get(exercise, {}).get("answer", "")

def grade(exercise, reference, points):
    answer = saved(exercise)
    display(HTML(f'<p class="twin">{exercise}: {escape(answer) or "not attempted"}</p>'))
    if answer == "die":
        os._exit(1)
    if answer == "sleep":
        time.sleep(600)
    if answer == "break":
        raise RuntimeError(f"no {answer}")
    return {"right": 1.0, "half": 0.5}.get(answer, 0.0) * points
"""


class CourseFolder:
    """A course in a folder of its own, with an exchange beside it and one home folder for each student.

    Each step exists as nbgrader's own command, by ``run``. The methods do the same in this process, which is faster: by
    nbgrader's API, as formgrader's buttons do.
    """

    def __init__(self, root: Path):
        self.root = root
        self.exchange = root.parent / "exchange"

    @classmethod
    def create(cls, root: Path) -> CourseFolder:
        folder = cls(root)
        root.mkdir(parents=True)
        folder.exchange.mkdir(exist_ok=True)
        folder.exchange.chmod(0o777)
        for name in ("solutions", "exercises"):
            (root / name).mkdir()
        shutil.copy(PROJECT / "nbgrader_config.py", root)
        return folder

    def add_module(self, module: str) -> None:
        """Put the sources of a module of the real course here."""
        shutil.copytree(PROJECT / "solutions" / module, self.root / "solutions" / module)

    def copy(self, root: Path) -> CourseFolder:
        """The same course once more, elsewhere, with an exchange of its own."""
        shutil.copytree(self.root, root)
        copied = CourseFolder(root)
        copied.exchange.mkdir(mode=0o777)
        return copied

    @property
    def config(self):
        """The configuration as nbgrader itself loads it, and the places of this folder."""
        with chdir(self.root):
            app = NbGrader()
            app.config_dir = str(self.root)
            app.load_config_file()
        app.config.CourseDirectory.root = str(self.root)
        app.config.Exchange.root = str(self.exchange)
        app.config.Exchange.cache = str(self.root.parent / "cache")
        return app.config

    @property
    def api(self) -> NbGraderAPI:
        return NbGraderAPI(config=self.config)

    def run(self, *command: str, cwd: Path | None = None, succeeds: bool = True) -> str:
        """Run an nbgrader command as a person would; its whole output."""
        cache = self.root.parent / "cache"
        places = [f"--Exchange.root={self.exchange}", f"--Exchange.cache={cache}"]
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *command, *places], cwd=cwd or self.root, capture_output=True, text=True
        )
        output = done.stdout + done.stderr
        assert (done.returncode == 0) == succeeds, output
        return output

    def home(self, student: str) -> Path:
        """A student's own folder."""
        home = self.root.parent / "homes" / student
        home.mkdir(parents=True, exist_ok=True)
        return home

    def fetch(self, assignment: str, student: str) -> Path:
        """Fetch a released assignment as a student; the folder that they work in."""
        self._exchange("FetchAssignment", assignment, student)
        return self.home(student) / assignment

    def submit(self, assignment: str, student: str) -> None:
        self._exchange("Submit", assignment, student)

    def _exchange(self, step: str, assignment: str, student: str) -> None:
        config = self.config
        folder = CourseDirectory(config=config, assignment_id=assignment, student_id=student)
        with chdir(self.home(student)):
            action = getattr(ExchangeFactory(config=config), step)
            action(coursedir=folder, authenticator=Authenticator(config=config), config=config).start()

    def hand_in(self, student: str, files: dict[str, bytes], assignment: str = ASSIGNMENT) -> Path:
        """Put files into the folder of collected hand-ins, as `nbgrader collect` would."""
        folder = self.root / "submitted" / student / assignment
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        return folder

    def source(self, assignment: str = ASSIGNMENT) -> Path:
        """The instructor's notebook."""
        return self.root / "solutions" / assignment / f"{assignment}.ipynb"

    def released(self, assignment: str = ASSIGNMENT) -> Path:
        """The notebook that learners get."""
        return self.root / "exercises" / assignment / f"{assignment}.ipynb"

    def generate(self, assignment: str = ASSIGNMENT) -> None:
        result = self.api.generate_assignment(assignment)
        assert result["success"], result

    def autograde(self, student: str = "*", assignment: str = ASSIGNMENT, force: bool = True, **options) -> dict:
        """Grade as formgrader's button does. ``force`` False leaves what is graded already.

        ``options`` change settings, as in ``Execute={"timeout": 5}``.
        """
        config = self.config
        for name, values in options.items():
            config[name].update(values)
        return NbGraderAPI(config=config).autograde(assignment, student, force=force)

    def feedback(self, student: str = "*", assignment: str = ASSIGNMENT) -> None:
        result = self.api.generate_feedback(assignment, student)
        assert result["success"], result

    def page(self, student: str, assignment: str = ASSIGNMENT) -> str:
        """A student's feedback page."""
        return (self.root / "feedback" / student / assignment / f"{assignment}.html").read_text(encoding="utf-8")

    def graded(self, student: str, assignment: str = ASSIGNMENT) -> nbformat.NotebookNode:
        """The notebook as it was graded."""
        return nbformat.read(self.root / "autograded" / student / assignment / f"{assignment}.ipynb", as_version=4)

    def scores(self, assignment: str = ASSIGNMENT) -> dict[str, dict[str, float]]:
        """Points in the gradebook: student, then grade cell."""
        with self.api.gradebook as gradebook:
            submissions = gradebook.assignment_submissions(assignment)
            return {
                submission.student.id: {
                    grade.name: grade.score for book in submission.notebooks for grade in book.grades
                }
                for submission in submissions
            }

    def needs_a_person(self, student: str, assignment: str = ASSIGNMENT) -> bool:
        with self.api.gradebook as gradebook:
            return gradebook.find_submission(assignment, student).needs_manual_grade

    def total(self, student: str, assignment: str = ASSIGNMENT) -> float:
        """All points of a hand-in."""
        with self.api.gradebook as gradebook:
            return gradebook.find_submission(assignment, student).score

    def export(self) -> dict[tuple[str, str], float]:
        """Scores in the exported CSV: (assignment, student)."""
        self.run("export")
        with (self.root / "grades.csv").open(encoding="utf-8") as file:
            return {(row["assignment"], row["student_id"]): float(row["score"]) for row in csv.DictReader(file)}


def answers(**given: str) -> bytes:
    """An answers file. Names are exercises with an underscore for the dot: ``answers(_5_2="right")``."""
    saved_at = datetime(2026, 1, 5, 9, tzinfo=UTC).isoformat().replace("+00:00", "Z")
    exercises = {name[1:].replace("_", "."): {"answer": text, "saved_at": saved_at} for name, text in given.items()}
    return json.dumps({"version": 1, "exercises": exercises}).encode()


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    """A zip with these files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return path


def grade_cell(grade_id: str, points: float, source: str):
    marks = {"grade": True, "solution": False, "locked": True, "task": False, "schema_version": 3, "cell_type": "code"}
    return new_code_cell(source, id=grade_id, metadata={"nbgrader": {**marks, "grade_id": grade_id, "points": points}})


def locked_cell(cell, grade_id: str):
    marks = {"grade": False, "solution": False, "locked": True, "task": False, "schema_version": 3}
    cell["id"] = grade_id
    cell.metadata["nbgrader"] = {**marks, "grade_id": grade_id, "cell_type": cell.cell_type}
    return cell


def exercise_cells(exercise: str, points: float):
    name = exercise.replace(".", "-")
    hidden = (
        f'### BEGIN HIDDEN TESTS\ngrade("{exercise}", reference="{REFERENCE}", points={points})\n### END HIDDEN TESTS'
    )
    return [
        locked_cell(
            new_markdown_cell(f"## {exercise}\n\nCount the payments. ![a chart](http://charts.example/1.png)"),
            f"task-{name}",
        ),
        locked_cell(new_code_cell(f'ex = "{exercise}"\nex'), f"view-{name}"),
        grade_cell(name, points, f"ex == {exercise!r}\n{hidden}"),
    ]


def source_notebook(*cells):
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=list(cells), metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def write(notebook, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path
