"""Finds what is named, such as a kind of exercise or a demo, by the folder of its name, and loads it when first used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType


class Registry(Mapping[str, ModuleType]):
    """The modules of a package by name: those of its folders that hold the file ``part``.

    Another distribution adds to it by an entry point in the group that is called like the package; its value is the
    package that stands for the folder. Names are listed without importing anything.

    >>> "sql" in Registry("course.grade", "kind.py")
    True
    """

    def __init__(self, package: str, part: str = "__init__.py"):
        self.package = package
        self.part = part

    def __getitem__(self, name: str) -> ModuleType:
        folder = f"{self.package}.{name}" if name in self._own else self._added[name].value
        module = Path(self.part).stem
        return import_module(folder if module == "__init__" else f"{folder}.{module}")

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self._own, *self._added}))

    def __len__(self) -> int:
        return len({*self._own, *self._added})

    def __contains__(self, name: object) -> bool:
        return name in self._own or name in self._added

    @cached_property
    def folders(self) -> tuple[Path, ...]:
        """The folders of this package that hold an entry, in the order of their names."""
        places = find_spec(self.package).submodule_search_locations
        return tuple(sorted(path.parent for place in places for path in Path(place).glob(f"*/{self.part}")))

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(folder.name for folder in self.folders)

    @cached_property
    def _added(self) -> dict[str, EntryPoint]:
        return {point.name: point for point in entry_points(group=self.package)}
