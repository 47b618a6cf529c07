"""One version: the package's own, the newest entry of the changelog, and the one to cite."""

from __future__ import annotations

import re
import tomllib
from datetime import date

import yaml

import course
from course.setup.state import ROOT

CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
HEADINGS = re.findall(r"^## (.+)$", CHANGELOG, re.MULTILINE)
RELEASES = re.findall(r"^## (\d+)\.(\d+)\.(\d+) \((\d{4}-\d\d-\d\d)\)$", CHANGELOG, re.MULTILINE)
VERSIONS = [tuple(map(int, release[:3])) for release in RELEASES]
DATES = [date.fromisoformat(release[3]) for release in RELEASES]


def test_the_newest_release_of_the_changelog_is_this_version():
    assert ".".join(map(str, VERSIONS[0])) == course.__version__


def test_each_release_has_a_version_above_the_one_before_and_no_earlier_date():
    assert sorted(set(VERSIONS), reverse=True) == VERSIONS
    assert sorted(DATES, reverse=True) == DATES


def test_only_what_is_not_released_yet_has_no_date():
    assert len(HEADINGS) - len(RELEASES) == HEADINGS[:1].count("Unreleased")


def test_the_citation_names_this_version_and_its_date():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))

    assert (citation["version"], citation["date-released"]) == (course.__version__, DATES[0])


def test_the_version_is_written_once_in_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

    assert "version" not in project["project"]
    assert project["tool"]["hatch"]["version"] == {"path": "course/__init__.py"}
