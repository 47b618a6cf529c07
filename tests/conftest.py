"""What all tests share: where browser tests are required, none is skipped without notice."""

from __future__ import annotations

import pytest

from course import suite


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Count a skipped browser test as failed where browser tests are required."""
    report = yield
    if report.skipped and item.get_closest_marker("browser") and suite.browser_required():
        report.outcome = "failed"
        report.longrepr = f"A browser test may not be skipped here: {call.excinfo.value}"
    return report
