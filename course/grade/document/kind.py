"""Exercises that are answered by writing a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from course.grade.document import DocumentExpectation, compile_document, judge_document
from course.grade.document.key import DocumentKey
from course.grade.kind import Kind
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

    def secrets(self, key: DocumentKey, starter: str) -> Iterator[str]:
        return (text for text in (key.reference, *key.accept) if text.strip())


KIND = DocumentKind()
