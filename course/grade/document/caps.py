"""Caps: what no amount of good form makes up for. Each gives the highest score that is still possible, and says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from course.grade.document.checks.evidence import false_facts
from course.grade.document.lexicon import SMALL_WORDS, known_share, placeholders, slogans
from course.grade.document.parse import Document, sentences, words
from course.verdict import Finding

LEAST_UNIQUE, MOST_REPEATED = 0.8, 0.35
FEWEST_WORDS = 60  # in a shorter text, neither repetition nor vocabulary says anything
LEAST_DIFFERENT = 0.04  # of the words
LEAST_SMALL = 0.18
MOST_OF_ONE_WORD = 0.06
LEAST_KNOWN = 0.5
MOST_SLOGANS = 0.04


@dataclass(frozen=True)
class Cap:
    """A cap: the highest share of the points it leaves, 0 to 1, and a title. ``reason`` returns why it applies, or ""."""

    name: str
    at: float
    title: str
    reason: Callable[[Document], str]


def _false_facts(document: Document) -> str:
    wrong = false_facts(document)
    return f"{len(wrong)} quoted figures are not what the data say" if len(wrong) >= 2 else ""


def _placeholders(document: Document) -> str:
    matches = placeholders(document.unfenced_text)
    return f"“{matches[0]}” is a placeholder: words are still to be written" if matches else ""


def _repetition(document: Document) -> str:
    text = document.prose()
    longer_sentences = [" ".join(words(sentence)).lower() for sentence in sentences(text) if len(words(sentence)) > 3]
    if len(longer_sentences) >= 5 and len(set(longer_sentences)) / len(longer_sentences) < LEAST_UNIQUE:
        return "sentences are repeated"
    all_words = [word.lower() for word in words(text)]
    triples = Counter(zip(all_words, all_words[1:], all_words[2:], strict=False))
    repeated_count = sum(count for count in triples.values() if count > 1)
    if len(all_words) >= FEWEST_WORDS and repeated_count / max(1, sum(triples.values())) > MOST_REPEATED:
        return "the same words follow each other again and again"
    return ""


def _stuffing(document: Document) -> str:
    """Words instead of sentences: too few small words between them, one word over and over, or slogans."""
    all_words = [word.lower() for word in words(document.prose())]
    small_count = sum(word in SMALL_WORDS for word in all_words)
    if len(all_words) >= 2 * FEWEST_WORDS and small_count / len(all_words) < LEAST_SMALL:
        return "words stand beside each other without sentences"
    most_frequent = Counter(word for word in all_words if word not in SMALL_WORDS and len(word) > 3).most_common(1)
    if len(all_words) >= 2 * FEWEST_WORDS and most_frequent and most_frequent[0][1] / len(all_words) > MOST_OF_ONE_WORD:
        return f"“{most_frequent[0][0]}” is every {len(all_words) // most_frequent[0][1]}th word"
    selling_words = slogans(document.prose())
    if len(all_words) >= 2 * FEWEST_WORDS and len(selling_words) / len(all_words) > MOST_SLOGANS:
        return (
            f"every {len(all_words) // len(selling_words)}th word sells instead of saying, such as “{selling_words[0]}”"
        )
    return ""


def _gibberish(document: Document) -> str:
    text = document.prose()
    if len(words(text)) < FEWEST_WORDS or known_share(text) >= LEAST_KNOWN:
        return ""
    return "most of the longer words are not English words that this course knows"


def _rubbish(document: Document) -> str:
    all_words = [word.lower() for word in words(document.prose())]
    if len(all_words) >= FEWEST_WORDS and len(set(all_words)) / len(all_words) < LEAST_DIFFERENT:
        return "the same few words are written again and again"
    return ""


CAPS = (
    Cap("false facts", 0.70, "Two or more quoted figures are false", _false_facts),
    Cap("placeholders", 0.60, "Something is still to be written", _placeholders),
    Cap("repetition", 0.50, "Sentences are repeated", _repetition),
    Cap("gibberish", 0.50, "Words that are none", _gibberish),
    Cap("stuffing", 0.50, "Words instead of statements", _stuffing),
    Cap("rubbish", 0.0, "Nothing is written", _rubbish),
)
ALWAYS = ("rubbish",)


def _bound(cap: Cap) -> str:
    return f"More than {100 * cap.at:.0f}% is not possible" if cap.at else "Nothing counts"


def caps_of(document: Document, names: tuple[str, ...]) -> list[tuple[Cap, Finding]]:
    """Those of the named caps that apply to a document, and of ALWAYS, lowest first, each with its finding."""
    applying = [(cap, reason) for cap in CAPS if cap.name in (*names, *ALWAYS) and (reason := cap.reason(document))]
    return [
        (cap, Finding(f"cap {cap.name}", f"{_bound(cap)}: {reason}."))
        for cap, reason in sorted(applying, key=lambda pair: pair[0].at)
    ]
