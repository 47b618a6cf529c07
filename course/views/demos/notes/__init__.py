"""Notes of the case, such as interviews, as a page: headings and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from course.artefacts import text
from course.views.demo import Demo, Part

NOTES = {"interviews": "platform/interviews.md", "board": "board/questions.md"}


class Notes(Demo):
    """What people of the case company said or wrote down: ``course.notes("interviews")``.

    Raises KeyError for notes that do not exist.
    """

    called = "notes"

    def __init__(self, name: str):
        self.title, *self.blocks = parts(text(NOTES[name]))

    def picture(self) -> Sequence[Part]:
        return ["".join(map(_block, self.blocks))]


def parts(words: str) -> list[str]:
    """The blocks of a text in Markdown, each on one line; the first is its title, without its sign.

    >>> parts("# Two talks\\n\\n## Pay\\n\\nWe are\\nlate.")
    ['Two talks', '## Pay', 'We are late.']
    """
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", words.strip())]
    return [blocks[0].lstrip("# "), *blocks[1:]]


def _block(words: str) -> str:
    if words.startswith("## "):
        return f"<h4>{escape(words[3:])}</h4>"
    return f"<p>{escape(words)}</p>"


DEMO = Notes
