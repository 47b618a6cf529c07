"""Gives up what a function that counts rows does not need: files, network, other processes. Nothing here needs root.

Three fences, the first two of Linux: the system refuses files (Landlock) and calls (seccomp), whatever language asks; an
audit hook refuses in words that can be explained. Elsewhere, as on Windows and macOS, only the hook is there: it stops what
is careless, not what is hostile. What a fence needs and does not find is left out.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

MORE_MEMORY = 1 << 30  # bytes, on top of what Python and pandas take
FILES, NETWORK, PROCESSES = "files", "the network", "other processes"
# What Python announces before it does it, and what that is about.
REFUSED = {
    "socket": NETWORK,
    "urllib": NETWORK,
    "http": NETWORK,
    "ftplib": NETWORK,
    "smtplib": NETWORK,
    "webbrowser": NETWORK,
    "subprocess": PROCESSES,
    "pty": PROCESSES,
    "ctypes": PROCESSES,
    "shutil": FILES,
    "tempfile": FILES,
    "glob": FILES,
    "sqlite3": FILES,
    "pathlib": FILES,
}
REFUSED_CALLS = {
    **dict.fromkeys(
        ("system", "exec", "fork", "forkpty", "posix_spawn", "spawn", "kill", "killpg", "startfile"), PROCESSES
    ),
    **dict.fromkeys(
        ("remove", "rename", "rmdir", "mkdir", "link", "symlink", "truncate", "chmod", "chown", "utime", "chdir"), FILES
    ),
    **dict.fromkeys(("listdir", "scandir", "walk", "fwalk", "setxattr", "removexattr", "chflags", "lockf"), FILES),
}
PROCESS_CALLS = {
    "x86_64": {
        "arch": 0xC000003E,
        "clone": 56,
        "prlimit": 302,
        "refused": (
            41,
            42,
            49,
            53,
            57,
            58,
            59,
            322,
            62,
            200,
            234,
            101,
            310,
            311,
            434,
            424,
            438,
            129,
            297,
            165,
            166,
            272,
            308,
        )
        + (
            321,
            298,
            248,
            249,
            250,
            175,
            313,
            176,
            169,
            246,
            167,
            161,
            155,
            164,
            227,
            425,
            426,
            427,
            323,
            141,
            29,
            64,
            68,
        )
        + (240, 109, 112, 319),
    },
    "aarch64": {
        "arch": 0xC00000B7,
        "clone": 220,
        "prlimit": 261,
        "refused": (
            198,
            203,
            200,
            199,
            221,
            281,
            129,
            130,
            131,
            117,
            270,
            271,
            434,
            424,
            438,
            138,
            240,
            40,
            39,
            97,
            268,
        )
        + (
            280,
            241,
            217,
            218,
            219,
            105,
            273,
            106,
            142,
            104,
            224,
            51,
            41,
            170,
            112,
            425,
            426,
            427,
            282,
            140,
            194,
            190,
            186,
        )
        + (180, 154, 157, 279),
    },
}
CLONE3, CLONE_THREAD, X32 = 435, 0x10000, 0x40000000
ALLOW, REFUSE, NO_SUCH_CALL, KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
SHARED = ("/usr", "/lib", "/lib64", "/etc/localtime", "/dev/null", "/dev/urandom")
# DuckDB asks how much memory and how many processors there are, and breaks down where it may not.
SHARED += ("/proc/self/cgroup", "/proc/meminfo", "/sys/fs/cgroup", "/sys/devices/system/cpu")
NO_NEW_RIGHTS, SECCOMP, FILTER, END_WITH_PARENT = 38, 22, 2, 1
CREATE_RULES, ADD_RULE, RESTRICT = 444, 445, 446
READ = 0b1100  # files and folders


class Refused(PermissionError):
    """Something that is closed here: ``args[0]`` says what it is about."""


def give_up(seconds: float) -> None:
    """From here on, this process and its threads compute, and do nothing else."""
    readable = _readable()
    _limit(seconds)
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            library = ctypes.CDLL(None, use_errno=True)
            library.prctl(END_WITH_PARENT, 9, 0, 0, 0)
            library.prctl(NO_NEW_RIGHTS, 1, 0, 0, 0)
            close_files(library, readable)
            close_calls(library)
    sys.addaudithook(hook(readable))


def _readable() -> tuple[str, ...]:
    """Where Python and its packages are, and what the system shares with everybody."""
    places = {sys.prefix, sys.base_prefix, sys.exec_prefix, os.path.dirname(os.__file__)}
    found = {os.path.realpath(place) for place in (*places, *SHARED) if place and os.path.exists(place)}
    return tuple(sorted(found - {"/"}))


def _limit(seconds: float) -> None:
    if resource is None:
        return
    limits = {
        resource.RLIMIT_AS: _address_space() + MORE_MEMORY,
        resource.RLIMIT_CPU: int(seconds) + 2,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in limits.items():
        with suppress(OSError, ValueError):  # macOS refuses RLIMIT_AS: the kill from outside remains
            resource.setrlimit(limit, (value, value))


def _address_space() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 2 << 30


def close_files(library: ctypes.CDLL, readable: Iterable[str]) -> None:
    """Let the system refuse all files but those below ``readable``, which can be read. Linux 5.13 and later."""
    version = library.syscall(CREATE_RULES, None, 0, 1)
    if version < 1:
        return
    files = (1 << {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)) - 1
    attributes = struct.pack("QQQ", files, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    rules = library.syscall(CREATE_RULES, attributes, size, 0)
    if rules < 0:
        return
    for place in readable:
        with suppress(OSError):
            at = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
            rights = READ if os.path.isdir(place) else READ & ~8
            library.syscall(ADD_RULE, rules, 1, struct.pack("=Qi", rights, at), 0)
            os.close(at)
    library.syscall(RESTRICT, rules, 0)
    os.close(rules)


def close_calls(library: ctypes.CDLL) -> None:
    """Let the system refuse calls that start or reach other processes, or the network. Threads can be started."""
    calls = PROCESS_CALLS.get(platform.machine())
    if not calls:
        return
    steps = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, calls["arch"]), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0)]
    steps += [(AT_LEAST, 0, 1, X32), (RETURN, 0, 0, REFUSE), (EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, NO_SUCH_CALL)]
    for call in calls["refused"]:
        steps += [(EQUAL, 0, 1, call), (RETURN, 0, 0, REFUSE)]
    # A new thread is a clone with one flag; another process's limits are named by its id.
    steps += [(EQUAL, 0, 4, calls["clone"]), (LOAD, 0, 0, 16), (ANY_BIT, 1, 0, CLONE_THREAD), (RETURN, 0, 0, REFUSE)]
    steps += [(RETURN, 0, 0, ALLOW)]
    steps += [(EQUAL, 0, 3, calls["prlimit"]), (LOAD, 0, 0, 16), (EQUAL, 1, 0, 0), (RETURN, 0, 0, REFUSE)]
    steps += [(RETURN, 0, 0, ALLOW)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code)))
    library.prctl(SECCOMP, FILTER, ctypes.byref(program), 0, 0)


def hook(readable: tuple[str, ...]) -> Callable[[str, tuple], None]:
    """What Python asks before it opens, starts or connects to anything."""

    def refuse(event: str, arguments: tuple) -> None:
        family, _, call = event.partition(".")
        if event == "open":
            _refuse_unreadable(arguments, readable)
        elif family == "os" and call in REFUSED_CALLS:
            if not (call in ("listdir", "scandir") and _is_below(arguments[0], readable)):  # imports look into folders
                raise Refused(REFUSED_CALLS[call])
        elif family in REFUSED:
            raise Refused(REFUSED[family])

    return refuse


def _refuse_unreadable(arguments: tuple, readable: tuple[str, ...]) -> None:
    path, mode, flags = arguments
    writes = set(mode or "") & set("wax+") or (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if not isinstance(path, int) and (writes or not _is_below(path, readable)):
        raise Refused(FILES)


def _is_below(path: object, readable: tuple[str, ...]) -> bool:
    with suppress(TypeError, ValueError):
        whole = os.path.abspath(os.fsdecode(path))  # type: ignore[arg-type]
        return any(whole == place or whole.startswith(place + os.sep) for place in readable)
    return False
