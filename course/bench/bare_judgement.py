"""A process that judges answers and does nothing else: what `course bench grading` measures grading against."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from course import sheet as sheets


def main(folder: Path) -> None:
    """Read the answers of hand-ins from the first line; judge them all once for each further line, and say so."""
    entries = {entry.id: (entry.kind, sheets.expectation(entry)) for entry in sheets.load(folder).exercises}
    hand_ins = json.loads(sys.stdin.readline())
    for _ in sys.stdin:
        for answers in hand_ins:
            for id, answer in answers.items():
                kind, expected = entries[id]
                sheets.judge(kind, expected, answer)
        print("judged", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
