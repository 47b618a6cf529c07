"""Caps: what no amount of good form makes up for. Each gives the highest score that is still possible, and says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from course.grade.document.checks.evidence import false_facts
from course.grade.document.lexicon import SMALL_WORDS, known_share, placeholders, slogans
from course.grade.document.parse import Document, sentences, words
from course.verdict import Finding

UNIQUE, REPEATED = 0.8, 0.35
FEWEST = 60  # of a shorter text, neither repetition nor vocabulary says anything
FEWEST_SMALL = 0.18
STUFFED = 0.06
KNOWN = 0.5
SOLD = 0.04


@dataclass(frozen=True)
class Cap:
    """A cap: the share of the points that remains, 0 to 1, and what it is for. ``reason`` finds why it holds, or ""."""

    name: str
    at: float
    title: str
    reason: Callable[[Document], str]


def _false_facts(document: Document) -> str:
    wrong = false_facts(document)
    return f"{len(wrong)} quoted figures are not what the data say" if len(wrong) >= 2 else ""


def _placeholders(document: Document) -> str:
    found = placeholders(document.open_text)
    return f"“{found[0]}” stands where words are still to be written" if found else ""


def _repetition(document: Document) -> str:
    text = document.prose()
    told = [" ".join(words(one)).lower() for one in sentences(text) if len(words(one)) > 3]
    if len(told) >= 5 and len(set(told)) / len(told) < UNIQUE:
        return "sentences are repeated"
    all_words = [word.lower() for word in words(text)]
    triples = Counter(zip(all_words, all_words[1:], all_words[2:], strict=False))
    again = sum(count for count in triples.values() if count > 1)
    if len(all_words) >= FEWEST and again / max(1, sum(triples.values())) > REPEATED:
        return "the same words follow each other again and again"
    return ""


def _stuffing(document: Document) -> str:
    """Words instead of sentences: too few small words between them for a text, one word on and on, or slogans."""
    all_words = [word.lower() for word in words(document.prose())]
    small = sum(word in SMALL_WORDS for word in all_words)
    if len(all_words) >= 2 * FEWEST and small / len(all_words) < FEWEST_SMALL:
        return "words stand beside each other without sentences"
    most = Counter(word for word in all_words if word not in SMALL_WORDS and len(word) > 3).most_common(1)
    if len(all_words) >= 2 * FEWEST and most and most[0][1] / len(all_words) > STUFFED:
        return f"“{most[0][0]}” is every {len(all_words) // most[0][1]}th word"
    sold = slogans(document.prose())
    if len(all_words) >= 2 * FEWEST and len(sold) / len(all_words) > SOLD:
        return f"every {len(all_words) // len(sold)}th word sells instead of saying, such as “{sold[0]}”"
    return ""


def _gibberish(document: Document) -> str:
    text = document.prose()
    if len(words(text)) < FEWEST or known_share(text) >= KNOWN:
        return ""
    return "most of the longer words are not English words that this course knows"


CAPS = (
    Cap("false facts", 0.70, "Two or more quoted figures are false", _false_facts),
    Cap("placeholders", 0.60, "Something is still to be written", _placeholders),
    Cap("repetition", 0.50, "Sentences are repeated", _repetition),
    Cap("gibberish", 0.50, "Words that are none", _gibberish),
    Cap("stuffing", 0.50, "Words instead of statements", _stuffing),
)


def caps_of(document: Document, names: tuple[str, ...]) -> list[tuple[Cap, Finding]]:
    """The caps that hold for a document, the lowest first."""
    held = [(cap, reason) for cap in CAPS if cap.name in names and (reason := cap.reason(document))]
    return [
        (cap, Finding(f"cap {cap.name}", f"More than {cap.at:.0%} is not possible".replace("%", " %") + f": {reason}."))
        for cap, reason in sorted(held, key=lambda one: one[0].at)
    ]
