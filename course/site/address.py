"""Where the course is published, as ``pyproject.toml`` says."""

from __future__ import annotations

import tomllib
from pathlib import Path

WELCOME = "modules/00-welcome.ipynb"


def repository(root: Path) -> str:
    """The address of the repository."""
    address: str = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["urls"]["Repository"]
    return address


def binder(root: Path) -> str:
    """The address that opens the course on Binder."""
    slug = repository(root).removeprefix("https://github.com/")
    return f"https://mybinder.org/v2/gh/{slug}/main?urlpath=lab/tree/{WELCOME}"


def file(root: Path, path: str) -> str:
    """The address of a file or a folder of the repository."""
    return f"{repository(root)}/{'tree' if (root / path).is_dir() else 'blob'}/main/{path}"
