"""Puts the pages of the site together: copies those that are written, generates those that are data, and turns links around."""

from __future__ import annotations

import posixpath
import re
import shutil
from pathlib import Path

from course.site import address
from course.site.drawing import house
from course.site.modules import figures, modules_page
from course.site.sources import sources_page

NAVIGATION = {
    "The course": "index.md",
    "Start": "start.md",
    "Modules": "modules.md",
    "Teach with it": "teach.md",
    "Very large classes": "scale.md",
    "Privacy": "privacy.md",
    "Write for it": "contributing.md",
    "Sources": "sources.md",
    "Architecture": "architecture.md",
    "Testing": "testing.md",
    "Dashboards": "dashboards.md",
    "Changes": "changelog.md",
    "Security": "security.md",
    "Conduct": "conduct.md",
}
"""The pages in the order in which a reader meets them."""

WRITTEN = {
    "docs/index.md": "index.md",
    "docs/start.md": "start.md",
    "docs/teach.md": "teach.md",
    "docs/scale.md": "scale.md",
    "docs/privacy.md": "privacy.md",
    "docs/architecture.md": "architecture.md",
    "docs/testing.md": "testing.md",
    "docs/dashboards/README.md": "dashboards.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "security.md",
    "CODE_OF_CONDUCT.md": "conduct.md",
}
"""Files of the repository, and the pages that are made of them."""

GENERATED = {"modules.md": modules_page, "sources.md": sources_page}
"""Pages that are made from the course's own data."""

STANDS_FOR = {
    **WRITTEN,
    "README.md": "index.md",
    "modules": "modules.md",
    "course/authoring/external_links.tsv": "sources.md",
}
"""What a link leads to in the repository, and the page that readers of the site get instead."""

PARTS = {"figures": figures}
"""What is filled in where a page has a comment of that name, ``<!-- figures -->``."""

PICTURES = ".png", ".webp", ".svg"
LINK = re.compile(r'(\]\(|\b(?:src|srcset|href)=")([^)"\s#]*)(#[^)"\s]*)?([)"])')
COMMENT = re.compile(r"<!-- (\w+) -->")
DRAWING = re.compile(r"```mermaid\n(block-beta\n.*?)```", re.DOTALL)
FENCE = re.compile(r"(^```.*?^```|`[^`\n]+`)", re.DOTALL | re.MULTILINE)


def write_pages(root: Path, target: Path) -> None:
    """Write every page and picture of the site into a folder."""
    for path in (root / "docs").rglob("*"):
        if path.suffix in PICTURES:
            copy = target / path.relative_to(root / "docs")
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    for path, page in WRITTEN.items():
        (target / page).write_text(page_of(root, path), "utf-8")
    for page, text in GENERATED.items():
        (target / page).write_text(with_links(text(root), root, f"docs/{page}"), "utf-8")


def page_of(root: Path, path: str) -> str:
    """A file of the repository as a page."""
    text = (root / path).read_text("utf-8")
    text = COMMENT.sub(lambda match: PARTS[match[1]](root) if match[1] in PARTS else match[0], text)
    text = DRAWING.sub(lambda match: house(match[1]), text)
    return with_links(text, root, path)


def with_links(text: str, root: Path, path: str) -> str:
    """A page's text with links that lead to pages of the site, else to the repository; code stays as it is."""
    parts = FENCE.split(text)
    parts[::2] = [LINK.sub(lambda match: _link(match, root, path), part) for part in parts[::2]]
    return "".join(parts)


def _link(match: re.Match[str], root: Path, path: str) -> str:
    before, target, anchor, after = match.groups()
    if not target or re.match(r"[a-z]+:", target):
        return match[0]
    return f"{before}{destination(root, posixpath.normpath(posixpath.join(posixpath.dirname(path), target)))}{anchor or ''}{after}"


def destination(root: Path, path: str) -> str:
    """Where a file of the repository is found by readers of the site; what is nowhere stays, and fails the build."""
    if path in STANDS_FOR:
        return STANDS_FOR[path]
    if path.startswith("docs/") and Path(path).suffix in PICTURES:
        return path.removeprefix("docs/")
    return address.file(root, path) if (root / path).exists() else path
