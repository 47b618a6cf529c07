"""Specifications of every kind, strong and hollow, with the band that the rubric must give each of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

SPECS = Path(__file__).with_name("specs")
STRONG = (SPECS / "strong.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Specimen:
    """A specification: its name, its text, and the lowest and highest points that it may get."""

    name: str
    text: str
    lowest: float
    highest: float


def _file(name: str) -> str:
    return (SPECS / f"{name}.md").read_text(encoding="utf-8")


def _strong(change: Callable[[str], str]) -> str:
    changed = change(STRONG)
    assert changed != STRONG
    return changed


def _underlined(text: str) -> str:
    """Headings as lines that are underlined."""
    return re.sub(r"^## (.+)$", lambda match: f"{match[1]}\n{'-' * len(match[1])}", text, flags=re.MULTILINE)


def _numbered(text: str) -> str:
    numbers = iter(range(1, 99))
    return re.sub(r"^## (.+)$", lambda match: f"### {next(numbers)}. {match[1].upper()}", text, flags=re.MULTILINE)


def _nonsense(text: str) -> str:
    """Perfect form, words that mean nothing: every longer word of the prose is replaced by letters."""
    random = Random(7)
    kept = set(
        re.findall(r"[A-Za-z]+", "shall must then when while where if guardrail drawback nothing flag switch stop customer customers "
        "metric baseline target date population source risk likelihood impact mitigation owner status reviewers summary "
        "problem goals non-goals users requirements quality acceptance criteria alternatives risks rollout with under")
    )  # fmt: skip

    def replaced(match: re.Match[str]) -> str:
        word = match.group()
        if word.startswith("["):
            return word
        letters = ("bdfglmnrst" if at % 2 else "aeiou" for at in range(len(word)))
        return word if word.lower() in kept or len(word) < 4 else "".join(random.choice(each) for each in letters)

    head, fence, rest = text.partition("```gherkin")
    inside, end, tail = rest.partition("```\n")
    tags = r"\[[^\]]*\]|[A-Za-z]+"
    return re.sub(tags, replaced, head) + fence + inside + end + re.sub(tags, replaced, tail)


def _without(*titles: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        for title in titles:
            text = re.sub(rf"^## {title}\n.*?(?=^## |\Z)", "", text, flags=re.MULTILINE | re.DOTALL)
        return text

    return change


def _replaced(*pairs: tuple[str, str]) -> Callable[[str], str]:
    def change(text: str) -> str:
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        return text

    return change


FALSE = _replaced(
    ("[F3.retried=280]", "[F3.retried=820]"),
    ("[F3.count=186]", "[F3.count=1860]"),
    ("[F4.duplicates=64]", "[F4.duplicates=6]"),
)
HEADINGS = "Summary Problem Goals Non-goals Users Requirements Acceptance-criteria Alternatives Risks Rollout".split()

CORPUS = (
    Specimen("strong", STRONG, 90, 100),
    Specimen("strong, another author", _file("strong_refunds"), 90, 100),
    Specimen("strong, in a form of its own", _file("own_form"), 90, 100),
    Specimen("strong, requirements in a table with priorities", _strong(lambda text: re.sub(r"^- (R\d) (.+)$", r"| \1 | \2 | Must |", text.replace("- R1", "| id | what | priority |\n|---|---|---|\n- R1", 1), flags=re.MULTILINE)), 90, 100),
    Specimen("strong, must instead of shall", _strong(lambda text: text.replace(" shall ", " must ").replace(", then the", ", the")), 90, 100),
    Specimen("strong, underlined headings", _strong(_underlined), 90, 100),
    Specimen("strong, numbered capitals", _strong(_numbered), 90, 100),
    Specimen("strong, headings by other names", _strong(_replaced(("## Problem", "## Background"), ("## Goals", "## Success metrics"), ("## Non-goals", "## Out of scope"), ("## Quality requirements", "## Non-functional requirements"))), 90, 100),
    Specimen("strong, Windows line ends", _strong(lambda text: text.replace("\n", "\r\n")), 90, 100),
    Specimen("strong, German quotes", _strong(lambda text: text.replace("“", "„").replace("”", "“").replace('"', "“")), 90, 100),
    Specimen("strong, French quotes and spaces", _strong(lambda text: text.replace("“", "«\u00a0").replace("”", "\u00a0»").replace("7,068", "7\u202f068")), 90, 100),
    Specimen("strong, sections in another order", _strong(lambda text: _without("Risks")(text) + text[text.index("## Risks") : text.index("## Rollout")]), 90, 100),
    Specimen("strong, star lists and bold ids", _strong(lambda text: re.sub(r"^- (R\d|N\d)", r"* **\1**:", text, flags=re.MULTILINE)), 90, 100),
    Specimen("strong, one false fact", _strong(_replaced(("[F3.count=186]", "[F3.count=280]"))), 90, 98),
    Specimen("well formed, false facts", _strong(FALSE), 30, 70),
    Specimen("strong without decisions", _strong(_without("Alternatives", "Risks", "Rollout")), 70, 88),
    Specimen("strong without criteria", _strong(_without("Acceptance criteria")), 45, 50),
    Specimen("only sunny days", _strong(_without("Acceptance criteria", "Quality requirements")), 50, 80),
    Specimen("persuasive and wrong: what only its criteria show", _file("persuasive"), 45, 50),
    Specimen("weak", _file("weak"), 0, 25),
    Specimen("average", _file("average"), 45, 75),
    Specimen("mediocre: half of it thought through", _file("mediocre"), 45, 50),
    Specimen("slogans with criteria from elsewhere", _file("slogans"), 0, 50),
    Specimen("stuffed with the words of the checks", _file("stuffed"), 0, 50),
    Specimen("hollow", _file("hollow"), 0, 50),
    Specimen("gibberish with perfect form", _strong(_nonsense), 0, 50),
    Specimen("headings only", "\n\n".join(f"## {one.replace('-', ' ')}" for one in HEADINGS), 0, 15),
    Specimen("headings and one sentence, repeated", "\n\n".join(f"## {one.replace('-', ' ')}\n\nThe Pay service shall answer every request of the merchant within 20 ms." for one in HEADINGS), 0, 50),
    Specimen("placeholders left", _strong(_replaced(("Tomasz (EM Pay), Grace (compliance)", "TBD"))), 30, 60),
    Specimen("very short", "We fix the double charges next week.", 0, 5),
    Specimen("very long", _strong(lambda text: text.replace("## Users", "\n\n".join(f"In week {week} the Pay team met {week} of the shops and wrote down what each of them had seen at its own till on day {week * 3}." for week in range(1, 130)) + "\n\n## Users")), 40, 97),
    Specimen("the same text ten times", STRONG * 10, 0, 50),
    Specimen("broken Markdown", _strong(lambda text: text.replace("|---|---|---|---|---|\n", "").replace("```\n", "", 1).replace("## Goals", "##Goals")), 20, 85),
    Specimen("one line", STRONG.replace("\n", " "), 0, 40),
    Specimen("another language", _file("german"), 0, 50),
    Specimen("a mebibyte", STRONG * (1_048_576 // len(STRONG) + 1), 0, 0),
    Specimen("binary", "".join(map(chr, range(0, 3000))), 0, 10),
)  # fmt: skip
