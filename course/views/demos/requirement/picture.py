"""Sentences that three engineers build in three ways, and the sentence that leaves only one way, as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from course.grade.document.lexicon import ears_pattern, nearest_pattern, weak_words
from course.views.markup import folded, table

ENGINEERS = ("Ada", "Ben", "Chi")


@dataclass(frozen=True)
class Wish:
    """A vague sentence, what each of three engineers builds from it, what a customer then experiences, and the repair."""

    sentence: str
    builds: tuple[tuple[str, str], ...]
    repaired: str


WISHES = (
    Wish(
        "Refunds shall be fast.",
        (
            (
                "answers within 200 ms that the refund was taken",
                "“Refunded”, says the screen. The money comes eight days later.",
            ),
            (
                "sends refunds to the bank every hour",
                "The money is there after two days, and nobody told the customer.",
            ),
            (
                "books a refund at once, without asking the bank",
                "The money is there, and in one case in fifty it is taken back.",
            ),
        ),
        "When a refund is approved, the Pay service shall send it to the bank within 60 minutes.",
    ),
    Wish(
        "Retries must be handled properly.",
        (
            ("sends a failed charge again, up to three times", "On a slow network the customer pays twice."),
            ("never sends anything again", "On a slow network the order is lost, although the money is gone."),
            (
                "sends it again with the same key",
                "The customer pays once, though nobody had asked for that in so many words.",
            ),
        ),
        "When a request repeats a key with the same amount, the Pay service shall return the first answer.",
    ),
    Wish(
        "The dashboard should show all relevant payments in real time.",
        (
            ("shows every attempt, the moment it is made", "Approval looks 12 points lower than yesterday."),
            ("shows captured payments, once a minute", "It agrees with Marta's figures, but not with support's."),
            ("shows payments of the last hour that were settled", "It is empty until three in the afternoon."),
        ),
        "The Pay dashboard shall show every captured payment within 5 minutes of its capture.",
    ),
)


def observations(sentence: str) -> list[str]:
    """What a check finds in a sentence: its pattern, and every weak word with the rule that names the problem."""
    text = sentence.strip()
    if not text:
        return ["Write a sentence, and see what can be tested in it."]
    flaws = [f"◐ “{weak.word}” cannot be tested ({weak.rule}). {weak.advice}" for weak in weak_words(text)]
    lines = [_pattern(text), *(flaws or ["✓ No weak word."])]
    if not any(character.isdigit() for character in text):
        lines.append("○ No number. Not every requirement needs one; a quality always does.")
    return lines


def listing(sentence: str) -> str:
    """The observations as a list."""
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in observations(sentence))}</ul>"


def builds_html(wish: Wish) -> str:
    """What three engineers build from a sentence, side by side, and the sentence that leaves only one way."""
    heads = ("Engineer", "builds a service that", "what a customer or colleague meets")
    rows = [(name, *build) for name, build in zip(ENGINEERS, wish.builds, strict=True)]
    repaired = f"<p>{escape(wish.repaired)}</p>"
    return table(heads, rows, wide={1, 2}) + folded("A sentence that leaves one way", repaired)


def _pattern(text: str) -> str:
    pattern, nearest = ears_pattern(text), nearest_pattern(text)
    if pattern:
        return f"✓ Pattern: {pattern.name}."
    return f"◐ None of the five patterns. The nearest, “{nearest.name}”, reads: {nearest.example}"
