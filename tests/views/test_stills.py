"""Drawings in static twins: images that carry themselves, so that viewers which remove SVG elements show them."""

from __future__ import annotations

import re
from functools import partial
from xml.etree import ElementTree

import pytest

import course
from course.dashboards import DASHBOARDS, TILES
from course.views import dashboard
from course.views.stills import stills
from tests.views.drawn import drawn

SVG = '<svg role="img" viewBox="0 0 64 32" aria-label="One &amp; two"><text>€ 1</text></svg>'
DRAWN = ("schema", "cutoff", "ladder", "traces", "journey")
TWINS = {
    **{name: partial(dashboard.static_html, each) for name, each in DASHBOARDS.items()},
    "tiles": lambda: dashboard.static_tiles_html(TILES),
    **{name: lambda name=name: course.demo(name).twin for name in DRAWN},
}


def test_a_drawing_becomes_an_image_that_is_told_by_its_label():
    html = stills(f"<p>Before</p>{SVG}<p>After</p>", "text { fill: red }")

    assert html.startswith("<p>Before</p><img ") and html.endswith("><p>After</p>")
    assert 'alt="One &amp; two" width="64" height="32"' in html
    (drawing,) = drawn(html)
    assert "text { fill: red }" in drawing and "<text>€ 1</text>" in drawing


@pytest.mark.parametrize(
    "html", ["<p>None</p>", SVG.replace('role="img"', 'aria-hidden="true"'), SVG.replace('role="img"', 'role="group"')]
)
def test_what_is_no_picture_of_its_own_stays(html):
    assert stills(html) == html


@pytest.mark.parametrize("twin", TWINS.values(), ids=list(TWINS))
def test_a_twin_holds_images_that_can_be_read(twin):
    html = twin()
    shown = drawn(html)

    assert shown and all(ElementTree.fromstring(drawing).tag.endswith("svg") for drawing in shown)
    assert 'role="img"' not in re.sub(r'src="[^"]*"', "", html)
    assert all(re.findall(r'<img [^>]*alt="([^"]*)"', html))
