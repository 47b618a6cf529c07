"""What all tests share: interrupts reach the programs under test, and no required browser test is skipped unnoticed."""

from __future__ import annotations

import signal

import pytest

from course import suite


def pytest_configure():
    """A shell that starts the tests in the background lets them ignore interrupts, and each process hands that on."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Count a skipped browser test as failed where browser tests are required."""
    report = yield
    if report.skipped and item.get_closest_marker("browser") and suite.browser_required():
        report.outcome = "failed"
        report.longrepr = f"A browser test may not be skipped here: {call.excinfo.value}"
    return report
