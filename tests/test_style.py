"""One way to write code: what the linter and the formatter of `pyproject.toml` say holds everywhere."""

from __future__ import annotations

import subprocess
import sys

import pytest

from course.setup.state import ROOT


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
def test_the_code_is_as_the_linter_wants_it(command):
    done = subprocess.run([sys.executable, "-m", "ruff", *command], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
