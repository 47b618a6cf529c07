"""What a judge says about an answer: a score, an outcome, and findings in plain words."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from enum import Enum
from html import escape

NAME = re.compile(r"(?<![\w.&#/])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?!\w)")


class Outcome(str, Enum):
    """The three possible outcomes of an answer, and what stands in their place where nothing is judged: saved."""

    NOT_ATTEMPTED = "not attempted"
    NOT_YET = "not yet"
    PASSED = "passed"
    SAVED = "saved"


@dataclass(frozen=True)
class RowDifference:
    """One row that differs: ``+`` is in the answer only, ``−`` is missing from it; no sign means no difference."""

    sign: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Excerpt:
    """Some rows of a table or of a result.

    ``numbers`` are the positions of columns that hold numbers, ``wraps`` of those whose words may take several lines.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[RowDifference, ...]
    numbers: tuple[int, ...] = ()
    left_out: int = 0
    wraps: tuple[int, ...] = ()


@dataclass(frozen=True)
class Example:
    """A counter-example: the rows that go in, what the answer makes of them, and what was expected."""

    tables: tuple[Excerpt, ...]
    yours: Excerpt
    expected: Excerpt

    @property
    def row_count(self) -> int:
        """How many rows go in."""
        return sum(len(table.rows) for table in self.tables)


@dataclass(frozen=True)
class Finding:
    """One thing about an answer: what was seen, what was expected, where to look.

    ``place`` is (start, length) in the answer's text, counted in characters. ``numbers`` are the positions of the
    ``columns`` that hold numbers, ``left_out`` counts the rows that are not shown. ``raw`` keeps the words of an engine for those who want to unfold them. ``table``
    shows values where a sentence would only list them. ``about`` names the question that it is about, if what was seen
    does not. ``kind`` is a stable name, for tests and for statistics. ``raw_title`` says whose words ``raw`` holds.
    """

    kind: str
    seen: str
    expected: str = ""
    look: str = ""
    place: tuple[int, int] | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[RowDifference, ...] = ()
    numbers: tuple[int, ...] = ()
    left_out: int = 0
    raw: str = ""
    example: Example | None = None
    table: Excerpt | None = None
    about: str = ""
    raw_title: str = "What the database said"

    @property
    def text(self) -> str:
        """The finding in at most three sentences.

        >>> Finding("row-count", "280 rows, expected 186.", look="Look at retries.").text
        '280 rows, expected 186. Look at retries.'
        >>> Finding("known-mistake", "That is in weeks.", about="Question 4").text
        'Question 4: That is in weeks.'
        """
        seen = f"{self.about}: {self.seen}" if self.about else self.seen
        return " ".join(part for part in (seen, self.expected, self.look) if part)

    def html(self) -> str:
        """The finding as HTML, with the rows, the table and the small example that show it."""
        html = f'<p class="course-finding">{code_html(self.text)}</p>'
        if self.rows:
            html += _rows_html(self)
        if self.table:
            html += _excerpt_html(self.table)
        if self.example:
            html += _example_html(self.example)
        if self.raw:
            html += (
                f"<details><summary>{escape(self.raw_title)}</summary>"
                f'<pre class="course-raw">{escape(self.raw)}</pre></details>'
            )
        return html


@dataclass(frozen=True)
class Verdict:
    """The judgement of one answer: a score between 0 and 1, its outcome, and findings, the most useful first.

    Raises ValueError for a score that is not a number from 0 to 1: an error must never turn into points.
    """

    outcome: Outcome
    score: float
    headline: str
    findings: tuple[Finding, ...] = field(default=())

    def __post_init__(self) -> None:
        if not (isinstance(self.score, float) and math.isfinite(self.score) and 0 <= self.score <= 1):
            raise ValueError(f"a score is a float from 0 to 1, not {self.score!r}")

    @classmethod
    def not_attempted(cls, headline: str) -> Verdict:
        return cls(Outcome.NOT_ATTEMPTED, 0.0, headline)

    @classmethod
    def not_yet(cls, headline: str, *findings: Finding, score: float = 0.0) -> Verdict:
        return cls(Outcome.NOT_YET, score, headline, findings)

    @classmethod
    def passed(cls, headline: str, *findings: Finding) -> Verdict:
        return cls(Outcome.PASSED, 1.0, headline, findings)

    @classmethod
    def saved(cls, understood: str, *findings: Finding) -> Verdict:
        """What a closed sheet says: what was understood, and who judges it. It is worth nothing until then.

        >>> Verdict.saved("81.44 percent").line
        "● Saved: understood 81.44 percent. Your instructor's sheet judges it."
        """
        return cls(Outcome.SAVED, 0.0, f"understood {understood}. Your instructor's sheet judges it.", findings)

    def points(self, maximum: float) -> float:
        """The points that the score is worth, as a plain float from 0 to ``maximum``.

        >>> Verdict.passed("All good.").points(4)
        4.0
        """
        return float(min(max(self.score * maximum, 0.0), maximum))

    @property
    def is_finished(self) -> bool:
        """Whether a saved answer is one to hand in: no question of it is open, and what is to run has run."""
        return all(finding.kind != UNFINISHED for finding in self.findings)

    @property
    def text(self) -> str:
        """The verdict as plain text: the headline, then the most useful finding."""
        return " ".join([self.line, *(finding.text for finding in self.findings[:1])])

    @property
    def line(self) -> str:
        """The first line: the sign, the word and the headline."""
        return f"{SIGNS[self.outcome]} {WORDS[self.outcome]}: {self.headline}"

    def html(self) -> str:
        """The verdict as HTML that needs nothing but the course's style sheet, and reads well without it."""
        state = self.outcome.value.replace(" ", "-")
        first, rest = self.findings[:1], self.findings[1:]
        parts = [f'<div class="course-verdict course-{state}">', f"<p>{_line_html(self)}</p>"]
        parts += [finding.html() for finding in first]
        if rest:
            parts.append("<details><summary>What else was seen</summary>")
            parts += [finding.html() for finding in rest]
            parts.append("</details>")
        return "".join([*parts, "</div>"])


UNFINISHED = "unfinished"  # the kind of a finding about an answer that is saved, and not yet one to hand in
SIGNS = {Outcome.NOT_ATTEMPTED: "○", Outcome.NOT_YET: "◐", Outcome.PASSED: "✓", Outcome.SAVED: "●"}
WHOSE = {"+": "yours", "−": "expected"}
WORDS = {
    Outcome.NOT_ATTEMPTED: "Not attempted",
    Outcome.NOT_YET: "Not yet",
    Outcome.PASSED: "Passed",
    Outcome.SAVED: "Saved",
}


def _line_html(verdict: Verdict) -> str:
    head, _, headline = verdict.line.partition(": ")
    return f"<strong>{escape(head)}:</strong> {code_html(headline)}"


def _rows_html(finding: Finding) -> str:
    kinds = [
        ' class="course-number"' if position in finding.numbers else "" for position in range(len(finding.columns))
    ]
    head = "".join(
        f'<th scope="col"{kind}>{escape(name)}</th>' for name, kind in zip(finding.columns, kinds, strict=True)
    )
    body = "".join(
        f'<tr class="course-{WHOSE[row.sign]}"><th scope="row">{_sign_html(row.sign)}</th>'
        + "".join(f"<td{kind}>{escape(cell)}</td>" for cell, kind in zip(row.cells, kinds, strict=True))
        + "</tr>"
        for row in finding.rows
    )
    return (
        f'<table class="course-table"><thead><tr><th scope="col">Row</th>{head}</tr></thead><tbody>{body}</tbody></table>'
        f"{_left_out_html(finding.left_out)}"
    )


def _sign_html(sign: str) -> str:
    return f"{escape(sign)} {WHOSE[sign]}"


def _left_out_html(count: int) -> str:
    return f'<p class="course-note">and {count:,} more</p>' if count else ""


def _example_html(example: Example) -> str:
    rows = "1 row" if example.row_count == 1 else f"{example.row_count} rows"
    tables = "".join(_excerpt_html(table) for table in example.tables)
    results = _excerpt_html(example.yours, signs=True) + _excerpt_html(example.expected, signs=True)
    return (
        f'<details class="course-example"><summary>See it on {rows}</summary>'
        f'<p class="course-note">Suppose the tables held only this:</p><div class="course-excerpts">{tables}</div>'
        f'<p class="course-note">Then:</p><div class="course-excerpts">{results}</div></details>'
    )


def _excerpt_html(excerpt: Excerpt, signs: bool = False) -> str:
    """A small table with its title above. Signs have a column of their own, if there can be any."""
    kinds = {**dict.fromkeys(excerpt.numbers, "course-number"), **dict.fromkeys(excerpt.wraps, "course-wrap")}
    numbers = [f' class="{kinds[position]}"' if position in kinds else "" for position in range(len(excerpt.columns))]
    names = zip(excerpt.columns, numbers, strict=True)
    head = "".join(f'<th scope="col"{number}>{escape(name)}</th>' for name, number in names)
    body = "".join(_line(row, numbers, signs) for row in excerpt.rows)
    gutter = '<th scope="col">Row</th>' if signs else ""
    table = f'<table class="course-table"><thead><tr>{gutter}{head}</tr></thead><tbody>{body}</tbody></table>'
    note = _left_out_html(excerpt.left_out) if excerpt.rows else '<p class="course-note">no row</p>'
    title, label = f'<p class="course-label">{code_html(excerpt.title)}</p>', escape(excerpt.title.strip("`"))
    return f'<div class="course-excerpt" role="group" aria-label="{label}">{title}{table}{note}</div>'


def _line(row: RowDifference, numbers: list[str], signs: bool) -> str:
    state = f' class="course-{WHOSE[row.sign]}"' if row.sign else ""
    gutter = f'<th scope="row">{_sign_html(row.sign) if row.sign else ""}</th>' if signs else ""
    cells = "".join(f"<td{number}>{_cell(cell)}</td>" for cell, number in zip(row.cells, numbers, strict=True))
    return f"<tr{state}>{gutter}{cells}</tr>"


def _cell(text: str) -> str:
    return f'<span class="course-null">{text}</span>' if text == "NULL" else escape(text)


def code_html(text: str) -> str:
    """Escape a sentence and set what is between backticks as code, and names of columns and tables by their underscore.

    >>> code_html("Use `IS NULL`, a<b. is_test is in customers.")
    'Use <code>IS NULL</code>, a&lt;b. <code>is_test</code> is in customers.'
    """
    parts = escape(text).split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    return "".join(f"<code>{part}</code>" if index % 2 else _with_names(part) for index, part in enumerate(parts))


def _with_names(words: str) -> str:
    return NAME.sub(r"<code>\g<0></code>", words)
