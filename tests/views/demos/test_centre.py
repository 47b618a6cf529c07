"""The playground: what it starts with, the way that it knows, and a preview that runs and loads nothing."""

from __future__ import annotations

from pathlib import Path

from course.views.demos import centre
from course.views.demos.centre import Centre
from tests.views.words import words

BOX = "The page’s style (CSS). Type in it:"


def test_it_starts_with_a_box_in_the_corner_and_knows_one_way():
    demo = Centre()
    box = demo.controls[BOX]
    assert box.value == centre.START and "place-items" not in box.value

    demo.controls["Show one way"].click()
    assert "place-items: center" in box.value


def test_starting_over_puts_the_first_style_back():
    demo = Centre()
    demo.controls[BOX].value = ".page { }"
    demo.controls["Start over"].click()

    assert demo.controls[BOX].value == centre.START


def test_the_preview_runs_nothing_and_loads_nothing():
    source = Path(centre.__file__).with_name("centre.js").read_text(encoding="utf-8")

    assert 'sandbox: "allow-same-origin"' in source and "allow-scripts" not in source
    assert "default-src 'none'" in source


def test_it_reads_well_without_a_kernel():
    shown = words(Centre().twin)

    assert "Pay €38" in shown and "One way to centre the box" in shown
