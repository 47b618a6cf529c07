"""Keeps what was measured, with the machine that it was measured on, and names ratios that have become worse."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from course import __version__
from course.bench.measurement import Measurement
from course.case.database import folder

FILE = "bench.json"
RATIO, WORSE = "×", 1.2
MOST_KEPT = 50  # runs of each bench


def keep(what: str, measurements: Sequence[Measurement], place: Path | None = None) -> list[str]:
    """Add a run to those that are kept. A sentence for each ratio that is a fifth above the last one that was kept.

    Only ratios are compared: times differ from one machine to the next, and from one hour to the next.
    """
    path = (place or folder()) / FILE
    runs = _read(path)
    before = _last_ratios(runs.get(what, []))
    values = {one.name: {"value": one.value, "unit": one.unit, "limit": one.limit} for one in measurements}
    run = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine(), "values": values}
    runs[what] = [*runs.get(what, []), run][-MOST_KEPT:]
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{FILE}.new")
    new.write_text(json.dumps(runs, indent=1, ensure_ascii=False), encoding="utf-8")
    new.replace(path)
    return [
        f"{one.name}: {one.value:.3g} ×, which is {one.value / before[one.name][0] - 1:.0%} more than the "
        f"{before[one.name][0]:.3g} × of {before[one.name][1]}."
        for one in measurements
        if one.unit == RATIO and one.name in before and one.value > WORSE * before[one.name][0]
    ]


def machine() -> dict[str, Any]:
    """What makes one run differ from another."""
    load = round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None
    return {
        "system": platform.platform(),
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "load": load,
        "python": platform.python_version(),
        "course": __version__,
    }


def _read(path: Path) -> dict[str, list[dict[str, Any]]]:
    """What is kept; nothing of a file that is damaged, which is put aside."""
    try:
        kept: dict[str, list[dict[str, Any]]] = json.loads(path.read_text(encoding="utf-8"))
        for runs in kept.values():
            _last_ratios(runs)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        with suppress(OSError):
            path.replace(path.with_name(f"{FILE}.damaged"))
        return {}
    return kept


def _last_ratios(runs: Sequence[dict[str, Any]]) -> dict[str, tuple[float, str]]:
    """The last value of each ratio, and the day on which it was measured."""
    return {
        name: (float(one["value"]), str(run["at"])[:10])
        for run in runs
        for name, one in run["values"].items()
        if one["unit"] == RATIO and float(one["value"]) > 0
    }
