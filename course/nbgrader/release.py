"""nbgrader's step that makes the release, without a loss for whoever has answered in the released folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from nbgrader.apps import api, generateassignmentapp
from nbgrader.converters import GenerateAssignment

from course.learner.answers_file import read_metadata
from course.learner.saved import keep_copy

SAVED_WORK = "course-work-"
PASSING = (".lock", ".tmp")


class CourseGenerateAssignment(GenerateAssignment):
    """Makes a release beside the old one and puts it in its place once it is whole.

    nbgrader removes the released folder first, and once more if the step fails: with all answers in it.
    """

    _scratch = ""

    @property
    def _output_directory(self) -> str:
        return self._scratch

    def start(self) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            self._scratch = scratch
            super().start()

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        release = self._release(assignment_id, student_id)
        if self.force or not all((release / Path(notebook).name).exists() for notebook in self.notebooks):
            return True
        self.log.info("%s is there already: --force generates it anew.", os.path.relpath(release))
        return False

    def set_permissions(self, assignment_id: str, student_id: str) -> None:
        """The last step for an assignment: its release is whole."""
        self._replace_release(
            Path(self._format_dest(assignment_id, student_id)), self._release(assignment_id, student_id)
        )
        scratch, self._scratch = self._scratch, self.coursedir.release_directory
        try:
            super().set_permissions(assignment_id, student_id)
        finally:
            self._scratch = scratch
        release = os.path.relpath(self._release(assignment_id, student_id))
        self.log.info("%s is generated: %s", assignment_id, release)

    def _replace_release(self, new: Path, release: Path) -> None:
        names = [path.relative_to(new) for path in sorted(new.rglob("*")) if path.is_file()]
        for name in names:
            replace_file(new / name, release / name)
        if self.coursedir.notebook_id == "*":
            remove_others(release, {release / name for name in names})

    def _release(self, assignment_id: str, student_id: str) -> Path:
        return Path(self.coursedir.format_path(self.coursedir.release_directory, student_id, assignment_id))


def replace_file(new: Path, old: Path) -> None:
    """Put a file in the place of another one, whole or not at all. Answers in a notebook move to the file beside it."""
    old.parent.mkdir(parents=True, exist_ok=True)
    if old.suffix == ".ipynb":
        keep_copy(old)
    temporary = old.with_name(old.name + ".tmp")
    shutil.copy(new, temporary)
    os.replace(temporary, old)


def remove_others(release: Path, new: set[Path]) -> None:
    """Remove what an earlier release had. What a person made there stays: answers, saved work, notebooks with answers."""
    for path in sorted(release.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in new and not _is_own_work(path):
            path.unlink()


def _is_own_work(path: Path) -> bool:
    name = path.name.casefold()
    if ".ipynb_checkpoints" in path.parts or name.endswith(PASSING) or path.is_symlink() or not path.is_file():
        return False
    if name.endswith(".ipynb"):
        return bool(read_metadata(path))
    return name.startswith(SAVED_WORK) or ("answers" in name and ".json" in name)


def use_course_release() -> None:
    """Make nbgrader's command and formgrader's button use CourseGenerateAssignment: nbgrader has no setting for it."""
    for module in (generateassignmentapp, api):
        module.GenerateAssignment = CourseGenerateAssignment
