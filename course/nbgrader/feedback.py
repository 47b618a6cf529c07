"""Feedback pages that load nothing from the network and run nothing."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from traitlets import Bool

# What the pages hold is cleaned below; this makes browsers refuse whatever a later template or a lesson may bring.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
LOADERS = ("script", "link", "iframe", "frame", "object", "embed", "base", "meta[http-equiv]")
ADDRESSES = ("src", "srcset", "poster", "background", "data", "href", "xlink:href", "action", "formaction")
OWN = ("data:", "#")
STYLE_ADDRESS = re.compile(r"""@import[^;]*;|url\(\s*['"]?(?!data:|#)[^)]*\)""", re.IGNORECASE)


class OfflineHTMLExporter(HTMLExporter):
    """nbgrader's feedback template without MathJax, scripts and everything else that is loaded from elsewhere."""

    embed_images = Bool(True, help="Pictures beside a notebook become part of its page.").tag(config=True)
    exclude_anchor_links = Bool(True, help="No link mark after headings.").tag(config=True)
    exclude_input_prompt = Bool(True, help="No cell numbers: the page is read, not run.").tag(config=True)
    exclude_output_prompt = Bool(True, help="No cell numbers: the page is read, not run.").tag(config=True)

    def from_notebook_node(self, nb: NotebookNode, resources: dict | None = None, **options):
        html, resources = super().from_notebook_node(nb, resources, **options)
        return offline(without_code(html)), resources


def without_code(html: str) -> str:
    """nbgrader's page without the code of its cells, and with an exercise's title where nbgrader says "Test cell"."""
    page = BeautifulSoup(html, "html.parser")
    title = None
    for cell in page.select(".code_cell"):
        title = cell.select_one(".course-title") or title
        label, anchor = cell.select_one(".nbgrader-label"), cell.select_one("a[name]")
        if title and label and anchor:
            for place in (label, page.find("a", href=f"#{anchor['name']}")):
                place.string = title.get_text()
            title = None  # the next grade cell is another exercise's, even if that one shows nothing
        for code in cell.select(".input > .inner_cell, .input .panel-body"):
            code.decompose()
    return str(page)


def offline(html: str) -> str:
    """A page that shows the same text and loads nothing. Links that a reader may click and that lead somewhere stay.

    >>> offline('<p style="background: url(//a.example/b)">Hi <img src="//a.example/c.png" alt="a tree"/></p>')
    '<p style="background: none">Hi <span>[a tree]</span></p>'
    """
    page = BeautifulSoup(html, "html.parser")
    for loader in page.select(", ".join(LOADERS)):
        loader.decompose()
    for element in page.find_all(True):
        _cut_addresses(element)
    for link in page.find_all("a", href=_is_relative):
        link.unwrap()  # the page is not where the notebook is
    for picture in page.select("img:not([src])"):
        words = page.new_tag("span")
        words.string = f"[{picture.get('alt') or 'picture'}]"
        picture.replace_with(words)
    for style in page.find_all("style"):
        style.string = STYLE_ADDRESS.sub("none", style.get_text())
    if page.html and page.head:
        page.html["lang"] = page.html.get("lang", "en")
        page.head.insert(0, page.new_tag("meta", attrs={"http-equiv": "Content-Security-Policy", "content": POLICY}))
    return str(page)


def _is_relative(address: str | None) -> bool:
    return bool(address) and not address.startswith("#") and not urlsplit(address).scheme


def _cut_addresses(element) -> None:
    for name in ADDRESSES:
        clickable = element.name == "a" and name == "href"
        if name in element.attrs and not clickable and not element[name].strip().lower().startswith(OWN):
            del element[name]
    if "style" in element.attrs:
        element["style"] = STYLE_ADDRESS.sub("none", element["style"])
