"""The panel below a document: points, every check with what lost points, evidence to insert."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import anywidget
import traitlets

from course.grade.count import quantity
from course.grade.document import CheckExpectation, DocumentExpectation, JudgedCheck, Report, read_document
from course.grade.document.judge import plain_points
from course.grade.document.parse import words
from course.verdict import Finding
from course.views.document.picture import check_points, own_findings, points_text
from course.views.draft import with_drafts

MOST = 4


class Panel(anywidget.AnyWidget):
    """Shows ``state``, made by `panel_state`, and passes on what the learner asks for. ``evidence`` is a list of {label, detail, apply}.

    ``draft`` is the place of the reasons for keeping a word: until one is given, the browser keeps what is written of it.
    """

    _esm = with_drafts(Path(__file__).with_name("panel.js"))
    _css = Path(__file__).with_name("panel.css")
    state = traitlets.Dict().tag(sync=True)
    evidence = traitlets.List().tag(sync=True)
    draft = traitlets.Dict().tag(sync=True)

    def __init__(self, **traits: object) -> None:
        super().__init__(**traits)
        self._calls: dict[str, Callable[..., None]] = {}
        self.on_msg(self._receive)

    def on_go(self, call: Callable[[int, int], None]) -> None:
        """``call(start, length)`` when the learner wants to see a place."""
        self._calls["go"] = lambda content: call(int(content["start"]), int(content["length"]))

    def on_insert(self, call: Callable[[str], None]) -> None:
        """``call(text)`` when the learner inserts evidence."""
        self._calls["insert"] = lambda content: call(str(content["text"]))

    def on_keep(self, call: Callable[[str, int, str], None]) -> None:
        """``call(word, line, reason)`` when the learner keeps a flagged word."""
        self._calls["keep"] = lambda content: call(str(content["word"]), int(content["line"]), str(content["reason"]))

    def _receive(self, _widget: object, content: dict, _buffers: list) -> None:
        if content.get("type") in self._calls:
            self._calls[content["type"]](content)


def panel_state(expected: DocumentExpectation, text: str, report: Report, worth: float | None = None) -> dict:
    """What the panel shows of a report: JSON values. Lines count from 1. ``worth`` are the points of the exercise."""
    return {
        "points": points_text(expected, report),
        "words": quantity(len(words(read_document(text).prose())), "word") + _scale(expected, worth),
        "capped": [*report.limits, *(finding.text for finding in report.unread)],
        "checks": [_check(text, judged, report) for judged in report.checks],
    }


def closed_state(expected: DocumentExpectation, text: str, report: Report) -> dict:
    """What the panel shows where a closed sheet judges nothing: the checks of form as they are, all others as announced."""
    live = {judged.check.id: judged for judged in report.checks}
    later = quantity(len(expected.checks) - len(live), "check")
    return {
        "points": f"{quantity(len(live), 'check')} of form seen here, {later} left to your instructor's sheet",
        "words": quantity(len(words(read_document(text).prose())), "word"),
        "capped": [finding.text for finding in report.unread],
        "checks": [
            {**_check(text, live[check.id], report), "points": f"{check.points:g} at most"}
            if check.id in live
            else _later(check)
            for check in expected.checks
        ],
    }


def _later(check: CheckExpectation) -> dict:
    about = {"id": check.id, "title": check.title, "why": check.why, "misses": check.misses}
    return {**about, "full": False, "later": True, "points": f"{check.points:g} at most", "findings": [], "more": 0}


def _scale(expected: DocumentExpectation, worth: float | None) -> str:
    """How the points of the checks become those of the exercise; empty where they are the same."""
    if worth is None or worth == expected.points:
        return ""
    return f". The {plain_points(expected.points)} points of the checks become the exercise's {plain_points(worth)}."


def _check(text: str, judged: JudgedCheck, report: Report) -> dict:
    check = judged.check
    findings = own_findings(judged, report)
    return {
        "id": check.id,
        "title": check.title,
        "full": judged.full,
        "points": check_points(judged),
        "why": check.why,
        "misses": check.misses,
        "findings": [_finding(text, finding) for finding in findings[:MOST]],
        "more": max(0, len(findings) - MOST),
    }


def _finding(text: str, finding: Finding) -> dict:
    """One finding; for a weak word also the word itself, to be kept with a reason."""
    if not finding.place:
        return {"text": finding.text}
    start, length = finding.place
    line = text.count("\n", 0, start)
    word = text[start : start + length] if finding.kind == "weak" else ""
    return {"text": finding.text, "place": finding.place, "line": line + 1, "word": word}
