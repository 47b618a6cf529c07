"""Every address outside the course that lessons, exercises and the pages of the repository name, and when somebody last read it.

The list (external_links.tsv) is kept by hand: nothing is fetched. A day or a month says when the page, or a stored copy
of it, was last read. Addresses are links, and sites that a callout names as its source, such as “dora.dev”.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import nbformat

from course import sequence
from course.authoring.read import sources

TABLE = Path(__file__).with_suffix(".tsv")
LINK = re.compile(r"https?://[\w-]+\.[^\s)\]\"'<>\\`*|]+")
TAG = re.compile(r"<[^>]+>")
SITE = re.compile(
    r"(?<![\w@/.-])(?:[a-z0-9-]+\.)+(?:com|org|net|dev|io|ai|blog|fm|tech|edu|eu|cat|ee|mt|uk|za)(?![\w-])(?:/[\w./-]*\w)?"
)
EXAMPLES = re.compile(
    r"(?:https?://)?(?:[\w.-]+\.)?(?:example\.(?:com|org|net)|mandaro\.\w+|localhost|w3\.org/(?:19|20)\d\d/\w+)\b"
)


@dataclass(frozen=True)
class ListedAddress:
    """One address of the list: what is there, and the day or month in which somebody last read it."""

    address: str
    about: str
    read: str


def read_list() -> tuple[ListedAddress, ...]:
    """The entries in the order of the file."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(ListedAddress(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def addresses(text: str) -> set[str]:
    """The links in a text and the sites that it names, without examples, and without sites that it links to.

    >>> sorted(addresses("See [DORA](https://dora.dev/quickcheck/), and ozrisk.net, 2008; not https://example.org."))
    ['https://dora.dev/quickcheck/', 'ozrisk.net']
    """
    links = {link.rstrip(".,;:") for link in LINK.findall(text)}
    linked_sites = {urlsplit(link).netloc.removeprefix("www.") for link in links}
    sites = {site for site in SITE.findall(LINK.sub(" ", text)) if site not in linked_sites}
    return {address for address in links | sites if not EXAMPLES.match(address)}


def places(root: Path) -> dict[str, tuple[str, ...]]:
    """The pages that hold each address: those in Markdown that people read, and notebooks, by file name."""
    written = [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]
    pages = [*written, *sorted((root / sequence.LESSONS).glob("*.ipynb")), *sources(root)]
    pages_by_address: dict[str, list[str]] = {}
    for page in pages:
        for address in sorted(_of_page(page)):
            pages_by_address.setdefault(address, []).append(page.relative_to(root).as_posix())
    return {address: tuple(names) for address, names in sorted(pages_by_address.items())}


def table(root: Path) -> str:
    """All addresses as a Markdown table: what is there, when it was last read, which pages hold it."""
    listed, pages_by_address = {entry.address: entry for entry in read_list()}, places(root)
    rows = [
        _row(address, listed.get(address), pages_by_address.get(address, ()))
        for address in sorted({*listed, *pages_by_address})
    ]
    return "\n".join(["| address | what is there | last read | stands in |", "|---|---|---|---|", *rows])


def _row(address: str, entry: ListedAddress | None, pages: tuple[str, ...]) -> str:
    about, read = (entry.about, entry.read) if entry else ("NOT LISTED", "")
    return f"| {address} | {about} | {read} | {', '.join(pages) or 'NOWHERE'} |"


def _of_page(page: Path) -> set[str]:
    if page.suffix == ".md":
        return addresses(page.read_text(encoding="utf-8"))
    cells = nbformat.read(page, as_version=4).cells
    outputs = [str(output.get("data", {}).get("text/html", "")) for cell in cells for output in cell.get("outputs", [])]
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    links = LINK.findall("\n".join([*code, *outputs]))
    texts = [cell.source for cell in cells if cell.cell_type == "markdown"] + [TAG.sub(" ", part) for part in outputs]
    return addresses("\n".join([*links, *texts]))
