"""Makes ``.venv`` from the lock files, shows a person how far it is, and says in one sentence why it could not."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from course.setup import state as states
from course.setup.state import Part, SetupProblem, State

NEEDED_BYTES = {Part.RUN: 800_000_000, Part.DOCS: 20_000_000, Part.TEST: 500_000_000}
"""What a part takes on the disk while it is installed: its packages, and their downloads beside them."""

PURPOSES = {Part.DOCS: "the site needs", Part.TEST: "the tests need"}

DISK_FULL = "The disk is full. Free about 1 GB and run the same command again."

# What pip and venv write when something outside of them fails, and what it means for a person; the first match counts.
REASONS = (
    (r"No space left on device|Disk quota exceeded", DISK_FULL),
    (
        r"(?i)error:.*\[(?:Errno 13|Errno 30|WinError 5|WinError 32)\]",
        "Files in .venv can't be written. Close every program that runs from it, check that the folder is yours, "
        "and run the same command again.",
    ),
    (
        r"Retrying \(|ConnectionError|ReadTimeout|Temporary failure in name resolution",
        "The packages could not be downloaded: the package index was not reached. Check the network "
        "(a company network may need the setting HTTPS_PROXY) and run the same command again.",
    ),
    (
        r"No matching distribution found for (\S+)",
        "The package index has no {} for this Python on this system. Python 3.13 has every package: "
        "install it and run the same command with it.",
    ),
    (
        r"metadata-generation-failed|Failed building wheel|Failed to build|failed-wheel-build",
        "A package has no ready-made file for this Python on this system, and building it failed. "
        "Python 3.13 has every package: install it and run the same command with it.",
    ),
)


def install(root: Path, part: Part = Part.RUN) -> None:
    """Make or update ``.venv`` up to a part; a second start waits for the first.

    Raises SetupProblem, worded for the person.
    """
    require_venv_modules()
    try:
        with only_one(root / ".venv.lock"):
            state = states.state(root)  # for learning: what the rest needs is added, never made anew
            if state is not State.COMPLETE:
                set_up(root, keep=state is State.OUTDATED)
            if parts := states.missing(root, states.record(root / ".venv"), part):
                add(root, parts)
    except OSError as problem:
        raise SetupProblem(folder_problem(root, problem)) from problem


def require_venv_modules() -> None:
    """Debian and Ubuntu ship Python without the modules that make environments."""
    missing = [name for name in ("venv", "ensurepip") if find_spec(name) is None]
    if missing:
        version = "{}.{}".format(*sys.version_info)
        raise SetupProblem(
            f"This Python has no {missing[0]} module, which makes the course's environment. "
            f"On Debian and Ubuntu, install it (sudo apt install python{version}-venv) and run the same command again."
        )


def folder_problem(root: Path, problem: OSError) -> str:
    """The sentence for a folder that can't be written, or whose disk is full."""
    if problem.errno == errno.ENOSPC:
        return DISK_FULL
    return (
        f"The course folder {root} can't be changed ({problem.strerror or problem}). Close programs that use its "
        "folder .venv, or copy the course to a folder of your own; then run the same command again."
    )


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold a lock that the system drops when this process ends, however it ends."""
    with path.open("a") as file:
        waiting = False
        while not try_lock(file):
            if not waiting:
                print("Another start is making the environment; waiting for it.", flush=True)
            waiting = True
            time.sleep(0.5)
        yield


def try_lock(file: IO[str]) -> bool:
    """Take the lock on an open file if nobody holds it; a file system without locks counts as free."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        return problem.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
    return True


def set_up(root: Path, keep: bool) -> None:
    """Install what everyone needs into ``.venv``, which is made from scratch unless it is to be kept; the marker comes last."""
    venv = root / ".venv"
    states.marker(venv).unlink(missing_ok=True)
    if not keep:
        require_space(root, NEEDED_BYTES[Part.RUN])
        if venv.exists():
            shutil.rmtree(venv)
        venv.mkdir()
    verb = "Updating" if keep else "Making"
    print(f"{verb} the course's environment in .venv. This takes a minute or two, and only now.", flush=True)
    log = venv / "setup.log"
    log.write_bytes(b"")
    if not keep:
        # Not sys.executable: that may be in the very folder that was just removed.
        step("1/3  Python environment", [sys._base_executable, "-I", "-m", "venv", str(venv)], log)
    install_locked(root, "2/3  Packages", [Part.RUN], before=0)
    step("3/3  The course itself", [*pip_install(venv), "--editable", str(root)], log)
    write_marker(root, [Part.RUN])
    print("The environment is complete.", flush=True)


def add(root: Path, parts: list[Part]) -> None:
    """Add parts to a ``.venv`` that is complete for learning; it stays so if this is stopped."""
    venv = root / ".venv"
    require_space(root, sum(NEEDED_BYTES[part] for part in parts))
    print(
        f"Adding what {PURPOSES[max(parts)]} to the environment in .venv. This takes up to a minute, and only now.",
        flush=True,
    )
    (venv / "setup.log").write_bytes(b"")
    install_locked(root, "Packages", parts, before=len(installed(venv)))
    write_marker(root, max(parts).with_those_before)
    print("The environment is complete.", flush=True)


def install_locked(root: Path, title: str, parts: list[Part], before: int) -> None:
    """Have pip install the lock files of some parts; so many packages were there ``before``."""
    venv, locks = root / ".venv", [root / part.lock for part in parts]
    lines = sum(len(lock.read_text("utf-8").splitlines()) for lock in locks)
    command = [*pip_install(venv), *(word for lock in locks for word in ("-r", str(lock)))]
    step(title, command, venv / "setup.log", lambda: packages_so_far(venv, lines, before))


def pip_install(venv: Path) -> list[str]:
    """How pip is called: it asks nothing, decides nothing, and is not influenced by where it is started."""
    pip = [str(states.venv_python(venv)), "-I", "-m", "pip", "install"]
    return [*pip, "--no-deps", "--no-input", "--disable-pip-version-check", "--progress-bar=off"]


def write_marker(root: Path, parts: Iterable[Part]) -> None:
    """Say that the environment holds these parts, whole or not at all."""
    venv = root / ".venv"
    complete = states.description(root, states.python_version(venv), parts)
    draft = states.marker(venv).with_suffix(".new")
    draft.write_text(json.dumps(complete), "utf-8")
    draft.replace(states.marker(venv))


def require_space(root: Path, needed: int) -> None:
    """Raise SetupProblem before the download rather than fail after it."""
    free = shutil.disk_usage(root).free
    if free < needed:
        raise SetupProblem(
            f"The environment needs about {needed / 1e9:.1f} GB of disk space, and {free / 1e9:.1f} GB are free. "
            "Free some and run the same command again."
        )


def step(title: str, command: list[str], log: Path, progress: Callable[[], str] = str) -> None:
    """Run one command with its output in the log, showing a line about it; raises SetupProblem when it fails."""
    # A person's own "always install for the user" setting can't work inside an environment.
    settings = {**os.environ, "PIP_USER": "0"}
    with log.open("ab") as output:
        start = output.tell()
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=settings
        )
        try:
            show_until_done(process, title, progress)
        finally:
            process.terminate()
            process.wait()
    if process.returncode:
        raise SetupProblem(reason(log.read_bytes()[start:].decode("utf-8", "replace"), log))


def show_until_done(process: subprocess.Popen[bytes], title: str, progress: Callable[[], str]) -> None:
    """Rewrite one line on a terminal; elsewhere print the title alone."""
    live = sys.stdout.isatty()
    print(title, end="" if live else "\n", flush=True)
    while process.poll() is None:
        time.sleep(0.2)
        if live:
            print(f"\r{title}  {progress()}".ljust(60), end="", flush=True)
    if live:
        print(f"\r{title}  {'failed' if process.returncode else 'done'}".ljust(60))


def packages_so_far(venv: Path, lines: int, before: int) -> str:
    """How many packages pip has fetched, or put in place, out of so many lines of lock files."""
    log = (venv / "setup.log").read_text("utf-8", "replace")
    fetched = len(re.findall(r"^(?:Collecting|Requirement already satisfied:) ", log, re.MULTILINE))
    total = lines - len(re.findall(r"^Ignoring ", log, re.MULTILINE))
    if "Installing collected packages" not in log:
        return f"{fetched} of {total} downloaded"
    return f"{min(len(installed(venv)) - before, total)} of {total} installed"


def installed(venv: Path) -> list[Path]:
    """What stands for each package that is in place."""
    return list(Path(sysconfig.get_path("purelib", "venv", {"base": str(venv)})).glob("*.dist-info"))


def reason(output: str, log: Path) -> str:
    """Turn what pip or venv said into one sentence for a person."""
    if shutil.disk_usage(log).free < 10_000_000:  # then the log itself is cut off
        return DISK_FULL
    for pattern, sentence in REASONS:
        if match := re.search(pattern, output):
            return sentence.format(*match.groups())
    last = next((line for line in reversed(output.splitlines()) if line.strip()), "no message")
    return f"The environment could not be made ({last.strip()}). The whole record is in {log}."
