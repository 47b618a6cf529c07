"""An answer in Python as it is kept: the cell as it was checked, what came of it, and the cell as it is now."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from course.grade.python.program import digest


@dataclass(frozen=True)
class PythonAnswer:
    """What a learner's answer holds. ``results`` are the outcomes by data set as they were recorded, JSON texts; ``draft`` is the
    cell as it was run last, if that is not what the results are of.
    """

    source: str = ""
    digest: str = ""
    results: tuple[tuple[str, str], ...] = ()
    draft: str = ""

    @classmethod
    def read(cls, answer: object) -> PythonAnswer:
        """The answer from data that anybody may have written: what is not as it should be is left out.

        >>> PythonAnswer.read({"source": "def f(): ...", "results": {"practice": "{}", "x": 3}}).results
        (('practice', '{}'),)
        """
        if not isinstance(answer, dict):
            return cls()
        results = answer.get("results")
        texts = results.items() if isinstance(results, dict) else ()
        return cls(
            _text(answer.get("source")),
            _text(answer.get("digest")),
            tuple((str(name), text) for name, text in texts if isinstance(text, str)),
            _text(answer.get("draft")),
        )

    @classmethod
    def of(cls, cell: str, results: dict[str, str]) -> PythonAnswer:
        """The answer after a check of a cell."""
        return cls(cell, digest(cell), tuple(results.items()))

    def to_json(self) -> dict[str, Any]:
        parts = {"source": self.source, "digest": self.digest, "results": dict(self.results)}
        return {**parts, "draft": self.draft} if self.draft else parts

    def with_cell(self, cell: str) -> PythonAnswer:
        """The answer when the cell reads so now, whether that was checked or not."""
        is_checked = digest(cell) == self.digest
        return PythonAnswer(self.source, self.digest, self.results, "" if is_checked else cell)

    @property
    def text(self) -> str:
        """The newest text of the cell."""
        return self.draft or self.source

    @property
    def is_stale(self) -> bool:
        """Whether the cell was changed after the last check."""
        return bool(self.draft and self.results) and digest(self.draft) != self.digest

    @property
    def is_whole(self) -> bool:
        """Whether the results are said to be of this very source."""
        return digest(self.source) == self.digest

    def outcome(self, name: str) -> dict[str, Any] | None:
        """What was recorded on a data set; None if that is nothing, or cannot be read."""
        text = dict(self.results).get(name)
        with suppress(ValueError, RecursionError):
            outcome = json.loads(text) if text else None
            return outcome if isinstance(outcome, dict) else None
        return {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
