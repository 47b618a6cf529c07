"""How hard a lesson is to read, and how long it takes: measured on its words, without code, tables and headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from course import sequence
from course.sequence import lesson_notebook as lessons

WORDS_PER_MINUTE = 200  # silent reading of non-fiction averages 238 (Brysbaert 2019); a new subject is read more slowly
MINUTES_PER_DEMO = 1
MINUTES_PER_WALK = (
    10  # a demo with steps: three payments of the theatre are 18 of them, and each has three things to read
)
WALKS = ("course.theatre(",)
MINUTES_PER_PRACTICE = 5  # to predict, run and change: a reader new to SQL took 100 minutes for the 12 of lesson 5
HARDEST = 8.0  # school years: plain English for adults who are not engineers; tests hold every lesson to it


@dataclass(frozen=True)
class Reading:
    """The measurements of a text. ``grade`` is the Flesch-Kincaid grade level, in US school years."""

    words: int
    sentences: int
    syllables: int

    @property
    def grade(self) -> float:
        """0.39 words per sentence + 11.8 syllables per word − 15.59 (Kincaid et al. 1975).

        >>> round(Reading(words=100, sentences=8, syllables=150).grade, 1)
        7.0
        """
        if not self.words or not self.sentences:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


def measure(lesson: Path) -> Reading:
    """The reading level of a lesson's text."""
    text = "\n\n".join(plain(cell.text) for cell in lessons.cells(lesson) if cell.kind == "markdown")
    sentences = [
        sentence_words for part in re.split(r"[.!?](?:\s|$)|\n\s*\n", text) if (sentence_words := _words(part))
    ]
    words = [word for sentence in sentences for word in sentence]
    return Reading(len(words), len(sentences), sum(map(syllables, words)))


def reading_minutes(lesson: Path) -> int:
    """The minutes that reading a lesson, looking at its demos and trying its queries takes, without its exercises."""
    code = [cell.text for cell in lessons.cells(lesson) if cell.kind == "code"]
    return round(measure(lesson).words / WORDS_PER_MINUTE + sum(map(_minutes, code)))


def _minutes(code: str) -> int:
    """The minutes that what a cell shows takes."""
    if "course.practice(" in code:
        return MINUTES_PER_PRACTICE
    return MINUTES_PER_WALK if any(walk in code for walk in WALKS) else MINUTES_PER_DEMO


def table(root: Path) -> str:
    """All lessons as a Markdown table: their length, their reading level, and the minutes that they take and announce."""
    heads = ("words", "words a sentence", f"grade, at most {HARDEST:g}", "minutes to read", "minutes with exercises")
    header = f"| lesson | {' | '.join(heads)} |"
    return "\n".join([header, "|---" + "|---:" * len(heads) + "|", *map(_row, sequence.lessons(root))])


def _row(lesson: Path) -> str:
    reading = measure(lesson)
    sentence_length = reading.words / max(reading.sentences, 1)
    return (
        f"| {lesson.stem} | {reading.words:,} | {sentence_length:.1f} | {reading.grade:.1f} | {reading_minutes(lesson)} "
        f"| {lessons.minutes(lesson) or ''} |"
    )


def plain(markdown: str) -> str:
    """The sentences of a Markdown text.

    >>> plain("## A heading\\n\\nCall `count(*)`, as [here](x.ipynb) said: **all** <b>rows</b>.\\n")
    'Call , as here said: all rows.'
    """
    text = re.sub(r"```.*?```|\$\$.*?\$\$", " ", markdown, flags=re.DOTALL)
    text = re.sub(r"^(#+|\|).*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^> ?", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\s*([*+-]|\d+\.) ", "\n\n", text, flags=re.MULTILINE)
    text = re.sub(r"`[^`]*`|<code>.*?</code>", "", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return unescape(re.sub(r"<[^>]+>|[*_]{1,2}", "", text)).strip()


def syllables(word: str) -> int:
    """The syllables of an English word, by groups of vowels.

    >>> [syllables(word) for word in ("grain", "payment", "table", "denominator", "rate")]
    [1, 2, 2, 5, 1]
    """
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouyscxzg]es$", word.lower()) is not None
    return max(groups - silent, 1)


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z’'-]*", text)
