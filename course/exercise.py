"""An exercise as a learner meets it: its answer, its hints, and its verdict. Knows nothing of screens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from course import sheet as sheets
from course.grade.kind import Neighbour, kind, make_key
from course.keys.key import digest
from course.learner.answers import Answers, AnswersError
from course.learner.answers_file import answers_path
from course.learner.entry import Entry
from course.learner.place import Run, current_notebook, current_run, grade_points
from course.verdict import Outcome, Verdict

Remember = Callable[[object, Callable[[], Verdict]], Verdict]
_compiled: dict[tuple[str, str], Any] = {}  # keys that a sheet does not hold yet: a class is graded by few of them
_open_answers: dict[Path | None, Answers] = {}


class Exercise:
    """One exercise of the notebook that this kernel runs.

    ``kind`` is the name of a kind of course.grade.kind.KINDS, ``starter`` the text of an unanswered editor, ``beside`` the
    demo that can be opened beside the answer: its name and what it is called with. ``carries`` names figures of earlier
    exercises that are shown above it; they are no part of judging. ``settings`` are the parts of the key that are stated where
    the exercise is shown. ``remember`` gives the verdict of ``graded`` by all that
    it depends on, a JSON value: whoever grades a class may know it already.
    """

    def __init__(
        self,
        kind: str,
        id: str,
        starter: str = "",
        beside: Sequence[str] = (),
        carries: Sequence[str] = (),
        settings: Mapping[str, object] | None = None,
    ):
        self.kind = kind
        self.settings = _known_settings(kind, settings or {})
        self.id = id
        self.starter = starter
        self.beside = tuple(beside)
        self.carries = tuple(carries)
        self.remember: Remember = _judge_anew
        self.notebook = current_notebook()
        self.run = current_run(self.notebook)
        self.answers = open_answers(self.notebook, self.run)

    @property
    def answer(self) -> object:
        """What the learner answered last; the starter, or an empty form, if there is no answer yet."""
        saved = self.answers[self.id].answer
        return self.nothing if saved is None else saved

    @answer.setter
    def answer(self, answer: object) -> None:
        entry = self.answers[self.id]
        if answer != entry.answer:
            self.answers.put(self.id, entry.changed(answer))

    @property
    def other_answers(self) -> tuple[Entry, ...]:
        """Earlier answers that were replaced by newer ones and kept, the newest first."""
        return tuple(entry for entry in self.answers.others(self.id) if entry.answer != self.nothing)

    @property
    def nothing(self) -> object:
        """What counts as no answer: an empty form, the template of a document, the starter of a query."""
        try:
            expectation = self.sheet.expectation
        except sheets.SheetError:
            expectation = {}
        return kind(self.kind).nothing(self.starter, expectation)

    @cached_property
    def sheet(self) -> sheets.ExerciseSheet:
        """This exercise on the module's sheet. Raises SheetError, in words for a learner."""
        return self._module_sheet[self.id]

    @cached_property
    def _module_sheet(self) -> sheets.Sheet:
        return sheets.load(self.notebook.parent if self.notebook else Path.cwd())

    @cached_property
    def is_closed(self) -> bool:
        """Whether the sheet beside this notebook is a closed one, which receives answers and judges none."""
        try:
            return self.sheet.closed
        except sheets.SheetError:
            return False

    @cached_property
    def expectation(self):
        """What the sheet expects of an answer. Raises SheetError if it was made for other case data."""
        if self._module_sheet.data != sheets.data_version():
            raise sheets.SheetError(
                "The checks beside this notebook were made for another version of the course data. Take the module's "
                "folder and the course package from the same release. Your answers are saved."
            )
        return sheets.expectation(self.sheet)

    @property
    def points(self) -> float:
        """The most that this exercise gives: what nbgrader's toolbar says in the notebook, else what the sheet says."""
        notebook_points = grade_points(self.notebook, self.grade_id)
        return self.sheet.points if notebook_points is None else notebook_points

    @property
    def grade_id(self) -> str:
        """The id of its grade cell, in which nbgrader allows no dot."""
        return self.id.replace(".", "-")

    def verdict(self) -> Verdict:
        """The judgement of the present answer."""
        return self.judge(self.answer)

    def judge(self, answer: object) -> Verdict:
        """The judgement of an answer; by a closed sheet, that it is saved. Touches nothing that a thread may not touch."""
        if self.is_closed:
            return sheets.receive(self.kind, self.expectation, answer, self.starter)
        return sheets.judge(self.kind, self._beside(self.expectation), answer, self.starter)

    def record_try(self, answer: object, verdict: Verdict) -> None:
        """Record a try: the best answer is kept, and so is what was typed since. A missing answer is not a try."""
        if verdict.outcome is Outcome.NOT_ATTEMPTED:
            return
        entry = self.answers[self.id]
        if verdict.outcome is Outcome.SAVED:
            given = replace(entry, answer=answer) if entry.answer is None else entry
            self._put(given.received() if verdict.is_finished else given)
            return
        typed = answer if entry.answer is None else entry.answer
        checked = replace(entry, answer=answer).checked(verdict.score, verdict.outcome is Outcome.PASSED)
        self._put(replace(checked, answer=typed))

    def _put(self, entry: Entry) -> None:
        self.answers.put(self.id, entry)
        with suppress(AnswersError):  # .answers.problem says so where the learner sees it; the verdict still counts
            self.answers.flush()

    def next_hint(self) -> str:
        """The next hint of the ladder. That it was seen is recorded and costs nothing."""
        entry = self.answers[self.id]
        count = min(entry.hints + 1, len(self.sheet.hints))
        self.answers.put(self.id, replace(entry, hints=count))
        return self.sheet.hints[count - 1]

    def record_run(self, query: str) -> None:
        """Remember a query that was run, so that it can be brought back."""
        self.answers.put(self.id, replace(self.answers[self.id], answer=self.answer).ran(query))

    @property
    def hints_seen(self) -> tuple[str, ...]:
        """The hints that the learner has opened so far."""
        return self.sheet.hints[: self.answers[self.id].hints]

    def graded(self, **parts: object) -> tuple[object, Verdict]:
        """The answer that counts, the last or the best one, whichever is worth more, and its verdict by the key itself.

        Raises AuthorError for a key that cannot be fair.
        """
        key = make_key(self.kind, {**self.settings, **parts})
        key_digest = digest(key)
        expectation = self._expectation_of(key, key_digest)
        neighbours = self._neighbours(expectation)
        expected = kind(self.kind).beside(expectation, neighbours) if neighbours else expectation
        depends_on = [
            self.kind,
            self.starter,
            key_digest,
            self._on_sheet,
            {id: asdict(n) for id, n in neighbours.items()},
        ]
        judged = [
            (
                answer,
                self.remember([*depends_on, answer], partial(sheets.judge, self.kind, expected, answer, self.starter)),
            )
            for answer in self._candidates()
        ]
        return max(judged, key=lambda pair: pair[1].score)

    def _beside(self, expectation):
        """The expectation with the learner's own answers to the exercises that it reads; those without one are left out."""
        neighbours = self._neighbours(expectation)
        return kind(self.kind).beside(expectation, neighbours) if neighbours else expectation

    def _neighbours(self, expectation) -> dict[str, Neighbour]:
        neighbours = {}
        for id in kind(self.kind).reads(expectation):
            answer = self.answers[id].answer
            if answer is not None:
                with suppress(sheets.SheetError):
                    neighbours[id] = Neighbour(self._module_sheet[id].expectation, answer)
        return neighbours

    @property
    def _on_sheet(self) -> dict:
        """What the sheet expects, as it is written there; empty without a sheet that knows the exercise."""
        try:
            return self.sheet.expectation
        except sheets.SheetError:
            return {}

    def _candidates(self) -> list[object]:
        best = self.answers[self.id].best
        return [self.answer] if best is None or best == self.answer else [self.answer, best]

    def _expectation_of(self, key, key_digest: str):
        # The sheet is beside the instructor's notebook and is restored at grading, so it is trusted as long as it
        # was compiled from this very key: that saves running the reference and every mistake for each hand-in.
        try:
            if self.sheet.key == key_digest and self._module_sheet.data == sheets.data_version():
                return sheets.expectation(self.sheet)
        except sheets.SheetError:
            pass
        name = self.kind, key_digest
        if name not in _compiled:
            _compiled[name] = sheets.compile_key(self.kind, key)
        return _compiled[name]


def _known_settings(name: str, settings: Mapping[str, object]) -> dict[str, object]:
    if unknown := [each for each in settings if each not in kind(name).settings]:
        raise TypeError(f"course.{name}() does not know “{unknown[0]}”.")
    return dict(settings)


def _judge_anew(depends_on: object, judge: Callable[[], Verdict]) -> Verdict:
    return judge()


def open_answers(notebook: Path | None, run: Run) -> Answers:
    """The answers of a notebook, opened once per kernel. An author's stay in memory, a grader's are only read."""
    path = None if run is Run.AUTHOR else answers_path(notebook) if notebook else Path.cwd() / "course.answers.json"
    if path not in _open_answers:
        _open_answers[path] = Answers(path, notebook)
    return _open_answers[path]


def close_answers() -> None:
    """Forget whose answers were opened: a process that grades goes on to the next learner's."""
    for answers in _open_answers.values():
        answers.close()
    _open_answers.clear()
