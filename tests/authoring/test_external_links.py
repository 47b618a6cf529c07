"""Every address outside the course is on the list, with a day; nothing is fetched."""

from __future__ import annotations

import re
from datetime import date

import pytest

from course import cli
from course.authoring.external_links import addresses, places, read_list
from course.sequence import ROOT
from tests.course_copy import make_course, write_notebook

LISTED = read_list()


def test_every_address_is_on_the_list_and_stands_somewhere():
    assert {one.address for one in LISTED} == set(places(ROOT)), "see python3 -m course links"


def test_each_has_words_and_a_day_or_month_that_is_not_to_come():
    assert [one.address for one in LISTED if len(one.about) <= 5 or not is_past(one.read)] == []


def is_past(day: str) -> bool:
    is_day_or_month = re.fullmatch(r"20\d\d-[01]\d(-[0-3]\d)?", day)
    return bool(is_day_or_month) and date.fromisoformat(day if len(day) > 7 else f"{day}-01") <= date.today()


def test_the_list_is_sorted_and_names_nothing_twice():
    assert [one.address for one in LISTED] == sorted({one.address for one in LISTED})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[here](https://dora.dev).", {"https://dora.dev"}),
        ('<a href="https://dora.dev/x">', {"https://dora.dev/x"}),
        ("(ozrisk.net, 2008; docs.antom.com/ac/dispute)", {"ozrisk.net", "docs.antom.com/ac/dispute"}),
        ("`payments.created_at`, checks.json, 6.3 and e.g. this", set()),
        ("https://example.org/me, api.mandaro.com, me@firm.com", set()),
    ],
)
def test_links_and_named_sites_are_found(text, found):
    assert addresses(text) == found


def test_an_address_in_a_new_lesson_is_found_where_it_stands(tmp_path):
    root = make_course(tmp_path)
    write_notebook(root / "modules/06-new.ipynb", "See new.example-site.io for more.")

    assert places(root)["new.example-site.io"] == ("modules/06-new.ipynb",)


@pytest.mark.parametrize(("command", "words"), [("links", "| last read |"), ("lessons", "| minutes to read |")])
def test_the_commands_print_tables(command, words, capsys):
    assert cli.main([command]) == 0
    printed = capsys.readouterr().out

    assert words in printed.splitlines()[0]
    assert "NOT LISTED" not in printed and "NOWHERE" not in printed
