"""In a real JupyterLab: the demos of module 1, and its pictures answered by keyboard."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.browser.lab_page import command, open_notebook

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns("*.answers.json*", ".ipynb*")
NAME = "01-what-technical-means"


@pytest.fixture(scope="module")
def lab(jupyter_server, page, tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    for name in ("modules", "exercises"):
        shutil.copytree(ROOT / name, folder / name, ignore=LEFT_OUT)
    return SimpleNamespace(folder=folder, page=page, server=jupyter_server(folder))


def run(lab, path: str):
    open_notebook(lab.page, lab.server.replace("/lab?", f"/lab/tree/{path}?") + "&reset")
    command(lab.page, "notebook:run-all-cells")
    lab.page.locator(".course-frame").first.wait_for()
    return lab.page


def test_the_demos_of_the_lesson(lab):
    page = run(lab, f"modules/{NAME}.ipynb")
    dial = page.locator(".course-frame.course-depth")
    dial.locator("input[type=radio]").first.focus()
    page.keyboard.press("ArrowRight")
    dial.get_by_text("Selvedge sells jeans").wait_for()
    play = page.locator(".course-frame.course-centre")
    play.scroll_into_view_if_needed()
    play.get_by_text("too far left").wait_for()

    play.locator("textarea").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type(".page { display: grid; place-items: center } </style><script>parent.broken = 1</script>\n")
    play.get_by_text("in the middle, both ways").wait_for()

    assert page.evaluate("window.broken") is None
    assert page.locator(".course-twin:visible").count() == 0


def test_adverts_cards_and_confidences_are_answered_by_keyboard(lab):
    page = run(lab, f"exercises/{NAME}/{NAME}.ipynb")
    advert = page.locator(".course-advert").nth(1)
    advert.locator("input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    sure = page.get_by_role("group", name="How sure are you of answer 1?")
    sure.get_by_label("50 %").focus()
    page.keyboard.press("Space")
    card = page.locator(".course-card").first
    card.locator("input").first.focus()
    page.keyboard.press("Space")
    page.get_by_text("1 of 14 placed").wait_for()
    page.wait_for_timeout(1500)
    saved = json.loads((lab.folder / f"exercises/{NAME}/{NAME}.answers.json").read_text())["exercises"]

    assert saved["1.2"]["answer"] == {"phrase2": "you decide on yarn, weave and wash"}
    assert saved["1.1"]["answer"] == {"systems_sure": "50"}
    assert list(saved["1.3"]["answer"]["who"].values()) == ["PM"]
