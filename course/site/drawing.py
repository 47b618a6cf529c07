"""Draws Mermaid's block diagrams as HTML, so that the site's pages need neither a script nor a picture of them."""

from __future__ import annotations

import re
from html import escape

BLOCK = re.compile(r'^(?P<id>\w+?)(?:\["(?P<label>[^"]+)"\])?(?::(?P<span>\d+))?$')


def house(diagram: str) -> str:
    """A block diagram with ``columns`` as a list of rows.

    >>> house("block-beta\\n    columns 2\\n    roof:2\\n    a b")
    '<ul class="house"><li><span>roof</span></li><li><span>a</span><span>b</span></li></ul>'
    """
    rows = (
        line.split()
        for line in diagram.splitlines()
        if line.strip() and not line.strip().startswith(("block", "columns"))
    )
    return f'<ul class="house">{"".join(f"<li>{_blocks(row)}</li>" for row in rows)}</ul>'


def _blocks(row: list[str]) -> str:
    found = [match for block in row if (match := BLOCK.match(block))]
    return "".join(f"<span>{escape(match['label'] or match['id'])}</span>" for match in found)
