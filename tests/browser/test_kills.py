"""Kernel, server and browser are killed in the middle of work, and nothing that was typed before or after is lost.

COURSE_KILLS=100 python -m pytest tests/browser/test_kills.py   (the suite itself kills a quarter as often)
"""

from __future__ import annotations

import json
import math
import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random

import nbformat
import pytest
from playwright.sync_api import Error

from course.learner.answers_file import LEFT_OVER_SECONDS
from course.sequence.glossary import cards_of
from tests.browser.conftest import ROOT, exercise_of
from tests.browser.lab_page import eventually, saved_entries
from tests.browser.victims import Machine

SEED = 13
KILLS = int(os.environ.get("COURSE_KILLS", "25"))
KERNEL, SERVER, BROWSER = "kernel", "server", "browser"
OFTEN = {KERNEL: 5, BROWSER: 3, SERVER: 2}
LESSON = "05-sql-first-answers"
EXERCISES = {LESSON: "5-2", "04-apis-and-open-banking": "4-5", "12-specification-and-documentation": "12-1"}
LETTERS, DIGITS = "abcdefghij klmnop", "0123456789"
TEXT = """([field]) => "value" in field ? field.value : [...field.querySelectorAll(".cm-line")]
  .map((line) => (line.querySelector(".cm-placeholder") ? "" : line.textContent)).join("\\n")"""
CHOSEN = "(all) => all.findIndex((one) => one.checked || one.ariaPressed === 'true')"
OPEN_CARDS = "() => { for (const card of document.querySelectorAll('details.course-term')) card.open = true; }"
UNSTORED = 0.05  # seconds before the end of a browser in which nothing can have been stored
LATEST = 1.2  # seconds after the first key, when all that was typed is on its way to the file or there

pytestmark = [pytest.mark.browser, pytest.mark.timeout(60 * KILLS)]


@dataclass(frozen=True)
class Kill:
    """One moment of the session: what is pressed where, and what is killed how long after the first key."""

    victim: str
    place: str
    keys: str
    pause: int  # milliseconds between two keys
    after: float  # seconds
    more_keys: str
    takes_button: bool


@dataclass(frozen=True)
class Place:
    """Where something is typed: the name of its entry and of its field in the answers file, and its control on screen.

    ``options`` are what a choice saves, in the order of its buttons.
    """

    id: str
    path: tuple[str, ...]
    control: Callable[[object], object]
    options: tuple[str, ...] = ()

    def shown(self, page) -> str:
        """The text on screen, or the chosen option."""
        control = self.control(page)
        control.first.wait_for(state="attached")  # the buttons of a card are hidden until it is opened
        if not self.options:
            return control.evaluate_all(TEXT)
        at = control.evaluate_all(CHOSEN)
        return self.options[at] if at >= 0 else ""

    def saved(self, notebook: Path) -> object:
        """What the answers file holds; None if nothing was ever typed."""
        value = saved_entries(notebook).get(self.id, {}).get("answer")
        for name in self.path:
            value = (value or {}).get(name)
        return value

    def focus(self, page) -> None:
        page.evaluate(OPEN_CARDS)
        self.control(page).first.focus()
        if not self.options:
            page.keyboard.press("ControlOrMeta+End")

    def press(self, page, key: str) -> None:
        if self.options:
            self.control(page).nth(self._option(key)).press("Space")
        else:
            page.keyboard.press(key)

    def after(self, value: str, key: str) -> str:
        """What is shown once a key was pressed."""
        return self.options[self._option(key)] if self.options else value + key

    def _option(self, key: str) -> int:
        return ord(key) % len(self.options)


def frame(page, title: str):
    return page.locator(".course-frame:not([data-old])", has_text=title)


def make_places(root: Path) -> dict[str, Place]:
    sheet = json.loads((notebook_of(root).parent / "checks.json").read_text(encoding="utf-8"))
    fields = sheet["exercises"]["4.5"]["expectation"]["fields"]
    (choice,) = (field for field in fields if field["kind"] == "choice")
    card = cards_of(root / "modules" / f"{LESSON}.ipynb")[0]
    return {
        "query": Place("5.2", (), lambda page: frame(page, "5.2 ").locator(".cm-content")),
        "document": Place("12.1", (), lambda page: frame(page, "12.1 ").locator(".cm-content")),
        "text": Place("4.5", (fields[0]["id"],), lambda page: frame(page, "4.5 ").get_by_role("textbox").nth(0)),
        "number": Place("4.5", (fields[1]["id"],), lambda page: frame(page, "4.5 ").get_by_role("textbox").nth(1)),
        "choice": Place(
            "4.5",
            (choice["id"],),
            lambda page: frame(page, "4.5 ").get_by_role("radio"),
            tuple(choice["settings"]["options"]),
        ),
        "decision": Place("5-decision", (), lambda page: frame(page, "Decision 5").locator("textarea")),
        "card": Place(
            card.id,
            (),
            lambda page: page.locator(".course-cards:not([data-old]) .course-choice").first.locator("button"),
            ("known", "not yet"),
        ),
    }


def make_plan() -> list[Kill]:
    """What happens in the session. Every seed has another; a shorter session is the beginning of a longer one."""
    random = Random(SEED)
    plan = []
    for _ in range(KILLS):
        place = random.choice(["query", "document", "text", "number", "choice", "decision", "card"])
        keys = DIGITS if place == "number" else LETTERS
        plan.append(
            Kill(
                victim=random.choices(list(OFTEN), OFTEN.values())[0],
                place=place,
                keys="".join(random.choices(keys, k=random.randint(3, 15))),
                pause=random.choice([0, 10, 40, 90]),
                after=random.uniform(0, LATEST),
                more_keys="".join(random.choices(keys, k=random.randint(1, 4))),
                takes_button=random.random() < 0.5,
            )
        )
    return plan


def notebook_of(root: Path) -> Path:
    return root / "exercises" / LESSON / f"{LESSON}.ipynb"


def make_course(root: Path) -> Path:
    """A course with one lesson and one notebook of exercises, which also asks for the decision and shows the cards."""
    lesson = nbformat.read(ROOT / "modules" / f"{LESSON}.ipynb", as_version=4)
    (root / "modules").mkdir(parents=True)
    for ending in (".ipynb", ".cards.md"):
        shutil.copy(ROOT / "modules" / f"{LESSON}{ending}", root / "modules")
    cells, sheets = [], {}
    for module, id in EXERCISES.items():
        notebook = nbformat.read(ROOT / "exercises" / module / f"{module}.ipynb", as_version=4)
        cells += [
            cell for cell in notebook.cells if exercise_of(cell) == id and "-view" in cell.metadata.nbgrader.grade_id
        ]
        sheet = json.loads((ROOT / "exercises" / module / "checks.json").read_text(encoding="utf-8"))
        sheets |= sheet["exercises"]
    ends = [cell for cell in lesson.cells if cell.source.startswith(("course.decision", "course.cards"))]
    start = nbformat.v4.new_code_cell("import course")
    path = notebook_of(root)
    path.parent.mkdir(parents=True)
    nbformat.write(nbformat.v4.new_notebook(cells=[start, *cells, *ends], metadata=lesson.metadata), path)
    path.with_name("checks.json").write_text(json.dumps({**sheet, "exercises": sheets}), encoding="utf-8")
    return path


@pytest.fixture
def machine(browser, tmp_path_factory):
    """A learner's machine with the notebook open and its cells run."""
    root = tmp_path_factory.mktemp("kills")
    machine = Machine(browser.browser_type, make_course(root), root, tmp_path_factory.mktemp("machine"))
    machine.start_server()
    machine.start_browser()
    machine.open()
    yield machine
    machine.end()


class Session:
    """What a learner typed on a machine since it was last compared with what is there."""

    def __init__(self, machine: Machine, places: dict[str, Place]):
        self.machine, self.places = machine, places
        self.at_first = {name: place.shown(machine.page) for name, place in places.items()}
        self.typed = {name: [(value, 0.0)] for name, value in self.at_first.items()}

    def go_through(self, kill: Kill) -> str:
        """Type, be killed, type on where that is possible, come back. Returns what is lost, in words."""
        machine = self.machine
        machine.stored.clear()
        with ThreadPoolExecutor(1) as pool:
            moment = pool.submit(kill_later, kill, machine)
            self._type(kill.place, kill.keys, kill.pause, may_end=kill.victim == BROWSER)
        possible = {}
        if kill.victim == BROWSER:
            machine.wait_for_the_end_of_the_browser()
            possible[kill.place] = self._can_be_there(kill.place, moment.result())
            machine.start_browser()
            machine.open()
        elif kill.victim == SERVER:
            self._type(kill.place, kill.more_keys, kill.pause)
            machine.start_server()
            machine.open()
        else:
            machine.wait_for_the_notice()
            self._type(kill.place, kill.more_keys, kill.pause)
            machine.restart_kernel(takes_button=kill.takes_button)
        return self._lost({name: [typed[-1][0]] for name, typed in self.typed.items()} | possible)

    def finish(self) -> None:
        """Type once more and wait until it is saved."""
        self._type("decision", "end", pause=0)
        assert not self._lost({"decision": [self.typed["decision"][-1][0]]})

    def _type(self, name: str, keys: str, pause: int, may_end: bool = False) -> None:
        """Press keys in a place. What JupyterLab's own dialogs took does not count."""
        page, place, typed = self.machine.page, self.places[name], self.typed[name]
        before = len(typed)
        try:
            page.evaluate("() => { window.keys = []; }")
            place.focus(page)
            for key in keys:
                value = place.after(typed[-1][0], key)
                typed.append((value, math.inf))  # a key that is pressed while the browser ends may be there or not
                place.press(page, key)
                typed[-1] = (value, time.time())
                page.wait_for_timeout(pause)
            del typed[before + page.evaluate("() => window.keys.length") :]
        except Error:
            if not may_end:
                raise

    def _can_be_there(self, name: str, killed_at: float) -> list[str]:
        """What can come back after the end of a browser: the newest value that had the time to be stored, or a later one."""
        place, values = self.places[name], [value for value, _ in self.typed[name]]
        stored = [values.index(value) for *where, value in self.machine.stored if where == [place.id, place.path]]
        old = [number for number, (_, pressed_at) in enumerate(self.typed[name]) if pressed_at < killed_at - UNSTORED]
        return values[max([*stored, *old]) :]

    def _lost(self, possible: dict[str, list[str]]) -> str:
        if not self.machine.drafts_are_gone():
            return "The browser still keeps drafts: they are not saved."
        return "".join(self._problem(name, values) for name, values in possible.items())

    def _problem(self, name: str, possible: list[str]) -> str:
        machine, place = self.machine, self.places[name]
        if not eventually(machine.page, lambda: place.shown(machine.page) in possible):
            return f"{name} shows {place.shown(machine.page)!r}; typed was {possible!r}.\n"
        shown = place.shown(machine.page)
        self.typed[name] = [(shown, 0.0)]
        if not eventually(machine.page, lambda: (place.saved(machine.notebook) or self.at_first[name]) == shown):
            return f"{name} shows {shown!r}; saved is {place.saved(machine.notebook)!r}.\n"
        return ""


def kill_later(kill: Kill, machine: Machine) -> float:
    """Wait for the moment and kill; returns it, in seconds since 1970."""
    time.sleep(kill.after)
    return {KERNEL: machine.kill_kernel, SERVER: machine.kill_server, BROWSER: machine.kill_browser}[kill.victim]()


def test_what_is_typed_survives_every_kill(machine):
    session = Session(machine, make_places(machine.notebook.parents[2]))
    for number, kill in enumerate(make_plan(), 1):
        lost = session.go_through(kill)
        assert not lost, f"Seed {SEED}, kill {number} of {KILLS}: {kill}\n{lost}"

    remove_leftovers_of_an_hour_ago(session)
    assert list(machine.notebook.parent.glob("*.tmp")) == []


def remove_leftovers_of_an_hour_ago(session: Session) -> None:
    """Let the clock of all unfinished files go back, and save once more."""
    long_ago = time.time() - 60 * LEFT_OVER_SECONDS
    for leftover in session.machine.notebook.parent.glob("*.tmp"):
        os.utime(leftover, (long_ago, long_ago))
    session.finish()
