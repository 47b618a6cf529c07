"""Drawings as images: notebook viewers remove SVG elements from untrusted outputs, but keep images."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from html import escape, unescape
from pathlib import Path

DRAWING = re.compile(r'<svg\b(?P<attributes>[^>]*\brole="img"[^>]*)>(?P<content>.*?)</svg>', re.DOTALL)
NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
LOOK = "background:#fff;border-radius:4px;font:12px system-ui,sans-serif"
"""A static picture has its own background: it may be shown on any theme."""


def stills(html: str, css: str = "") -> str:
    """The HTML with each standalone drawing replaced by an ``img`` that contains it and has its label.

    ``css`` is the style sheet that the drawings need.
    """
    return DRAWING.sub(lambda drawing: _still(drawing["attributes"], drawing["content"], css), html)


def _still(attributes: str, content: str, css: str) -> str:
    values_by_name = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
    title = re.search(r"<title>(.*?)</title>", content, re.DOTALL)
    label = unescape(values_by_name.get("aria-label") or (title[1] if title else ""))
    width, height = values_by_name["viewBox"].split()[2:]
    svg = (
        f'<svg {NAMESPACE} viewBox="{values_by_name["viewBox"]}" width="{width}" height="{height}" '
        f'class="{values_by_name.get("class", "")}" style="{LOOK}"><style>{tokens()}{css}</style>{content}</svg>'
    )
    data = b64encode(svg.encode()).decode()
    return (
        f'<img class="course-picture" src="data:image/svg+xml;base64,{data}" alt="{escape(label)}" '
        f'width="{width}" height="{height}" style="max-width:100%;height:auto">'
    )


@cache
def tokens() -> str:
    """The course's colours on a light background."""
    sheet = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
    return sheet[sheet.index(":root") : sheet.index("}") + 1]
