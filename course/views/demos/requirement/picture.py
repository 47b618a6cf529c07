"""Sentences that three engineers build in three ways, and the sentence that leaves one way, as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from course.grade.document.lexicon import ears_pattern, nearest_pattern, weak_words

ENGINEERS = ("Ada", "Ben", "Chi")


@dataclass(frozen=True)
class Wish:
    """A vague sentence, what each of three engineers builds from it, what a customer then meets, and the repair."""

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
                "The money is there, and in one case of fifty it is taken back.",
            ),
        ),
        "When a refund is approved, the Pay service shall send it to the bank within 60 minutes.",
    ),
    Wish(
        "Retries must be handled properly.",
        (
            ("sends a failed charge again, up to three times", "On a slow network the customer pays twice."),
            ("never sends anything again", "On a slow network the order is lost, although the money is gone."),
            ("sends it again with the same key", "The customer pays once. Nobody had asked for that in so many words."),
        ),
        "When a request repeats a key with the same amount, the Pay service shall return the first answer.",
    ),
    Wish(
        "The dashboard should show all relevant payments in real time.",
        (
            ("shows every attempt, the moment it is made", "Approval looks 13 points lower than yesterday."),
            ("shows captured payments, once a minute", "It fits Marta's figures, and not those of support."),
            ("shows payments of the last hour that were settled", "It is empty until three in the afternoon."),
        ),
        "The Pay dashboard shall show every captured payment within 5 minutes after its capture.",
    ),
)


def seen(sentence: str) -> str:
    """What a check sees of a sentence: its pattern, and every weak word with the rule that names the problem."""
    text = sentence.strip()
    if not text:
        return '<p class="course-note">Write a sentence, and see what can be tested in it.</p>'
    pattern = ears_pattern(text)
    if pattern:
        lines = [f"✓ Pattern: {pattern.name}."]
    else:
        lines = [
            f"◐ None of the five patterns. The nearest, “{nearest_pattern(text).name}”, reads: {nearest_pattern(text).example}"
        ]
    weak = weak_words(text)
    lines += [f"◐ “{one.word}” cannot be tested ({one.rule}). {one.advice}" for one in weak] or ["✓ No weak word."]
    if not any(character.isdigit() for character in text):
        lines.append("○ No number. Not each requirement needs one; a quality always does.")
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def built(wish: Wish) -> str:
    """What three engineers make of a sentence, beside each other, and the sentence that leaves one way."""
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td class="course-wrap">{escape(builds)}</td><td class="course-wrap">{escape(meets)}</td></tr>'
        for name, (builds, meets) in zip(ENGINEERS, wish.builds, strict=True)
    )
    return (
        '<table class="course-table"><thead><tr><th scope="col">Engineer</th><th scope="col">builds a service that</th>'
        f'<th scope="col">what a customer or colleague meets</th></tr></thead><tbody>{rows}</tbody></table>'
        f"<details><summary>A sentence that leaves one way</summary><p>{escape(wish.repaired)}</p></details>"
    )
