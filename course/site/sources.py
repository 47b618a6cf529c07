"""The sources as a page: every address outside the course that lessons and exercises name, by the module that names it."""

from __future__ import annotations

from pathlib import Path

from course import sequence
from course.authoring.external_links import ListedAddress, places, read_list

HEAD = """# Sources

Whatever the course says about the world outside its invented company has a source. Each address was last read on the day, or in the month, shown after it. If you write for the course, keep the list up to
date: `python3 -m course links` shows it, with every place that names an address.
"""


def sources_page(root: Path) -> str:
    """The addresses of each module, in the order of the course."""
    pages_by_address = places(root)
    sections = [HEAD]
    for module in sequence.MODULES:
        entries = [entry for entry in read_list() if module.number in _modules(pages_by_address.get(entry.address, ()))]
        if entries:
            rows = "\n".join(map(_row, entries))
            sections.append(f"## {sequence.name(module.number)}: {module.title}\n\n{rows}\n")
    return "\n".join(sections)


def _modules(pages: tuple[str, ...]) -> set[int]:
    """The modules to which lessons and exercises belong; other pages belong to none."""
    return {sequence.number_of(Path(page)) for page in pages if page.endswith(".ipynb")} - {0}


def _row(entry: ListedAddress) -> str:
    is_link = entry.address.startswith("http")
    name = entry.address.partition("://")[2].rstrip("/") if is_link else entry.address
    return f"* [{name}]({entry.address if is_link else f'https://{entry.address}'}): {entry.about} (read {entry.read})"
