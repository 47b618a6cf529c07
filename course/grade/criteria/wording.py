"""Finds the step that a line means, whatever its articles and the order of its words, and the one that it resembles most."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from functools import cache

from course.grade.criteria.service import REPLIES
from course.grade.criteria.steps import KINDS, PHRASES, STEPS, Step

ARTICLES = frozenset({"the", "a", "an"})
ARTICLE = re.compile(r"\b(?:the|an?) ", re.IGNORECASE)
ONE_OF_SOME = re.compile(
    r"\(\?:(?:an?|the)(?:\|(?:an?|the|this|that|another))+\) "
)  # in a pattern: “(?:a|the|this) key”
QUOTED = re.compile(r"[\"“”'‘’]([^\"“”'‘’]{1,40})[\"“”'‘’]")
VALUES = {
    "<reply>": re.compile(rf"[\"“”'‘’](?:{'|'.join(REPLIES)})[\"“”'‘’]", re.IGNORECASE),
    "<key>": re.compile(r"[\"“”'‘’][^\"“”'‘’]{1,40}[\"“”'‘’]"),
    "<amount>": re.compile(r"[-−]?(?:€|\bEUR|\beuros?)\s?\d(?:[\d.,]*\d)?|\d[\d.,]*\s?(?:€|EUR\b|euros?\b)", re.IGNORECASE),
    "<count>": re.compile(r"\b(?:once|twice|never|\d{1,3} times)\b", re.IGNORECASE),
}  # fmt: skip


def find_step(text: str) -> tuple[Step, dict[str, str]] | None:
    """The step that a line means, with its parts; None for a line that matches no step.

    A line that has the words of a step in another order, or with other articles or none, means that step.
    """
    line = " ".join(text.split()).rstrip(".")
    return _match(line) or _match(_in_order(line)) or _match(ARTICLE.sub("", line), _without_articles())


def _match(line: str, patterns: tuple[re.Pattern[str], ...] = ()) -> tuple[Step, dict[str, str]] | None:
    every = (*STEPS, *PHRASES)
    for step, pattern in zip(every, patterns or [step.pattern for step in every], strict=True):
        if match := pattern.fullmatch(line):
            return step, {name: part or "" for name, part in match.groupdict().items()} | _lower(match)
    return None


@cache
def _without_articles() -> tuple[re.Pattern[str], ...]:
    """The patterns of all steps for lines from which the articles were taken."""
    patterns = [step.pattern for step in (*STEPS, *PHRASES)]
    without = [ARTICLE.sub("", ONE_OF_SOME.sub("(?:(?:this|that|another) )?", pattern.pattern)) for pattern in patterns]
    return tuple(re.compile(text, pattern.flags) for text, pattern in zip(without, patterns, strict=True))


def _in_order(line: str) -> str:
    """The line with its words in the order of the step that has the same ones; an empty text if none has."""
    words, values = _bag(line)
    for step in STEPS:
        step_words, step_values = _bag(step.example)
        if words == step_words and [kind for kind, _ in values] == [kind for kind, _ in step_values]:
            text = step.example
            for (_, own), (_, example) in zip(values, step_values, strict=True):
                text = text.replace(example, own, 1)
            return text
    return ""


def _bag(line: str) -> tuple[Counter[str], list[tuple[str, str]]]:
    """The words of a line, without articles, and its values: (kind, as written), by kind."""
    values = [(kind, match[0]) for kind, pattern in VALUES.items() for match in pattern.finditer(line)]
    for kind, pattern in VALUES.items():
        line = pattern.sub(f" {kind} ", line)
    return Counter(word for word in line.lower().split() if word not in ARTICLES), values


def _lower(match: re.Match[str]) -> dict[str, str]:
    """Words from a closed list, as the list writes them."""
    return {name: match[name].lower() for name in ("state", "reply", "count", "status") if match.groupdict().get(name)}


def unknown_reply(text: str) -> str:
    """The answer that a line expects and the service never gives; empty if it expects none, or a known one.

    >>> unknown_reply('the answer is "failed"'), unknown_reply('the answer is "pending"')
    ('failed', '')
    """
    quoted = QUOTED.search(text)
    if quoted is None or quoted[1].lower() in REPLIES:
        return ""
    return quoted[1] if find_step(text.replace(quoted[1], REPLIES[0])) else ""


def nearest_step(text: str, kind: str = "") -> Step:
    """The known step that a line resembles most, of the same kind if that is known: by its words, then by its letters."""
    line = " ".join(text.split())[:200]

    def likeness(step: Step) -> tuple[int, int]:
        alike = SequenceMatcher(None, step.example, line).ratio()
        return len(_word_stems(line) & _word_stems(step.example)), round(20 * alike)

    return max((step for step in STEPS if kind not in KINDS or step.kind == kind), key=likeness)


def _word_stems(line: str) -> set[str]:
    return {word[:5] for word in line.lower().split() if word not in ARTICLES}
