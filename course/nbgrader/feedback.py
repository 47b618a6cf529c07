"""Feedback pages that ask nothing of the network and run nothing."""

from __future__ import annotations

import re

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

    def from_notebook_node(self, nb: NotebookNode, resources: dict | None = None, **options):
        html, resources = super().from_notebook_node(nb, resources, **options)
        return offline(html), resources


def offline(html: str) -> str:
    """A page that shows the same text and loads nothing. Links that a reader may click stay.

    >>> offline('<p style="background: url(//a.example/b)">Hi <img src="//a.example/c.png" alt="a tree"/></p>')
    '<p style="background: none">Hi <span>[a tree]</span></p>'
    """
    page = BeautifulSoup(html, "html.parser")
    for loader in page.select(", ".join(LOADERS)):
        loader.decompose()
    for element in page.find_all(True):
        _cut_addresses(element)
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


def _cut_addresses(element) -> None:
    for name in ADDRESSES:
        clickable = element.name == "a" and name == "href"
        if name in element.attrs and not clickable and not element[name].strip().lower().startswith(OWN):
            del element[name]
    if "style" in element.attrs:
        element["style"] = STYLE_ADDRESS.sub("none", element["style"])
