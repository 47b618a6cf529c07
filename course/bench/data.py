"""Measures the case data: the time and memory of a build, and the size of the file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from course.bench.measurement import Measurement

VARIANTS = 15
PROGRAM = """
import json, sys, time
from statistics import median
from course.case import database

start = time.perf_counter()
path = database.practice_database()
built = time.perf_counter() - start

def peak_bytes():
    try:
        import resource
    except ImportError:
        import psutil
        return psutil.Process().memory_info().peak_wset
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

peak = peak_bytes()
import duckdb

def seconds(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start

def open_file():
    duckdb.connect(database.practice_database(), read_only=True).close()

opening = [seconds(open_file) for _ in range(9)]
database.variant_database(0)
variants = [seconds(lambda: database.variant_database(seed)) for seed in range(1, int(sys.argv[1]) + 1)]
print(json.dumps([built, peak, path.stat().st_size, median(opening), median(variants)]))
"""


def bench(root: Path) -> list[Measurement]:
    """Build everything from scratch in its own process and its own folder; takes a few seconds."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(VARIANTS)],
            env={**os.environ, "COURSE_CACHE": folder},
            capture_output=True,
            text=True,
            check=True,
        )
    build_seconds, peak_bytes, size, opening, variant = json.loads(process.stdout)
    return [
        Measurement("build from nothing", build_seconds, "s", 10),
        Measurement("peak memory", peak_bytes / 1e9, "GB", 1),
        Measurement("size of the file", size / 1e6, "MB", 60),
        Measurement("open the built file", opening * 1e3, "ms", 50),
        Measurement("make one small data set", variant * 1e3, "ms", 50),
    ]
