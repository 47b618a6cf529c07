"""What keeps people out of a page: axe-core's serious findings, rings of the focus, and parts that are cut."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

SERIOUS = {"serious", "critical"}
MEASURE = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def serious(page, *parts: str) -> list[str]:
    """What axe finds in some parts of a page, or in all of it, as rule and element."""
    context = {"include": [[part] for part in parts]} if parts else None
    found = Axe().run(page, context, {"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found if one["impact"] in SERIOUS for node in one["nodes"]]


def without_ring(page) -> list[str]:
    """The controls of the notebook in front that show no ring of two pixels when they have the focus."""
    page.keyboard.press("Tab")  # rings are for people at a keyboard
    return page.evaluate(MEASURE)["focus"]


def cut(page) -> list[str]:
    """The parts of the notebook in front that end beyond their cell, where nothing scrolls."""
    return page.evaluate(MEASURE)["cut"]
