"""Collects the words that the course itself uses, which tell English in a learner's document from gibberish.

``python -m course.authoring.vocabulary`` writes them again.
"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat

from course.grade.document.lexicon import FOLDER

ROOT = Path(__file__).resolve().parents[2]
SHORTEST = 4
HOLDS_GIBBERISH = "lexicon.py"  # as examples of what is not a word
ESCAPE = re.compile(r"\\[nrt]")


def vocabulary(root: Path) -> list[str]:
    """Every word of at least SHORTEST letters in lessons, source notebooks, cards, the package and the project's texts."""
    notebooks = [*(root / "modules").glob("*.ipynb"), *(root / "solutions").glob("*/*.ipynb")]
    texts = [cell.source for path in notebooks for cell in nbformat.read(path, as_version=4).cells]
    plain = [*(root / "modules").glob("*.md"), *(root / "course").rglob("*.py"), *root.glob("*.md")]
    texts += [path.read_text(encoding="utf-8") for path in plain if path.name != HOLDS_GIBBERISH]
    words = {word.lower() for text in texts for word in re.findall(r"[A-Za-z]+", ESCAPE.sub(" ", text))}
    return sorted(word for word in words if SHORTEST <= len(word) <= 20)


if __name__ == "__main__":
    (FOLDER / "vocabulary.txt").write_text("\n".join(vocabulary(ROOT)) + "\n", encoding="utf-8")
