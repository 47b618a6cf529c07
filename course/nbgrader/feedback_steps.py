"""nbgrader's two steps for feedback, with a line for each hand-in and one for all; a hand-in without a receipt stops no other."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from nbgrader.apps import api, generatefeedbackapp
from nbgrader.converters import GenerateFeedback
from nbgrader.exchange.default import ExchangeReleaseFeedback
from nbgrader.utils import notebook_hash

from course.nbgrader.files import HandInError
from course.nbgrader.paths import LiteralGlob
from course.nbgrader.receipts import TIMESTAMP, read_secret


class CourseGenerateFeedback(GenerateFeedback):
    """Says whose page is written, and at the end how many are and how many were there already."""

    def convert_notebooks(self) -> None:
        self._written = self._left_alone = 0
        super().convert_notebooks()
        words = f"{_count(self._written, 'feedback page')} written"
        if self._left_alone:
            words += f"; {_count(self._left_alone, 'hand-in')} had {'its' if self._left_alone == 1 else 'theirs'} already: --force writes anew"
        self.log.info("%s.", words)

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        is_due = super().init_destination(assignment_id, student_id)
        excluded = student_id in (self.coursedir.student_id_exclude or "").split(",")
        self._left_alone += not is_due and not excluded
        return is_due

    def set_permissions(self, assignment_id: str, student_id: str) -> None:
        """The last step for a hand-in: its pages are written."""
        super().set_permissions(assignment_id, student_id)
        self._written += len(self.notebooks)
        self.log.info("%s: %s", student_id, os.path.relpath(self._format_dest(assignment_id, student_id)))


def release(exchange: ExchangeReleaseFeedback) -> None:
    """Put the pages of a class where their owners' nbgrader finds them, by the secret that came with each hand-in.

    What did not come by the exchange has no secret: its page is left to the instructor, and the others are released.
    """
    folders = exchange.coursedir
    place = folders.format_path(folders.feedback_directory, "(?P<student>.*)", folders.assignment_id, escape=True)
    pattern = re.compile(rf"{place}{re.escape(os.sep)}(?P<notebook>.*)\.html")
    excluded = (folders.student_id_exclude or "").split(",")
    released, without = [], []
    for page in sorted(LiteralGlob.glob(os.path.join(exchange.src_path, "*.html"))):
        match = pattern.match(page)
        if match is None or match["student"] in excluded:
            continue
        secret = _secret(Path(page).parent)
        if not secret:
            without.append(match["student"])
            continue
        name = notebook_hash(secret=secret, notebook_id=match["notebook"])
        temporary = os.path.join(exchange.dest_path, f"{name}-tmp.html")
        shutil.copy(page, temporary)
        os.replace(temporary, os.path.join(exchange.dest_path, f"{name}.html"))
        released.append(match["student"])
        exchange.log.info("%s: feedback released", match["student"])
    if without:
        exchange.log.warning(
            "Not handed in by the exchange, so send these pages from “%s” yourself: %s",
            folders.feedback_directory,
            ", ".join(dict.fromkeys(without)),
        )
    exchange.log.info("%s released.", _count(len(released), "feedback page"))


def use_course_feedback() -> None:
    """Make nbgrader's commands and formgrader's buttons use these: nbgrader has no setting for them."""
    for module in (generatefeedbackapp, api):
        module.GenerateFeedback = CourseGenerateFeedback
    ExchangeReleaseFeedback.copy_files = release


def _secret(folder: Path) -> str:
    try:
        return read_secret(folder) if (folder / TIMESTAMP).exists() else ""
    except HandInError:
        return ""


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
