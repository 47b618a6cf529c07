"""What can fail in a sketch: at which row, how, and whether the person still looks at the screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from course.grade.models.architecture import BEFORE, FORGETS, LOG, QUEUE, WAITS, Scene, Sketch

MOST_KINDS = 8
CLOSES, UNANSWERED, TWICE, LOST, LATE_CALL, DOWN, REFUSED = "closes", "unanswered", "twice", "lost", "late", "down", "refused"  # fmt: skip
STOP_SENT, STOP_WRITTEN, STOP_BEFORE = "stops after", "stops when written", "stops before"
KINDS = (CLOSES, UNANSWERED, TWICE, LOST, STOP_SENT, STOP_WRITTEN, STOP_BEFORE, LATE_CALL, DOWN, REFUSED)
"""What can fail, the clearest story first."""
BY_WAY = {
    WAITS: (LOST, UNANSWERED, LATE_CALL, DOWN),
    QUEUE: (UNANSWERED, TWICE, DOWN),
    LOG: (UNANSWERED, TWICE, DOWN),
    FORGETS: (LOST, TWICE),
}


@dataclass(frozen=True)
class Failure:
    """What fails once, at which row (counted from 0), and whether the person looks at the screen."""

    kind: str = ""
    row: int = -1
    is_open: bool = True


def failures(scene: Scene, sketch: Sketch) -> Iterator[Failure]:
    """All that is tried on a sketch, the clearest stories first."""
    found = [failure for row in range(len(sketch)) for failure in _failures_of(scene, sketch, row)]
    found.append(Failure(CLOSES, is_open=False))
    yield from sorted(found, key=lambda failure: (KINDS.index(failure.kind), not failure.is_open, failure.row))


def _failures_of(scene: Scene, sketch: Sketch, row: int) -> Iterator[Failure]:
    call = sketch[row]
    kinds = list(BY_WAY[call.way])
    if scene.acts[call.act].refuses:
        kinds.append(REFUSED)
    if call.caller not in scene.starters or call.caller != scene.app and not scene.acts[call.act].question:
        is_first = all(other.caller != call.caller for other in sketch[:row])
        kinds += [STOP_SENT, *([] if is_first else [STOP_BEFORE]), *([STOP_WRITTEN] if call.written == BEFORE else [])]
    for kind in kinds:
        yield Failure(kind, row)
        if call.caller != scene.app or call.is_queued:  # nobody leaves before a request has gone out
            yield Failure(kind, row, is_open=False)
