"""Measures how soon what is typed is safe: from the key press to the browser's draft, and to the answers file on the disk."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from course.bench.in_browser import MODULE, PATIENCE, lab, open_exercise, page_of
from course.bench.measurement import Measurement, spread
from course.setup.suite import NO_CHROMIUM, find_chromium

FORM = "5.1 "
KEYS, CHANGES = 60, 30
DRAFT_LIMIT_MS, FILE_LIMIT_S = 50, 1
POLL = 0.001  # seconds
# A draft is stored when its transaction is complete. performance.now() does not jump; with its origin it is the machine's clock.
WATCH = """() => {
  const now = () => performance.timeOrigin + performance.now();
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...draft) {
    if (this.name === "drafts") this.transaction.addEventListener("complete", () => window.draftStored?.(now()));
    return put.apply(this, draft);
  };
  window.watchKey = () => {
    window.nextDraft = new Promise((resolve) => {
      let pressed;
      addEventListener("keydown", () => { pressed = now(); }, { capture: true, once: true });
      window.draftStored = (stored) => resolve({ pressed, stored });
    });
  };
}"""


@dataclass(frozen=True)
class Saved:
    """One key press: milliseconds until its draft was stored, seconds until the answers file was on the disk."""

    draft: float
    file: float


def bench(root: Path) -> list[Measurement]:
    """Press keys in the editor of a query, then in the boxes and buttons of a form. Empty without Chromium."""
    chromium = find_chromium()
    if chromium is None:
        print(NO_CHROMIUM, file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory() as scratch, lab(root, Path(scratch)) as address, page_of(chromium) as page:
        file = Path(scratch, MODULE, f"{MODULE}.answers.json")
        editor = open_exercise(page, address).locator(".cm-content")
        form = page.locator(".course-frame", has_text=FORM)
        page.evaluate(WATCH)
        query = [_press(page, file, editor, "a") for _ in range(KEYS + 1)]
        fields = [_press(page, file, *_change(form, number)) for number in range(CHANGES + 1)]
    return [
        *_measurements("editor", query[1:]),
        *_measurements("form", fields[1:]),
    ]  # the first key makes file and store


def _change(form, number: int):
    """Alternately a digit into a box and another option of a choice."""
    if number % 2:
        return form.get_by_role("textbox").first, "7"
    return form.get_by_role("radio").nth(number // 2 % 2), "Space"


def _press(page, file: Path, field, key: str) -> Saved:
    field.focus()
    before = _stamp(file)
    page.evaluate("() => window.watchKey()")
    page.keyboard.press(key)
    saved_at = _wait_for_other(file, before)
    draft = page.evaluate("() => window.nextDraft")
    return Saved(draft["stored"] - draft["pressed"], saved_at - draft["pressed"] / 1000)


def _wait_for_other(file: Path, before: int) -> float:
    """The moment at which the file is another one than it was, in seconds since 1970."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if _stamp(file) != before:
            return time.time()
        time.sleep(POLL)
    raise TimeoutError(f"{file.name} is not written.")


def _stamp(file: Path) -> int:
    return os.stat(file).st_mtime_ns if file.exists() else 0


def _measurements(where: str, presses: list[Saved]) -> list[Measurement]:
    return [
        *spread(f"{where}: key to draft", [press.draft for press in presses], DRAFT_LIMIT_MS, "ms"),
        *spread(f"{where}: key to saved file", [press.file for press in presses], FILE_LIMIT_S),
    ]
