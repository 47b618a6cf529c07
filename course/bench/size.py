"""Measures what learners install: the packages of the run part, and those that neither JupyterLab nor nbgrader brings along.

Nothing is installed for it: what the installed packages say of themselves tells which need which, and which files are theirs.
What belongs to the tests is in the same environment and is not counted. Neither is what Python compiles on the way, a fifth
more on the disk.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from course.bench.measurement import Measurement
from course.setup.lock import OPTIONAL
from course.setup.state import Part

WORKSHOP = ("jupyterlab", "nbgrader")
"""What every course in notebooks that are graded needs. The course answers for everything that comes on top."""

LARGE = 5.0
"""From so many megabytes on, CONTRIBUTING.md has to say what a package is for."""

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Package:
    """An installed package and the size of its files in megabytes."""

    name: str
    megabytes: float


def bench(root: Path) -> list[Measurement]:
    """Count and weigh what the run part installs on this machine."""
    everything, own = weighed(needs(declared(root, Part.RUN))), beyond_workshop(root)
    return [
        Measurement("packages that learners get", len(everything), "", 125),
        Measurement("their size", total(everything), "MB", 450),
        Measurement("packages beyond JupyterLab and nbgrader", len(own), "", 22),
        Measurement("their size, beyond JupyterLab and nbgrader", total(own), "MB", 210),
    ]


def beyond_workshop(root: Path) -> list[Package]:
    """What the run part installs that neither JupyterLab nor nbgrader needs, the largest first."""
    return weighed(needs(declared(root, Part.RUN)) - needs(map(Requirement, WORKSHOP)))


def declared(root: Path, part: Part) -> list[Requirement]:
    """What ``pyproject.toml`` asks for up to a part."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [name for each in part.with_those_before for name in OPTIONAL[each]]
    lines = [*project["dependencies"], *(line for name in extras for line in project["optional-dependencies"][name])]
    return [Requirement(line) for line in lines]


def needs(requirements: Iterable[Requirement]) -> set[str]:
    """The names of the packages that are asked for, with all that these need on this machine."""
    found: set[tuple[str, str]] = set()
    waiting = [(each, extra) for each in requirements for extra in ("", *each.extras)]
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if (name, extra) not in found:
            found.add((name, extra))
            waiting += [(each, own) for each in asked_for(name, extra) for own in ("", *each.extras)]
    return {name for name, _ in found}


def asked_for(name: str, extra: str) -> list[Requirement]:
    """What an installed package needs here, with one of its extras or with none."""
    requirements = map(Requirement, metadata.requires(name) or [])
    return [each for each in requirements if each.marker is None or each.marker.evaluate({"extra": extra})]


def weighed(names: Iterable[str]) -> list[Package]:
    """Packages with their sizes, the largest first."""
    return sorted((Package(name, megabytes(name)) for name in names), key=lambda each: (-each.megabytes, each.name))


@cache
def megabytes(name: str) -> float:
    """The size of a package's files as they were delivered, without what Python compiles of them here."""
    paths = [Path(file.locate()) for file in metadata.files(name) or [] if "__pycache__" not in file.parts]
    return sum(path.stat().st_size for path in paths if path.is_file()) / MEGABYTE


def total(packages: Iterable[Package]) -> float:
    """The size of some packages together, in megabytes."""
    return sum(package.megabytes for package in packages)
