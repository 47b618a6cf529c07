"""The course's own files in a folder of their own, as they are now, to make editions of."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from course.authoring.edition import contents
from course.setup.state import ROOT

# A whole line of prose or SQL, whatever its layout, quotes and case.
SIGNS = re.compile(r"[^a-z0-9]+")


def copy_of_the_course(root: Path) -> Path:
    """What an edition is made from, without Git: the files that it may hold, and the sources."""
    for name in (*contents.files_below(ROOT), *sources()):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    return root


def sources() -> list[str]:
    found = [path for path in (ROOT / "solutions").rglob("*") if path.suffix in (".ipynb", ".json")]
    return [path.relative_to(ROOT).as_posix() for path in found if ".answers." not in path.name]


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Ife", "-c", "user.email=ife@example.com")
    done = subprocess.run(["git", *who, "-C", str(folder), *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def squeezed(text: str) -> str:
    """A text without what does not matter, to find it in another one."""
    return SIGNS.sub(" ", text.replace("\\n", " ").lower()).strip()
