"""The cards of a lesson: its own, and those of earlier modules that come back; the learner says what was known."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path

import ipywidgets as widgets
from IPython.display import HTML, display

from course import sequence
from course.exercise import open_answers
from course.learner.leitner import due, place
from course.learner.place import current_notebook, current_run
from course.learner.saved import read_saved
from course.sequence.glossary import Card, CardsError, read_cards
from course.verdict import code_html
from course.views.choice import Choice
from course.views.companion import Companion
from course.views.draft import place_of
from course.views.frame import problem_html
from course.views.live import display_live
from course.views.markup import note
from course.views.soon import soon
from course.views.twin import style

KNOWN, NOT_YET = "known", "not yet"
OPTIONS = [{"label": "I knew it", "value": KNOWN}, {"label": "Not yet", "value": NOT_YET}]
HOW = (
    "Say what the word means, with an example from Mandaro. Then open the card and say how it went. A card that you "
    "knew stays away longer each time; one that you did not comes back in the next module."
)


class Cards:
    """What ``course.cards("5")`` gives a notebook. ``id`` is the number of the module."""

    def __init__(self, id: str):
        self.module = int(id)
        self.notebook = current_notebook()
        self.root = sequence.course_root(self.notebook)
        self.answers = open_answers(self.notebook, current_run(self.notebook))

    def _ipython_display_(self) -> None:
        try:
            cards = read_cards(self.root, self.module)
        except CardsError as error:
            display(HTML(style() + problem_html(error)))
            return
        own_cards = tuple(card for card in cards if card.module == self.module)
        self._clicks = read_clicks(self.root)
        due_cards = due(cards, self._clicks, self.module)
        shown_cards = (*own_cards, *due_cards)
        self._companions = {card.id: Companion(place_of(self.notebook, card.id)) for card in shown_cards}
        self._states = {card.id: widgets.HTML() for card in shown_cards}
        groups = [self._group("New words", own_cards), self._group("Back from earlier modules", due_cards)]
        instructions = widgets.HTML(note(HOW))
        parts = [
            widgets.HTML(card_style()),
            instructions,
            *(group for group in groups if group),
            *self._companions.values(),
        ]
        self.answers.watch()
        display_live(widgets.VBox(parts).add_class("course-frame").add_class("course-cards"))
        display(HTML(static_html(own_cards)))

    def click(self, card: Card, known: bool) -> None:
        """Record what the learner said of a card in this module."""
        self.answers.put(card.id, self.answers[card.id].changed(KNOWN if known else NOT_YET))
        self._show(card)

    def _answer(self, card: Card) -> str:
        return str(self.answers[card.id].answer or "")

    def _choose(self, card: Card, answer: str) -> None:
        if answer != self._answer(card):
            self.click(card, answer == KNOWN)

    def _show_answer(self, card: Card, choice: Choice) -> None:
        if choice.value != self._answer(card):
            choice.value = self._answer(card)
            self._show(card)

    def _show(self, card: Card) -> None:
        self._companions[card.id].keep(self.answers[card.id])
        self._states[card.id].value = self._state_html(card)
        self._companions[card.id].announcement = f"{card.term}: {self._state_words(card)}"

    def _group(self, title: str, cards: tuple[Card, ...]) -> widgets.Widget | None:
        if not cards:
            return None
        head = widgets.HTML(f'<p class="course-title">{escape(title)}</p>')
        return widgets.VBox([head, *(self._row(card) for card in cards)])

    def _row(self, card: Card) -> widgets.Widget:
        self._states[card.id].value = self._state_html(card)
        choice = Choice(label=card.term, options=OPTIONS, value=self._answer(card))
        choice.observe(lambda change: self._choose(card, change.new), "value")
        place = place_of(self.notebook, card.id)
        choice.save_to(self.answers, place, lambda notice: self._show_answer(card, choice))
        self.answers.listeners.append(soon(lambda: self._show_answer(card, choice)))
        actions = widgets.HBox([choice, self._states[card.id]]).add_class("course-actions")
        return widgets.VBox([widgets.HTML(card_html(card, self.module)), actions]).add_class("course-card")

    def _state_html(self, card: Card) -> str:
        words = self._state_words(card)
        return f'<span class="course-note">{escape(words)}</span>' if words else ""

    def _state_words(self, card: Card) -> str:
        clicked = self.answers[card.id].answer
        if clicked not in (KNOWN, NOT_YET):
            return ""
        earlier = {number: known for number, known in self._clicks.get(card.id, {}).items() if number < self.module}
        due_from = place(card, {**earlier, self.module: clicked == KNOWN}).due
        next_module = next((number for number in _written(self.root) if number >= due_from), None)
        when = f"back in module {next_module}" if next_module else "does not come back"
        return f"{'✓ known' if clicked == KNOWN else '◐ not yet'}, {when}"


@cache
def card_style() -> str:
    """The course's style sheet with what cards add, as elements."""
    return f"{style()}<style>{Path(__file__).with_name('cards.css').read_text(encoding='utf-8')}</style>"


def read_clicks(root: Path) -> Mapping[str, dict[int, bool]]:
    """What was clicked of each card, by the number of the module in whose lesson it was clicked."""
    clicks: dict[str, dict[int, bool]] = {}
    for number in _written(root):
        for id, entry in read_saved(sequence.lesson(root, number)).entries.items():
            if entry.answer in (KNOWN, NOT_YET):
                clicks.setdefault(id, {})[number] = entry.answer == KNOWN
    return clicks


def _written(root: Path) -> list[int]:
    return [module.number for module in sequence.MODULES if sequence.lesson(root, module.number)]


def card_html(card: Card, module: int) -> str:
    """A card to open: the term, and behind it the meaning and the example; one that comes back says from where."""
    origin = f' <span class="course-note">from module {card.module}</span>' if card.module != module else ""
    return (
        f'<details class="course-term"><summary>{code_html(card.term)}{origin}</summary>'
        f"<p>{code_html(card.meaning)}</p><p>{code_html(card.example)}</p></details>"
    )


def static_html(cards: tuple[Card, ...]) -> str:
    """The module's own cards as HTML that needs no kernel: the same for everybody."""
    card_htmls = "".join(card_html(card, card.module) for card in cards)
    return f'{card_style()}<div class="course-twin">{note(HOW)}{card_htmls}</div>'
