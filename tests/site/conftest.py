"""The site, built once for all tests that look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from course import site
from course.setup.state import ROOT


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the site's pages."""
    target = tmp_path_factory.mktemp("site")
    assert site.build(ROOT, target) == 0
    return target
