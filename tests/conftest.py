"""What all tests share: who runs first, no clock, interrupts that arrive, and no required browser test skipped unnoticed."""

from __future__ import annotations

import signal

import pytest
from hypothesis import HealthCheck, settings

from course.setup import suite

collect_ignore = ["grade/form/toy_field/split_cases.py"]  # runs only where that field is installed


def pytest_configure():
    """A shell that starts the tests in the background lets them ignore interrupts, and each process hands that on."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("any machine")


def pytest_collection_modifyitems(items):
    """What may take longest starts first, so that no process is left alone with it at the end."""
    items.sort(key=_longest, reverse=True)


def _longest(item: pytest.Item) -> tuple[float, bool]:
    timeout = item.get_closest_marker("timeout")
    return timeout.args[0] if timeout else float(item.config.getini("timeout")), bool(item.get_closest_marker("slow"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Count a skipped browser test as failed where browser tests are required."""
    report = yield
    is_required = item.get_closest_marker("browser") and not item.get_closest_marker("hub")
    if report.skipped and is_required and suite.browser_required():
        report.outcome = "failed"
        report.longrepr = f"A browser test may not be skipped here: {call.excinfo.value}"
    return report
