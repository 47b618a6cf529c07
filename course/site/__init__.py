"""The site of the course: its pages, put together from the repository, and pictures of the course as it looks.

Pages are Markdown where people also read them on their own (``docs``, CONTRIBUTING.md and its neighbours), and data where the
course has them as data: modules and sources. ProperDocs turns them into HTML that needs no script and nothing from elsewhere.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from course.site.address import binder, repository
from course.site.pages import NAVIGATION, write_pages

TARGET = ".site"
"""The folder below the repository in which the pages end up; git ignores it."""

HERE = Path(__file__).parent
EXTENSIONS = ["tables", "fenced_code", "sane_lists", "attr_list", {"toc": {"permalink": False}}]


def build(root: Path, target: Path | None = None) -> int:
    """Build the site and say where it is; a dead link or any other warning is an error. Returns an exit code."""
    target = target or root / TARGET
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "source")
        write_pages(root, source)
        settings = Path(scratch, "properdocs.yml")  # JSON is YAML, too
        settings.write_text(json.dumps(configuration(root, source, target)), "utf-8")
        command = [sys.executable, "-m", "properdocs", "build", "--strict", "--config-file", str(settings)]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr.strip(), file=sys.stderr)
    else:
        print(f"The site is in {target}. Open {target / 'index.html'}.")
    return done.returncode


def configuration(root: Path, source: Path, target: Path) -> dict[str, Any]:
    """What ProperDocs is told. Every link is relative, so the pages also work from a folder."""
    return {
        "site_name": "Becoming a technical product manager",
        "docs_dir": str(source),
        "site_dir": str(target),
        "use_directory_urls": False,
        "theme": {"name": None, "custom_dir": str(HERE / "theme")},
        "markdown_extensions": EXTENSIONS,
        "hooks": [str(HERE / "hooks.py")],
        "plugins": [],
        "nav": [{title: page} for title, page in NAVIGATION.items()],
        "validation": {
            "nav": {"omitted_files": "warn", "not_found": "warn", "absolute_links": "warn"},
            "links": {"not_found": "warn", "anchors": "warn", "absolute_links": "warn", "unrecognized_links": "warn"},
        },
        "extra": {"repository": repository(root), "binder": binder(root)},
    }
