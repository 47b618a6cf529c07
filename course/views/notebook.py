"""An exercise as a notebook shows it: the live frame, its static twin, the check cell and the grade cell."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from textwrap import fill

from IPython.display import HTML, display

from course import __version__
from course.exercise import Exercise
from course.learner.place import Run
from course.sheet import SheetError, data_version
from course.verdict import Outcome, Verdict, code_html
from course.views.live import display_live
from course.views.soon import soon
from course.views.twin import static_html, style

REPORT_WIDTH = 80  # nbgrader cuts longer lines of Validate's report off


def _no_proofs(kind: str, id: str, starter: str, parts: dict) -> str:
    return ""


class NotebookExercise(Exercise):
    """What ``course.sql(...)`` and ``course.form(...)`` give a notebook.

    ``proofs`` gives what an author's run of the grade cell shows, as HTML: views know nothing of authoring.
    """

    def __init__(
        self,
        kind: str,
        id: str,
        starter: str = "",
        beside: Sequence[str] = (),
        carries: Sequence[str] = (),
        settings: Mapping[str, object] | None = None,
        proofs: Callable[[str, str, str, dict], str] = _no_proofs,
    ):
        super().__init__(kind, id, starter, beside, carries, settings)
        self._proofs = proofs
        self._twins, self._checks = [], []
        self._frame, self._judged, self._twin_html = None, None, ""

    def _ipython_display_(self) -> None:
        if self.run in (Run.LEARNER, Run.AUTHOR):
            self._display_frame()
        self._display_twin()

    def check(self) -> float | None:
        """Show the verdict of the present answer. nbgrader's Validate gets points; its autograder reads grade() instead."""
        if self.run in (Run.AUTOGRADE, Run.AUTHOR):
            return None
        verdict = self._verdict_or_problem()
        if self.run is Run.VALIDATE:
            points = verdict.points(self.points)  # 0 by a closed sheet: it must not look as if all were right
            # For a cell without full points, Validate's report shows what is on stderr, and nothing else.
            print(fill(verdict.text, REPORT_WIDTH), file=sys.stderr if points < self.points else sys.stdout)
            return points
        if self._frame and verdict.outcome is not Outcome.NOT_ATTEMPTED:
            self._frame.show(verdict, looks=False)  # who ran this cell looks at it
            self._frame.refresh()
        self._checks.append(display(HTML(_line_html(verdict)), display_id=True))
        return None

    def report(self) -> str:
        """What to paste when a verdict seems unfair: exercise, versions, verdict and answer, nothing about the person."""
        verdict, answer = self._verdict_or_problem(), self.answer
        return "\n".join(
            [
                f"Exercise {self.id}, course {__version__}, data {data_version()}",
                verdict.line,
                *(finding.text for finding in verdict.findings),
                "",
                answer if isinstance(answer, str) else json.dumps(answer, indent=1, ensure_ascii=False),
            ]
        )

    def grade(self, **parts: object) -> float:
        """The points of the answer by its key. The verdict joins the answer where the exercise is, above the grade.

        Whatever stops the judging is raised: the autograder then gives 0 and asks for a person.
        """
        if self.run is Run.AUTHOR:
            return self._author_points(parts)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # nbgrader gives 0 if anything is on stderr
            answer, verdict = self.graded(**parts)
        if not self._twins:
            self._display_twin()
        for handle in self._twins:
            handle.update(HTML(static_html(self, verdict, answer)))
        return verdict.points(self.points)

    def _author_points(self, parts: dict) -> float:
        display(HTML(style() + self._proofs(self.kind, self.id, self.starter, {**self.settings, **parts})))
        return 0.0

    def _display_twin(self) -> None:
        self._twin_html = static_html(self)
        self._twins.append(display(HTML(self._twin_html), display_id=True))

    def _display_frame(self) -> None:
        from course.views.frame import frame_of

        with suppress(SheetError):  # the twin and the check cell say what is wrong with the sheet
            self._frame = frame_of(self)
            self._frame.after_check.append(self._update)
            self.answers.listeners.append(soon(self._follow))
            display_live(self._frame.widget)

    def _update(self, verdict: Verdict) -> None:
        self._judged = self.answer, verdict
        self._follow()
        for handle in self._checks:
            handle.update(HTML(_line_html(verdict)))

    def _follow(self) -> None:
        """Show in the static copy what is saved now, and the verdict only beside the answer that it is about."""
        answer, verdict = self._judged or (None, None)
        html = static_html(self, verdict if answer == self.answer else None)
        if html != self._twin_html:
            self._twin_html = html
            for handle in self._twins:
                handle.update(HTML(html))

    def _verdict_or_problem(self) -> Verdict:
        try:
            return self.verdict()
        except Exception as error:
            return Verdict.not_attempted(f"nothing could be checked. {error}")


def _line_html(verdict: Verdict) -> str:
    """The check cell's one line; what to look at next is in the exercise itself."""
    return f'{style()}<p class="course-note">{code_html(verdict.line)}</p>'
