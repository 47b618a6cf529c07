"""Exercises that are answered by writing a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from course.grade.count import quantity
from course.grade.document import DocumentExpectation, compile_document, form_report, judge_document, read_document
from course.grade.document.judge import LONGEST
from course.grade.document.key import DocumentKey
from course.grade.document.parse import words
from course.grade.form.field import part_of
from course.grade.form.sheets.layout import results
from course.grade.kind import Kind, Neighbour
from course.verdict import Verdict


class DocumentKind(Kind):
    """A document in Markdown, judged by checks that are all visible beforehand."""

    name = "document"
    Key = DocumentKey

    def nothing(self, starter: str, expectation: dict[str, Any]) -> str:
        """The template that the learner finds in the editor."""
        return str(expectation.get("template", ""))

    def compile(self, key: DocumentKey) -> DocumentExpectation:
        return compile_document(key)

    def read(self, data: dict[str, Any]) -> DocumentExpectation:
        return DocumentExpectation.from_json(data)

    def judge(self, expectation: DocumentExpectation, answer: object, starter: str = "") -> Verdict:
        return judge_document(expectation, answer if isinstance(answer, str) else "")

    def close(self, expectation: DocumentExpectation) -> DocumentExpectation:
        return expectation.closed()

    def receive(self, expectation: DocumentExpectation, answer: object, starter: str = "") -> Verdict:
        """How long it is, and what the checks of form see."""
        text = answer if isinstance(answer, str) else ""
        if not text.strip() or text.strip() == expectation.template.strip():
            return Verdict.not_attempted("nothing is written yet.")
        size = quantity(len(words(read_document(text[:LONGEST]).text)), "word")
        return Verdict.saved(f"a document of {size}", *form_report(expectation, text).findings)

    def reads(self, expectation: DocumentExpectation) -> tuple[str, ...]:
        """The exercise whose sheet the claims of a document are set beside."""
        return (expectation.uses["exercise"],) if expectation.uses else ()

    def beside(self, expectation: DocumentExpectation, answers: Mapping[str, Neighbour]) -> DocumentExpectation:
        """With the figures of the learner's own sheet. What cannot be read is left out."""
        uses = expectation.uses or {}
        neighbour = answers.get(uses.get("exercise", ""))
        if neighbour is None:
            return expectation
        fields = {field["id"]: field["settings"] for field in neighbour.expectation.get("fields", ())}
        own = part_of(neighbour.answer, uses["field"])
        return replace(expectation, own=results(fields[uses["field"]], own, uses["cells"]))

    def secrets(self, key: DocumentKey, starter: str) -> Iterator[str]:
        return (text for text in (key.reference, *key.accept) if text.strip())


KIND = DocumentKind()
