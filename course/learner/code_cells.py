"""The cells of a notebook in which a learner writes code: told by their name and by what nbgrader knows of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

NAME = re.compile(r"\d+-\d+-code")
LONGEST = 20_000  # characters that are kept of one cell


def is_code_cell(metadata: Mapping[str, Any]) -> bool:
    """Whether a cell is one in which learners write.

    >>> is_code_cell({"nbgrader": {"grade_id": "7-7-code", "solution": True, "grade": False}})
    True
    >>> is_code_cell({"nbgrader": {"grade_id": "7-7-code", "solution": True, "grade": True}})
    False
    """
    settings = metadata.get("nbgrader")
    if not isinstance(settings, Mapping):
        return False
    is_open = settings.get("solution") is True and settings.get("grade") is False
    return is_open and bool(NAME.fullmatch(str(settings.get("grade_id", ""))))


def written(cells: object) -> dict[str, str]:
    """What a learner's notebook holds in such cells, by their names. Whatever is not as it should be is left out."""
    texts: dict[str, str] = {}
    for cell in cells if isinstance(cells, list) else ():
        if not isinstance(cell, dict) or not isinstance(cell.get("metadata"), dict):
            continue
        source = cell.get("source")
        text = "".join(map(str, source)) if isinstance(source, list) else source
        if is_code_cell(cell["metadata"]) and isinstance(text, str) and text.strip():
            texts.setdefault(cell["metadata"]["nbgrader"]["grade_id"], text[:LONGEST])
    return texts


def with_own_code(new: bytes, own: bytes) -> bytes:
    """A new version of a notebook with what a learner wrote into such cells of the old one; as it is if either is none."""
    try:
        notebook, texts = json.loads(new), written(json.loads(own)["cells"])
        for cell in notebook["cells"]:
            if is_code_cell(cell["metadata"]) and (text := texts.get(cell["metadata"]["nbgrader"]["grade_id"])):
                cell["source"] = text.splitlines(keepends=True)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return new
    return f"{json.dumps(notebook, indent=1, ensure_ascii=False)}\n".encode() if texts else new
