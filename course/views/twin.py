"""The static HTML twin of an exercise: its answer and verdict, readable where no widget can run."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path

from course.exercise import Exercise
from course.sequence.carried import carried
from course.sequence.practice import meaning
from course.sheet import SheetError
from course.verdict import SIGNS, WORDS, Outcome, Verdict, code_html
from course.views.carried import carried_html
from course.views.kind import answer_html, below_html
from course.views.taught import taught_html

JUDGED = (Outcome.NOT_YET, Outcome.PASSED)


@cache
def style() -> str:
    """The course's style sheet as an element, so that an output carries its own style."""
    return f"<style>{Path(__file__).with_name('style.css').read_text(encoding='utf-8')}</style>"


def static_html(exercise: Exercise, verdict: Verdict | None = None, counted_answer: object = None) -> str:
    """The exercise as HTML that needs no kernel, no script and no network.

    ``counted_answer`` is the one that ``verdict`` is about; None if it is the current one.
    """
    judged = verdict.html() + meaning_html(exercise, verdict) if verdict else ""
    below = below_html(exercise, verdict, exercise.answer if counted_answer is None else counted_answer)
    carries = carried_html([carried(id) for id in exercise.carries], exercise.notebook)
    top = head(exercise, verdict) + taught_html(exercise) + carries
    return f'{style()}<div class="course-twin">{top}{_answer(exercise, counted_answer)}{judged}{below}</div>'


def meaning_html(exercise: Exercise, verdict: Verdict) -> str:
    """What the right answer says about the case, for those who passed."""
    text = meaning(exercise.id) if verdict.outcome is Outcome.PASSED else ""
    return f'<p class="course-finding"><strong>What it says.</strong> {code_html(text)}</p>' if text else ""


def head(exercise: Exercise, verdict: Verdict | None) -> str:
    """Number, title, minutes, points, the status on the right, and below whether the exercise has changed since."""
    try:
        entry = exercise.sheet
        title, meta = entry.title, f"{entry.minutes} min · {exercise.points:g} points"
    except SheetError:
        title, meta = "", ""
    return (
        f'<div class="course-head"><span class="course-title">{escape(exercise.id)} {escape(title)}</span>'
        f'<span class="course-meta">{escape(meta)}</span>{status(exercise, verdict)}</div>'
        f"{_changed_since(exercise)}"
    )


def fold_line(exercise: Exercise) -> dict[str, str]:
    """What is left of a passed exercise when it is folded: its title, and its points with the day; empty for one to work on.

    By a closed sheet nothing is passed: what was checked there is answered.
    """
    entry = exercise.answers[exercise.id]
    is_done = entry.tries > 0 if exercise.is_closed else entry.passed
    if not is_done or entry.given_to or exercise.answers.problem_with(exercise.id):
        return {}
    try:
        title = f"{exercise.id} {exercise.sheet.title}"
    except SheetError:
        return {}
    if exercise.is_closed:
        day = date_words(entry.answered_at)
        return {"title": title, "words": f"answered{f' {day}' if day else ''}, not judged here"}
    points = f"{round(entry.best_score * exercise.points, 1):g} of {exercise.points:g} points"
    return {"title": title, "words": f"{points} · passed{f' {day}' if (day := date_words(entry.passed_at)) else ''}"}


def _changed_since(exercise: Exercise) -> str:
    version = exercise.answers[exercise.id].given_to
    if not version:
        return ""
    return (
        f'<p class="course-note">This answer was given to an earlier text of the exercise, in version {escape(version)} '
        "of the course. Read the exercise again, then check the answer.</p>"
    )


def status(exercise: Exercise, verdict: Verdict | None) -> str:
    """A word with its sign: open, saved, not yet, passed. What was passed once stays so: the best answer counts.

    By a closed sheet an answer that was checked is answered; only grading, which has a key, says more.
    """
    if exercise.answers.problem_with(exercise.id):
        return '<span class="course-status course-attention">! not saved</span>'
    entry = exercise.answers[exercise.id]
    if exercise.is_closed and not (verdict and verdict.outcome in JUDGED):
        words = f"● {'answered' if entry.tries else 'saved'} {clock(entry.saved_at)}" if entry.saved_at else "○ open"
        return f'<span class="course-status course-open">{words}</span>'
    outcome = verdict.outcome if verdict and verdict.outcome is not Outcome.NOT_ATTEMPTED else None
    if entry.passed and outcome is not Outcome.PASSED:
        remark = "; this answer is not yet right" if outcome else ""
        return f'<span class="course-status course-passed">{SIGNS[Outcome.PASSED]} passed{remark}</span>'
    if outcome:
        state = outcome.value.replace(" ", "-")
        return f'<span class="course-status course-{state}">{SIGNS[outcome]} {WORDS[outcome].lower()}</span>'
    words = f"● saved {clock(entry.saved_at)}" if entry.saved_at else "○ open"
    return f'<span class="course-status course-open">{words}</span>'


def clock(moment: str) -> str:
    """The local time of day, HH:MM, of a moment in UTC; empty if it is not one, as after somebody edited the file."""
    try:
        return datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone().strftime("%H:%M")
    except (ValueError, OverflowError):
        return ""


def date_words(moment: str) -> str:
    """The local day of a moment in UTC, such as 6 March 2026; empty if it is not one."""
    try:
        day = datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone()
    except (ValueError, OverflowError):
        return ""
    return f"{day.day} {day:%B %Y}"


def _answer(exercise: Exercise, counted_answer: object) -> str:
    if counted_answer is not None and counted_answer != exercise.answer:
        return _labelled_answer(
            exercise, counted_answer, "The best answer, which counts. The last one would score less:"
        )
    if exercise.answers[exercise.id].answer is None:
        return '<p class="course-note">No answer yet.</p>'
    return _labelled_answer(exercise, exercise.answer, "The answer:")


def _labelled_answer(exercise: Exercise, answer: object, words: str) -> str:
    return f'<p class="course-note">{words}</p>{answer_html(exercise, answer)}'
