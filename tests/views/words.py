"""The words of a piece of HTML, for tests that read what a learner reads."""

from __future__ import annotations

import re
from html import unescape


def words(html: str) -> str:
    """The text without tags and style sheets, its white space as single spaces."""
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)).split())
