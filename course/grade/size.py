"""How large an answer of any kind may be, so that judging and showing it takes no time that others wait for."""

from __future__ import annotations

MOST_VALUES = 5_000
LONGEST = 200_000  # characters, of all its texts
LIMITS = f"at most {MOST_VALUES:,} values and {LONGEST:,} characters"


def too_large(answer: object) -> str:
    """What is too large about an answer, to be read after "it"; empty if nothing is.

    >>> too_large({"seen": ["a"] * 30_000})
    'holds more than 5,000 values'
    """
    parts, count, length = [answer], 0, 0
    while parts:
        part = parts.pop()
        count += 1
        if isinstance(part, str):
            length += len(part)
        elif isinstance(part, dict | list | tuple):
            if count + len(parts) + len(part) > MOST_VALUES:
                return f"holds more than {MOST_VALUES:,} values"
            length += sum(map(len, part)) if isinstance(part, dict) else 0
            parts += part.values() if isinstance(part, dict) else part
        if length > LONGEST:
            return f"holds more than {LONGEST:,} characters"
    return ""
