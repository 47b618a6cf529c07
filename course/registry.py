"""Finds what is named, such as a kind of exercise or a demo, by its name in a package, and loads it when first used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType


class Registry(Mapping[str, ModuleType]):
    """The modules of a package by name: of each of its folders the file ``part``; with an empty part, each of its modules.

    Another distribution adds to it by an entry point in the group that is called like the package; its value is the
    package that stands for the folder, or the module. Names are listed without importing anything.

    >>> "sql" in Registry("course.grade", "kind.py"), "number" in Registry("course.grade.form.fields", "")
    (True, True)
    """

    def __init__(self, package: str, part: str = "__init__.py"):
        self.package = package
        self.part = part

    def __getitem__(self, name: str) -> ModuleType:
        module = Path(self.part).stem
        return import_module(self._path(name) if module in ("", "__init__") else f"{self._path(name)}.{module}")

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self._own, *self._added}))

    def __len__(self) -> int:
        return len({*self._own, *self._added})

    def __contains__(self, name: object) -> bool:
        return name in self._own or name in self._added

    def text(self, file: str) -> str:
        """The text of all files of that name, by the names of their folders: one script or style sheet of many parts."""
        paths = [folder / file for name in self for folder in _folders(self._path(name))]
        return "\n".join(path.read_text(encoding="utf-8") for path in paths if path.exists())

    def _path(self, name: str) -> str:
        return f"{self.package}.{name}" if name in self._own else self._added[name].value

    @cached_property
    def _own(self) -> frozenset[str]:
        folders = _folders(self.package)
        if self.part:
            return frozenset(path.parent.name for folder in folders for path in folder.glob(f"*/{self.part}"))
        return frozenset(module.name for module in iter_modules(map(str, folders)))

    @cached_property
    def _added(self) -> dict[str, EntryPoint]:
        return {point.name: point for point in entry_points(group=self.package)}


def _folders(package: str) -> list[Path]:
    """Where the files of a package are; nowhere for a module. Imports the packages around it, not the package itself."""
    spec = find_spec(package)
    return list(map(Path, spec.submodule_search_locations or ())) if spec else []
