"""The drawings inside the images of a static twin, for tests that look into them."""

from __future__ import annotations

import re
from base64 import b64decode

STILL = re.compile(r'src="data:image/svg\+xml;base64,([^"]+)"')


def drawn(html: str) -> list[str]:
    """The SVG text of each still picture in the HTML."""
    return [b64decode(data).decode() for data in STILL.findall(html)]
