"""A short interview in a lesson: three questions, an own answer to each, and points to judge it by. Nobody scores it."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

import anywidget
import ipywidgets as widgets
import traitlets
from IPython.display import HTML, display

from course.exercise import open_answers
from course.learner.entry import Entry
from course.learner.place import current_notebook, current_run
from course.sequence.interview import KINDS, InterviewError, InterviewQuestion, interview_of
from course.verdict import code_html
from course.views.companion import Companion
from course.views.draft import place_of
from course.views.frame import button, problem_html
from course.views.live import display_live
from course.views.markup import Markup, folded, note
from course.views.others import OtherAnswers
from course.views.soon import soon
from course.views.twin import clock, style
from course.views.writing import Writing

FOLDER = Path(__file__).parent
ANSWER, POINTS = "{number}-interview-{question}", "{number}-interview-points"
LABEL = "Your answer, in your own words. If you would rather say it aloud, leave this empty."
START = "First I would …"
HOW = "Nobody scores this and nobody reads it but you. Answer first, then look at what a good answer has."
SHOW, HIDE = "Show what a good answer has", "Hide what a good answer has"
BACK, NEXT = "Go back to the question before", "Go on to the next question"
SECONDS = 120


class Stopwatch(anywidget.AnyWidget):
    """A clock to start or to ignore: it counts up, and nothing happens when ``seconds`` are over."""

    _esm = FOLDER / "stopwatch.js"
    seconds = traitlets.Int(SECONDS).tag(sync=True)


class Interview:
    """What ``course.mock_interview("5")`` gives a notebook. ``id`` is the number of the module."""

    def __init__(self, id: str):
        self.number = id
        self.notebook = current_notebook()
        self.answers = open_answers(self.notebook, current_run(self.notebook))

    def _ipython_display_(self) -> None:
        try:
            questions = interview_of(int(self.number))
        except InterviewError as error:
            display(HTML(style() + problem_html(error)))
            return
        self._companion = Companion(place_of(self.notebook, POINTS.format(number=self.number)))
        self._head, self._problem = widgets.HTML(), widgets.HTML()
        self.count = len(questions)
        self.panels = [Panel(self, at, question) for at, question in enumerate(questions, 1)]
        self._back, self._next = button("Previous question", BACK), button("Next question", NEXT, primary=True)
        self._back.on_click(lambda _: self.turn_to(self._at - 1))
        self._next.on_click(lambda _: self.turn_to(self._at + 1))
        turns = widgets.HBox([self._back, self._next]).add_class("course-actions")
        boxes = [panel.widget for panel in self.panels]
        parts = [widgets.HTML(interview_style()), self._head, widgets.HTML(note(HOW)), *boxes, turns]
        frame = widgets.VBox([*parts, self._problem, self._companion])
        display_live(frame.add_class("course-frame").add_class("course-interview"))
        self._twin = display(HTML(self._twin_html()), display_id=True)
        self._at = 0
        self._turn(0)
        self.answers.listeners.append(soon(self.refresh))
        self.answers.watch()
        self.refresh()

    def turn_to(self, at: int) -> None:
        """Show another question, counted from 0, and say so."""
        self._turn(at)
        panel = self.panels[at]
        self.announce(f"Question {at + 1} of {self.count}: {panel.question.ask}")
        self._companion.look_at(panel.css_class)

    def announce(self, sentence: str) -> None:
        """Have a screen reader read a sentence out."""
        self._companion.announcement = sentence

    def refresh(self) -> None:
        """Show what is in the answers now: another window may have changed it."""
        for panel in self.panels:
            panel.refresh()
        ids = [POINTS.format(number=self.number), *(panel.id for panel in self.panels)]
        problem = next(filter(None, map(self.answers.problem_with, ids)), "")
        self._problem.value = problem_html(problem) if problem else ""
        self._head.value = self._head_html(problem)
        self._companion.keep(self.answers[ids[0]])
        self._twin.update(HTML(self._twin_html()))

    def _turn(self, at: int) -> None:
        self._at = at
        for position, panel in enumerate(self.panels):
            panel.widget.layout.display = None if position == at else "none"
        self._back.disabled, self._next.disabled = at == 0, at == self.count - 1

    def _head_html(self, problem: str = "") -> str:
        saved = max((self.answers[panel.id].saved_at for panel in self.panels), default="")
        words = f"● saved {clock(saved)}" if saved else "○ optional"
        kind, words = ("attention", "! not saved") if problem else ("open", words)
        return (
            f'<div class="course-head"><span class="course-title">Interview {escape(self.number)}</span>'
            '<span class="course-meta">three questions, about two minutes each</span>'
            f'<span class="course-status course-{kind}">{words}</span></div>'
        )

    def _twin_html(self) -> str:
        questions = "".join(panel.twin_html() for panel in self.panels)
        return f'{interview_style()}<div class="course-twin">{self._head_html()}{note(HOW)}{questions}</div>'


class Panel:
    """One question with the learner's answer, and what a good answer has once the learner asks for it."""

    def __init__(self, interview: Interview, at: int, question: InterviewQuestion):
        self.interview, self.at, self.question = interview, at, question
        self.id = ANSWER.format(number=interview.number, question=at)
        self.css_class = f"course-interview-{at}"
        self._answers = interview.answers
        place = place_of(interview.notebook, self.id)
        self._companion, self._notice = Companion(place), widgets.HTML()
        self._writing = Writing(value=self.text, label=LABEL, placeholder=START)
        self._writing.observe(lambda change: self._changed(change.new), "value")
        self._writing.save_to(self._answers, place, self._show)
        self._others = OtherAnswers(self._bring_back)
        self._show_points = button(SHOW, "Points to tick, and three candidates")
        self._show_points.on_click(lambda _: self.toggle())
        self.boxes = [self._box(point) for point in question.points]
        judged = widgets.VBox(self.boxes)
        head = widgets.HTML("<p><strong>Tick what your answer had.</strong></p>")
        self._good = widgets.VBox([head, judged, widgets.HTML(sounds_html(question))])
        self._good.layout.display = "none"
        asked = [
            widgets.HTML(asked_html(at, interview.count, question)),
            self._notice,
            Stopwatch(),
            self._writing,
            self._others.widget,
        ]
        actions = widgets.HBox([self._show_points]).add_class("course-actions")
        self.widget = widgets.VBox([*asked, actions, self._good, self._companion]).add_class(self.css_class)

    @property
    def text(self) -> str:
        """What the learner has written so far."""
        return str(self._answers[self.id].answer or "")

    @property
    def ticked(self) -> dict[str, bool]:
        """The points that the learner has ticked, by their text: one that is written anew is open again."""
        saved = self._answers[self._points_id].answer
        mine = saved.get(str(self.at)) if isinstance(saved, dict) else None
        return {point: value is True for point, value in mine.items()} if isinstance(mine, dict) else {}

    def toggle(self) -> None:
        """Show what a good answer has, or hide it."""
        is_hidden = self._good.layout.display == "none"
        self._good.layout.display = None if is_hidden else "none"
        self._show_points.description = HIDE if is_hidden else SHOW
        points = len(self.question.points)
        self.interview.announce(f"{points} points to tick, then three candidates." if is_hidden else "Hidden.")

    def refresh(self) -> None:
        """Show what is in the answers now."""
        self._writing.value = self.text
        self._others.show(self._answers.others(self.id))
        self._companion.keep(self._answers[self.id])
        for box, point in zip(self.boxes, self.question.points, strict=True):
            box.value = self.ticked.get(point, False)

    def twin_html(self) -> str:
        """The question as HTML that needs no kernel, what a good answer has folded."""
        points = "".join(f"<li>{code_html(point)}</li>" for point in self.question.points)
        answer = f'<pre class="course-answer">{escape(self.text)}</pre>' if self.text else ""
        good = folded("What a good answer has", Markup(f"<ul>{points}</ul>{sounds_html(self.question)}"))
        return asked_html(self.at, self.interview.count, self.question) + answer + good

    @property
    def _points_id(self) -> str:
        return POINTS.format(number=self.interview.number)

    def _box(self, point: str) -> widgets.Checkbox:
        box = widgets.Checkbox(description=point, value=self.ticked.get(point, False), indent=False)
        box.observe(lambda change: self._tick(point, change.new), "value")
        return box

    def _tick(self, point: str, value: bool) -> None:
        if value != self.ticked.get(point, False):
            entry = self._answers[self._points_id]
            saved = entry.answer if isinstance(entry.answer, dict) else {}
            ticks = {**saved, str(self.at): {**self.ticked, point: value}}
            self._answers.put(self._points_id, entry.changed(ticks))

    def _changed(self, text: str) -> None:
        if text != self.text:
            self._answers.put(self.id, self._answers[self.id].changed(text))

    def _show(self, notice: str) -> None:
        self._writing.value = self.text
        if notice:
            self._notice.value = note(notice)
            self.interview.announce(notice)
            self.interview.refresh()

    def _bring_back(self, other: Entry) -> None:
        self._answers.bring_back(self.id, other)
        self._notice.value = ""
        self.interview.refresh()


@cache
def interview_style() -> str:
    """The course's style sheet with what an interview adds, as elements."""
    return f"{style()}<style>{(FOLDER / 'interview.css').read_text(encoding='utf-8')}</style>"


def asked_html(at: int, count: int, question: InterviewQuestion) -> str:
    """A question in the interviewer's words, with what it asks for."""
    return (
        f'<p class="course-note">Question {at} of {count} · {escape(KINDS[question.kind])}</p>'
        f'<p class="course-ask">{code_html(question.ask)}</p>'
    )


def sounds_html(question: InterviewQuestion) -> str:
    """How three candidates sound, each with the line that gives it away."""
    return "".join(
        f'<div class="course-sound"><p><strong>{title}</strong></p><p>“{escape(_inner_quotes(sound.says))}”</p>'
        f'<p class="course-note">What shows it: {code_html(sound.tell)}</p></div>'
        for title, sound in question.sounds
    )


def _inner_quotes(words: str) -> str:
    return words.translate({ord("“"): "‘", ord("”"): "’"})
