"""Files of the case company as its engineers keep them: lessons show them, models compute on them."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
SHOWN = {
    "checkout": {
        "README.md": ("markdown", "what the team says about its service"),
        "Dockerfile": ("docker", "how one container is made"),
        "compose.yaml": ("yaml", "how it runs on a developer's laptop"),
        "infrastructure.tf": ("terraform", "what production consists of"),
        "requirements.lock": ("text", "which packages are installed, to the last digit"),
        "ci.yaml": ("yaml", "what happens to each change"),
        "status-page.md": ("markdown", "what outsiders see"),
    },
}


@dataclass(frozen=True)
class File:
    """One file: its name, the language it is written in as Pygments calls it, what it is for, and its text."""

    name: str
    language: str
    about: str
    text: str


@cache
def files(name: str) -> tuple[File, ...]:
    """The files of a service in the order in which they are shown. Raises KeyError for an unknown service.

    >>> [file.name for file in files("checkout")][:2]
    ['README.md', 'Dockerfile']
    """
    return tuple(File(file, *details, text(f"{name}/{file}")) for file, details in SHOWN[name].items())


def text(path: str) -> str:
    """The text of a file, such as ``checkout/Dockerfile``."""
    return (FOLDER / path).read_text(encoding="utf-8")


def graph(name: str) -> dict:
    """The architecture of a service: title, source, target, nodes with their places, edges as pairs of names."""
    return json.loads(text(f"{name}/architecture.json"))


def traces(name: str) -> list[dict[str, int]]:
    """Recorded requests of a service: milliseconds by part, in the order in which they came."""
    return [
        {key: int(value) for key, value in row.items()}
        for row in csv.DictReader(text(f"{name}/traces.csv").splitlines())
    ]
