"""What was measured is kept with its machine, and ratios that have become worse are named."""

from __future__ import annotations

import json

import pytest

from course.bench.kept import FILE, MOST_KEPT, keep
from course.bench.measurement import Measurement


def measured(ratio: float, seconds: float = 1.0) -> list[Measurement]:
    return [Measurement("one in the other", ratio, "×", 2.0), Measurement("a wait", seconds, "s", 1.0)]


def test_a_ratio_that_is_a_fifth_worse_is_named_and_a_time_is_not(tmp_path):
    assert keep("grading", measured(1.0), tmp_path) == []
    assert keep("grading", measured(1.19, 9.0), tmp_path) == []
    (sentence,) = keep("grading", measured(1.5), tmp_path)
    assert sentence.startswith("one in the other: 1.5 ×, which is 26% more than the 1.19 × of 2")
    assert keep("sql", measured(9.0), tmp_path) == []


def test_each_run_is_kept_with_its_machine_and_not_for_ever(tmp_path):
    for _ in range(MOST_KEPT + 3):
        keep("grading", measured(1.0), tmp_path)
    runs = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))["grading"]
    assert len(runs) == MOST_KEPT
    assert runs[-1]["values"]["a wait"] == {"value": 1.0, "unit": "s", "limit": 1.0}
    assert {"system", "cores", "memory_gb", "load", "python", "course"} <= runs[-1]["machine"].keys()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"grading": [1]}', '{"grading": [{"values": {"a": {"unit": "×"}}}]}'])
def test_a_damaged_file_is_put_aside(tmp_path, text):
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert keep("grading", measured(1.0), tmp_path) == []
    assert (tmp_path / f"{FILE}.damaged").read_text(encoding="utf-8") == text
    assert "grading" in json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
