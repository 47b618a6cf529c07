"""nbgrader's export of grades, with a column that tells what could not be judged from what scored 0."""

from __future__ import annotations

from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

from course.nbgrader.state import not_judged

COLUMN = "not_judged"


class GradesExportPlugin(CsvExportPlugin):
    """Writes what nbgrader writes, and at the end of each line the exercises that still need a judgement."""

    def export(self, gradebook: Gradebook) -> None:
        super().export(gradebook)
        path = Path(self.to or "grades.csv")
        head, *lines = path.read_text(encoding="utf-8").splitlines()
        missing = not_judged(gradebook)
        named = [f"{line},{' '.join(missing.get(_key(line), ()))}" for line in lines]
        path.write_text("\n".join([f"{head},{COLUMN}", *named]) + "\n", encoding="utf-8")


def _key(line: str) -> tuple[str, str]:
    """The assignment and the student of a line. nbgrader quotes nothing, and names, which may hold commas, come later."""
    assignment, _, _, student = line.split(",")[:4]
    return assignment, student
