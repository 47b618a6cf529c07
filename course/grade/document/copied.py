"""Detects copies by a sample of the runs of words that two texts share."""

from __future__ import annotations

from hashlib import sha256

from course.grade.document.parse import words

RUN = 5
SAMPLED = 4  # one run in this many is kept
ALIKE = 0.9
FEWEST = 20


def fingerprint(text: str) -> tuple[str, ...]:
    """The sampled runs of words in a text, hashed: enough to recognise it, not to read it."""
    all_words = [word.lower() for word in words(text)]
    runs = {" ".join(all_words[start : start + RUN]) for start in range(len(all_words) - RUN + 1)}
    hashed = {sha256(run.encode()).hexdigest()[:10] for run in runs}
    return tuple(sorted(digest for digest in hashed if int(digest, 16) % SAMPLED == 0))


def is_copy(text: str, specimens: tuple[tuple[str, ...], ...]) -> bool:
    """Whether nearly all runs of a text are in one of the specimens."""
    own_runs = set(fingerprint(text))
    return len(own_runs) >= FEWEST and any(
        len(own_runs & set(specimen)) / len(own_runs) > ALIKE for specimen in specimens
    )
