"""Runs pytest and prints what the tests cost in processor time, with all processes that they start.

python -m tests.costs tests/services    (any arguments of pytest; Linux only)

A process whose parent has ended goes to the nearest reaper above it: this one, which waits for it and so learns what it
has cost. The time of a fixture counts for the test that needs it first.
"""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
from collections import Counter, defaultdict

import psutil
import pytest

DEAREST = 20
PROPERTY = "processor seconds"
PR_SET_CHILD_SUBREAPER = 36
SPENT = pytest.StashKey[float]()


def main(arguments: list[str]) -> int:
    """Run pytest with this file as a plugin, and wait for all that it starts."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    tests = subprocess.Popen([sys.executable, "-m", "pytest", "-p", "tests.costs", *arguments])
    while tests.returncode is None:
        pid, status = os.wait()
        if pid == tests.pid:
            tests.returncode = os.waitstatus_to_exitcode(status)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{used.ru_utime + used.ru_stime:.0f} processor seconds in all")
    return tests.returncode


def pytest_configure(config):
    config.stash[SPENT] = spent()


def spent() -> float:
    """The seconds that this process, and all that it has started, have kept a processor busy."""
    reaper = psutil.Process().parent().cpu_times()
    total = sum(os.times()[:4]) + reaper.children_user + reaper.children_system
    for process in psutil.Process().children(recursive=True):
        try:
            total += sum(process.cpu_times()[:4])
        except psutil.NoSuchProcess:
            continue
    return total


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Note what this phase of the test has cost."""
    report = yield
    before, now = item.config.stash[SPENT], spent()
    item.config.stash[SPENT] = now
    report.user_properties = [*report.user_properties, (PROPERTY, now - before)]
    return report


def pytest_terminal_summary(terminalreporter):
    """List files and the dearest tests, each with its processor time and its number of items."""
    seconds, items = Counter(), defaultdict(set)
    reports = (each for kind in terminalreporter.stats.values() for each in kind if isinstance(each, pytest.TestReport))
    for report in reports:
        test = report.nodeid.split("[")[0]
        for name in ("all", test.split("::")[0], test):
            seconds[name] += dict(report.user_properties).get(PROPERTY, 0)
            items[name].add(report.nodeid)
    terminalreporter.section("processor seconds, items, test")
    tests = [name for name in seconds if "::" in name]
    for names in (seconds.keys() - tests, sorted(tests, key=seconds.get, reverse=True)[:DEAREST]):
        for name in sorted(names, key=seconds.get, reverse=True):
            terminalreporter.line(f"{seconds[name]:8.1f} {len(items[name]):6} {name}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
