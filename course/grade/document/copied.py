"""Sees when a text is a copy: it samples the runs of words that both have."""

from __future__ import annotations

from hashlib import sha256

from course.grade.document.parse import words

RUN = 5
SAMPLED = 4  # of all runs, one in so many is kept
ALIKE = 0.9
FEWEST = 20


def fingerprint(text: str) -> tuple[str, ...]:
    """The sampled runs of words in a text, hashed: enough to recognise it, not to read it."""
    all_words = [word.lower() for word in words(text)]
    runs = {" ".join(all_words[at : at + RUN]) for at in range(len(all_words) - RUN + 1)}
    hashed = {sha256(run.encode()).hexdigest()[:10] for run in runs}
    return tuple(sorted(one for one in hashed if int(one, 16) % SAMPLED == 0))


def is_copy(text: str, specimens: tuple[tuple[str, ...], ...]) -> bool:
    """Whether nearly all runs of a text stand in one of the specimens."""
    own = set(fingerprint(text))
    return len(own) >= FEWEST and any(len(own & set(one)) / len(own) > ALIKE for one in specimens)
