"""Exercises that are answered by writing a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from course.grade.document import DocumentExpectation, compile_document, judge_document
from course.grade.document.key import DocumentKey
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
