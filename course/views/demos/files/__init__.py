"""The files of a service: one tab each with numbered lines, and all of them as static HTML."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

from IPython.display import HTML, display

from course.artefacts import File, files


class FilesDisplay:
    """What ``course.files("checkout")`` gives a notebook. Raises KeyError for an unknown service."""

    def __init__(self, service: str):
        self.service, self.files = service, files(service)

    def _ipython_display_(self) -> None:
        from course.views.live import display_live

        display_live(widget(self.service))
        display(HTML(twin(self.service)))


def widget(service: str):
    """The files as tabs, to be walked through with the arrow keys."""
    import ipywidgets as widgets

    from course.views.companion import Companion
    from course.views.twin import style

    shown = files(service)
    tabs = widgets.Tab(children=[widgets.HTML(_file(file)) for file in shown], titles=[file.name for file in shown])
    head = widgets.HTML(f"{style()}<style>{sheet()}</style>{_head(service)}")
    return widgets.VBox([head, tabs, Companion()]).add_class("course-frame").add_class("course-files")


def twin(service: str) -> str:
    """The files as HTML that needs no kernel, no script and no network: each opens on its own."""
    from course.views.twin import style

    shown = "".join(
        f"<details><summary><code>{escape(file.name)}</code></summary>{_file(file)}</details>"
        for file in files(service)
    )
    return f'{style()}<style>{sheet()}</style><div class="course-twin course-files">{_head(service)}{shown}</div>'


@cache
def sheet() -> str:
    """The viewer's own style rules."""
    return Path(__file__).with_name("files.css").read_text(encoding="utf-8")


def _head(service: str) -> str:
    return (
        f'<div class="course-head"><strong class="course-title">The files of {escape(service)}</strong>'
        f'<span class="course-meta">{len(files(service))} files, as they stand on 8 January 2026</span></div>'
    )


def _file(file: File) -> str:
    """A file with its numbered lines; a number is no part of what is copied."""
    lines = "".join(
        f'<span class="course-file-line" data-line="{number}">{line or " "}</span>\n'
        for number, line in enumerate(_coloured(file), 1)
    )
    label = escape(f"{file.name}, {len(lines.splitlines())} lines")
    return (
        f'<p class="course-note">{escape(file.name)}: {escape(file.about)}.</p>'
        f'<pre class="course-file" tabindex="0" role="region" aria-label="{label}">{lines}</pre>'
    )


def _coloured(file: File) -> list[str]:
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name

    return highlight(file.text, get_lexer_by_name(file.language), HtmlFormatter(nowrap=True)).rstrip("\n").split("\n")
