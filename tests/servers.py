"""Ends the Jupyter servers that tests start."""

from __future__ import annotations

import contextlib

import psutil


def end_server(pid: int) -> None:
    """End a server and its kernels, which run in process groups of their own.

    A server that is stopped in the middle of an answer may wait for a thread that never ends: hence the second signal.
    """
    if not psutil.pid_exists(pid):
        return
    processes = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    for signal in ("terminate", "kill"):
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                getattr(process, signal)()
        _, processes = psutil.wait_procs(processes, timeout=5)
