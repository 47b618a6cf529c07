"""The review that a learner without an instructor does alone: the criteria of a person, beside annotated specimens."""

from __future__ import annotations

from html import escape
from pathlib import Path

import ipywidgets as widgets
import traitlets

from course.exercise import Exercise
from course.grade.count import quantity
from course.grade.document import Criterion, Specimen
from course.views.companion import Companion
from course.views.document.picture import document_html
from course.views.draft import Drafted, place_of, with_drafts
from course.views.soon import soon

ENTRY = "{id}-review"  # beside the answers of exercises, so nothing that grades or counts ever reads it
HIGHEST = 3
TITLE = "Judge it yourself: what the checks cannot see"
NOTE = (
    "Read the three specimens, give your own text 0 to 3 in each line, then sleep over it. It is your own judgement: it "
    "is saved with your answers and never enters the score."
)


class Marks(Drafted):
    """A question for each criterion. ``marks`` holds what was chosen, 0 to 3 by title; ``said`` is the sum in words."""

    _esm = with_drafts(Path(__file__).with_name("review.js"))
    _css = Path(__file__).with_name("review.css")
    title = traitlets.Unicode(TITLE).tag(sync=True)
    note = traitlets.Unicode(NOTE).tag(sync=True)
    criteria = traitlets.List().tag(sync=True)
    specimens = traitlets.Unicode().tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)


class Review:
    """The self-review of one exercise, restored from its answers and saved there at every choice."""

    def __init__(self, exercise: Exercise):
        self.id, self.answers = ENTRY.format(id=exercise.id), exercise.answers
        self._criteria = exercise.expectation.review
        self.marks = Marks(
            criteria=[
                {"title": criterion.title, "weight": criterion.weight, "marks": list(criterion.marks)}
                for criterion in self._criteria
            ],
            specimens=specimens_html(self._criteria, exercise.expectation.annotated),
            marks=saved_marks(exercise),
        )
        place = place_of(exercise.notebook, self.id)
        self._companion = Companion(place)
        self._refresh()
        self.marks.observe(lambda change: self._choose(change.new), "marks")
        self.marks.save_to(self.answers, place, lambda notice: self._show(saved_marks(exercise)))
        self.answers.listeners.append(soon(lambda: self._show(saved_marks(exercise))))
        self.widget = widgets.VBox([self.marks, self._companion])

    def _choose(self, marks: dict) -> None:
        if marks != self.answers[self.id].answer:
            self.answers.put(self.id, self.answers[self.id].changed(marks))
        self._refresh()

    def _show(self, marks: dict[str, int]) -> None:
        self.marks.marks = marks

    def _refresh(self) -> None:
        self.marks.said = sum_in_words(self._criteria, self.marks.marks)
        self._companion.keep(self.answers[self.id])


def saved_marks(exercise: Exercise) -> dict[str, int]:
    """What a learner chose so far, by the title of the criterion; whatever else a file may hold is left out."""
    saved = exercise.answers[ENTRY.format(id=exercise.id)].answer
    saved = saved if isinstance(saved, dict) else {}
    titles = {criterion.title for criterion in exercise.expectation.review}
    return {name: mark for name, mark in saved.items() if name in titles and mark in range(HIGHEST + 1)}


def sum_in_words(criteria: tuple[Criterion, ...], marks: dict[str, int]) -> str:
    """The weighted sum in words: each criterion counts as weight × mark ÷ 3.

    >>> sum_in_words((Criterion("A", 3, ()), Criterion("B", 2, ())), {"A": 2})
    'Self-judged: 2 of 3 points, 1 of 2 criteria.'
    """
    judged = [criterion for criterion in criteria if criterion.title in marks]
    earned = sum(criterion.weight * marks[criterion.title] for criterion in judged) / HIGHEST
    possible = sum(criterion.weight for criterion in judged)
    return f"Self-judged: {earned:.3g} of {quantity(possible, 'point')}, {len(judged)} of {quantity(len(criteria), 'criterion', 'criteria')}."


def specimens_html(criteria: tuple[Criterion, ...], annotated: tuple[Specimen, ...]) -> str:
    """Each specimen folded, with its mark for every criterion and why."""
    return "".join(_specimen(criteria, specimen) for specimen in annotated)


def _specimen(criteria: tuple[Criterion, ...], specimen: Specimen) -> str:
    summary = sum_in_words(
        criteria, {criterion.title: mark for criterion, (mark, _) in zip(criteria, specimen.remarks, strict=True)}
    )
    rows = "".join(
        f'<tr><th scope="row" class="course-wrap">{escape(criterion.title)}</th><td class="course-number">{mark}</td>'
        f'<td class="course-wrap">{escape(why)}</td></tr>'
        for criterion, (mark, why) in zip(criteria, specimen.remarks, strict=True)
    )
    points = summary.removeprefix("Self-judged: ").split(",")[0]
    return (
        f"<details><summary>{escape(specimen.name)}: {points}</summary>{document_html(specimen.text)}"
        '<table class="course-table"><thead><tr><th scope="col">Criterion</th><th scope="col">Mark</th>'
        f'<th scope="col">Why</th></tr></thead><tbody>{rows}</tbody></table></details>'
    )


def review_html(exercise: Exercise) -> str:
    """The static twin: each criterion with what was chosen, and the specimens, all folded; nothing without criteria."""
    criteria = exercise.expectation.review
    if not criteria:
        return ""
    marks = saved_marks(exercise)
    rows = "".join(
        f'<tr><th scope="row" class="course-wrap">{escape(criterion.title)}</th><td class="course-number">{criterion.weight}</td>'
        f'<td class="course-wrap">{_mark_text(criterion, marks)}</td></tr>'
        for criterion in criteria
    )
    return (
        f'<details class="course-review"><summary>{TITLE}</summary><p class="course-note">{NOTE}</p>'
        '<table class="course-table"><thead><tr><th scope="col">Criterion</th><th scope="col">Weight</th>'
        f'<th scope="col">Your mark</th></tr></thead><tbody>{rows}</tbody></table>'
        f"<p>{sum_in_words(criteria, marks)}</p>{specimens_html(criteria, exercise.expectation.annotated)}</details>"
    )


def _mark_text(criterion: Criterion, marks: dict[str, int]) -> str:
    if criterion.title not in marks:
        return "none yet"
    return f"{marks[criterion.title]}: {escape(criterion.marks[marks[criterion.title]])}"
