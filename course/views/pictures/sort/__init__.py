"""Cards to sort: each item of a match with its classes as a row of buttons, and a count of what is still open."""

from __future__ import annotations

from course.verdict import code_html


def data(settings: dict) -> dict:
    """Nothing beyond the field's settings."""
    return {}


def html(settings: dict, answer: object) -> str:
    """Each class with its items, then the items that are still open."""
    classes_by_item = answer if isinstance(answer, dict) else {}
    piles = [
        (name, [item for item in settings["items"] if classes_by_item.get(item) == name])
        for name in settings["classes"]
    ]
    open_items = [item for item in settings["items"] if classes_by_item.get(item) not in settings["classes"]]
    return "".join(_pile(name, items) for name, items in [*piles, ("Open", open_items)] if items)


def _pile(name: str, items: list[str]) -> str:
    lines = "".join(f"<li>{code_html(item)}</li>" for item in items)
    return f"<p><strong>{code_html(name)}</strong></p><ul>{lines}</ul>"
