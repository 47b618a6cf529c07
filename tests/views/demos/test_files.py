"""The files of a service: every line with its number, in tabs and on the static page."""

from __future__ import annotations

import pytest

from course.artefacts import files
from course.views.demos.files import Files

LINES = sum(len(file.text.splitlines()) for file in files("checkout"))


def test_every_line_of_every_file_is_shown_with_its_number():
    twin = Files("checkout").twin

    assert twin.count('data-line="1"') == len(files("checkout"))
    assert twin.count("data-line=") == LINES


def test_each_file_has_a_tab():
    head, tabs, *_ = Files("checkout").widget.children

    assert list(tabs.titles) == [file.name for file in files("checkout")]
    assert sum(tab.value.count("data-line=") for tab in tabs.children) == LINES


def test_a_service_without_files_is_refused():
    with pytest.raises(KeyError):
        Files("nowhere")
