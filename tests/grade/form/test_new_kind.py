"""A kind of field that lives in another distribution is found by its entry points: nothing under course knows of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from course.grade.form.field import FIELD_KINDS
from course.setup.state import ROOT

TOY = Path(__file__).parent / "toy_field"
PACKAGE = "tests.grade.form.toy_field"
ENTRY_POINTS = f"""
[course.grade.form.fields]
split = {PACKAGE}.split

[course.views.form]
split = {PACKAGE}.split_view
"""


def install(site: Path) -> None:
    """What pip leaves behind of a distribution, in a folder of its own."""
    info = site / "split-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: split\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)


def test_a_new_kind_of_field_needs_no_change_of_the_course(tmp_path):
    install(tmp_path)
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", TOY / "split_cases.py"]

    done = subprocess.run(tests, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "split" not in FIELD_KINDS
