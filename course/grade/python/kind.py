"""Exercises that are answered by a function in Python."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from course.grade.kind import Kind
from course.grade.python.answer import PythonAnswer
from course.grade.python.expectation import PythonExpectation, compile_python
from course.grade.python.judge import judge_python, receive_python
from course.grade.python.key import PythonKey
from course.keys.key import Key
from course.verdict import Verdict


class PythonKind(Kind):
    """A function, judged by what it was recorded to return on the practice data and on the hidden data sets."""

    name = "python"
    Key = PythonKey
    settings = ("function",)

    def make_key(self, parts: dict[str, Any]) -> Key:
        """The key; ``survivors`` is written as {mutant: reason}."""
        survivors = parts.get("survivors", {})
        return super().make_key({**parts, "survivors": tuple(survivors.items())} if survivors else parts)

    def nothing(self, starter: str, expectation: dict[str, Any]) -> dict[str, Any]:
        return {}

    def compile(self, key: PythonKey) -> PythonExpectation:
        return compile_python(key)

    def read(self, data: dict[str, Any]) -> PythonExpectation:
        return PythonExpectation.from_json(data)

    def judge(self, expectation: PythonExpectation, answer: object, starter: str = "") -> Verdict:
        return judge_python(expectation, PythonAnswer.read(answer))

    def close(self, expectation: PythonExpectation) -> PythonExpectation:
        return expectation.closed()

    def receive(self, expectation: PythonExpectation, answer: object, starter: str = "") -> Verdict:
        return receive_python(expectation, PythonAnswer.read(answer))

    def text(self, answer: object) -> str:
        """The cell as it was checked, which is what people read and compare."""
        return PythonAnswer.read(answer).source

    def secrets(self, key: PythonKey, starter: str) -> Iterator[str]:
        texts = (key.reference, *key.accept, *(str(mistake.answer) for mistake in key.mistakes))
        return (text for text in texts if text.strip())


KIND = PythonKind()
