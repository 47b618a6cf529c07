"""What ends a lesson, without a browser: the decision and the cards."""

from __future__ import annotations

import ipywidgets as widgets
import pytest

from course import exercise as exercises
from course.learner.answers import Answers
from course.learner.answers_file import answers_path
from course.learner.entry import Entry
from course.learner.saved import read_saved
from course.views import cards as cards_view
from course.views import decision as decision_view
from course.views.cards import KNOWN, NOT_YET, Cards
from course.views.choice import Choice
from course.views.companion import Companion
from course.views.decision import Decision
from course.views.draft import RESTORED
from course.views.writing import Writing
from tests.course_copy import MORNING, make_course, write_answers, write_notebook
from tests.views.face import click, part, parts, send, shown, typed


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A course whose lesson 7 this kernel runs."""
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setattr(exercises, "_open_answers", {})
    made = make_course(tmp_path)
    monkeypatch.setenv("JPY_SESSION_NAME", str(made / "modules/07-more.ipynb"))
    return made


@pytest.fixture
def displayed(monkeypatch):
    """What is displayed: the live widget, then the twin, then what the twin becomes."""
    outputs = []

    class Handle:
        def update(self, output):
            outputs.append(output)

    def display(output, display_id=False):
        outputs.append(output)
        return Handle() if display_id else None

    for module in (cards_view, decision_view):
        monkeypatch.setattr(module, "display", display)
        monkeypatch.setattr(module, "display_live", outputs.append)
    return outputs


def test_a_decision_is_saved_and_read_again(root, displayed):
    decision = Decision("7", "Pay back?")
    decision._ipython_display_()
    box = part(displayed[0], Writing)
    box.value = "All of <them>."
    decision.answers.flush()
    for refresh in decision.answers.listeners:
        refresh()

    assert box.label == "Pay back?"
    assert read_saved(root / "modules/07-more.ipynb")["7-decision"].answer == "All of <them>."
    assert "● saved" in shown(displayed[0])
    assert part(displayed[0], Companion).copy["answer"] == "All of <them>."
    assert "All of &lt;them&gt;." in displayed[-1].data


def test_a_decision_that_was_typed_without_a_kernel_is_back_and_the_saved_one_too(root, displayed):
    decision = Decision("7", "Pay back?")
    decision._ipython_display_()
    box = part(displayed[0], Writing)
    box.value = "All of them."
    send(box, **typed("None of them.", restored=True))
    assert decision.text == box.value == "None of them." and RESTORED in shown(displayed[0])

    click(displayed[0], "Bring back")
    assert decision.text == box.value == "All of them." and RESTORED not in shown(displayed[0])


def test_an_open_decision_says_so_without_a_kernel_too(root, displayed):
    Decision("7", "Pay <back>?")._ipython_display_()

    assert "○ open" in displayed[-1].data and "No entry yet" in displayed[-1].data
    assert "Pay &lt;back&gt;?" in displayed[-1].data


def shown_cards(widget) -> list[str]:
    return [html.value for html in parts(widget, widgets.HTML) if "<details" in html.value]


def test_five_new_cards_and_five_that_come_back(root, displayed):
    Cards("7")._ipython_display_()
    found = shown_cards(displayed[0])

    assert len(found) == 10
    assert ["from module 5" in card for card in found] == [False] * 5 + [True] * 5


def test_cards_that_were_known_stay_away(root, displayed):
    known = {f"5__card__{term}": Entry("known", MORNING) for term in "abc"}
    write_answers(root / "modules/05-sql.ipynb", **known)
    Cards("7")._ipython_display_()

    assert len(shown_cards(displayed[0])) == 10  # box 2 of module 5 is due in module 7
    assert "D" in shown_cards(displayed[0])[5]  # but those that nobody knew come first


def test_a_click_is_recorded_and_says_in_which_written_lesson_the_card_comes_back(root, displayed):
    for name in ("08-next", "10-later"):
        write_notebook(root / f"modules/{name}.ipynb", "# A lesson")
    cards = Cards("7")
    cards._ipython_display_()
    choices = list(parts(displayed[0], Choice))
    choices[0].value, choices[-1].value = KNOWN, NOT_YET
    cards.answers.flush()
    saved = read_saved(root / "modules/07-more.ipynb")
    states = [html.value for html in parts(displayed[0], widgets.HTML) if "back in module" in html.value]

    assert (saved["7-card-a"].answer, saved["5-card-e"].answer) == ("known", "not yet")
    assert ["back in module 10" in states[0], "back in module 8" in states[-1]] == [True, True]


def test_a_click_in_a_window_with_another_kernel_is_shown(root, displayed):
    cards = Cards("7")
    cards._ipython_display_()
    other = Answers(answers_path(root / "modules/07-more.ipynb"))
    other.put("7-card-a", Entry().changed(KNOWN))
    other.flush()
    cards.answers.refresh()

    assert next(parts(displayed[0], Choice)).value == KNOWN
    assert shown(displayed[0]).count("✓ known") == 1


def test_a_changed_mind_counts_once(root, displayed):
    cards = Cards("7")
    cards._ipython_display_()
    choice = next(parts(displayed[0], Choice))
    for answer in (KNOWN, KNOWN, NOT_YET, KNOWN):
        choice.value = answer

    assert shown(displayed[0]).count("✓ known, does not come back") == 1  # no lesson after 7


def test_the_twin_of_the_cards_has_the_new_ones_only_and_needs_no_script(root, displayed):
    Cards("7")._ipython_display_()
    twin = displayed[-1].data

    assert twin.count("<details") == 5
    assert "<script" not in twin and "What A means." in twin


def test_a_broken_file_of_cards_is_one_sentence(root, displayed):
    (root / "modules/05-sql.cards.md").write_text("## Grain\n\nAlone.\n")
    Cards("7")._ipython_display_()

    assert "05-sql.cards.md: the card “Grain” has 1 paragraphs" in displayed[-1].data
