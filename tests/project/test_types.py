"""The types hold where others build on them: keys, verdicts, the sheet, the learner's files, kinds and their registry."""

from __future__ import annotations

import subprocess
import sys

from course.setup.state import ROOT


def test_the_strict_modules_have_no_type_error():
    """Which modules these are is said in `pyproject.toml`, under `tool.mypy`."""
    done = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
