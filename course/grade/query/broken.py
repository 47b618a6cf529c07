"""A text that is not SQL: the place at which reading stopped, and the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from course.grade.query.code import code_only
from course.grade.query.sandbox import QueryError

LIKE = 0.75
KEYWORDS = frozenset(
    re.findall(
        r"\w+",
        """
        select from where group by having order limit join left right inner outer full cross on using and or not in is
        null like between as distinct case when then else end union all except intersect with asc desc over partition
        """,
    )
)
WORD = re.compile(r"[^\W\d]\w*|\d[\d.]*|'[^']*'|\"[^\"]*\"|[^\w\s]")


@dataclass(frozen=True)
class Broken:
    """A text that is not SQL, and the place at which reading stopped."""

    sql: str
    place: tuple[int, int]
    raw: str

    @classmethod
    def of(cls, sql: str, error: QueryError) -> Broken:
        return cls(sql, error.place or (0, max(len(sql), 1)), error.raw)

    def problem(self, message: str, look: str, place: tuple[int, int] | None = None) -> QueryError:
        return QueryError("syntax", message, place or self.place, look, self.raw)

    @property
    def text(self) -> str:
        return code_only(self.sql)

    @property
    def start(self) -> int:
        return self.place[0]

    @property
    def word(self) -> str:
        return self.sql[self.start : sum(self.place)]

    @property
    def words_before(self) -> list[str]:
        """The words and signs before the place."""
        return [self.sql[match.start() : match.end()] for match in WORD.finditer(self.text, 0, self.start)]

    @property
    def before(self) -> str:
        """The word or sign directly before the place."""
        return (self.words_before or [""])[-1]

    @property
    def is_last(self) -> bool:
        return not self.text[sum(self.place) :].strip(" \t\n\r;")
