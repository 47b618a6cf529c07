"""What ProperDocs does to a page's HTML on the way: whatever may be wider than a small window scrolls by itself, also by keyboard."""

from __future__ import annotations

import re


def on_page_content(html: str, **_: object) -> str:
    """Put tables and code into boxes that scroll and that can be reached with the Tab key."""
    html = re.sub(
        r"<table>.*?</table>",
        lambda match: f'<div class="scrolls" tabindex="0" role="group" aria-label="Table">{match[0]}</div>',
        html,
        flags=re.DOTALL,
    )
    return html.replace("<pre>", '<pre tabindex="0">')
