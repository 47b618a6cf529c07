"""Work that may take a while: the kernel stays free, progress is shown, and the learner can stop it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Event, current_thread, main_thread
from time import monotonic

import ipywidgets as widgets

from course.grade.query import sandbox

PATIENCE = 1.0  # seconds until progress and Stop are shown; the pressed button says at once what is going on
STEP = 1.0  # seconds between two reports of progress


class Waiting:
    """One piece of work at a time. ``paused_buttons`` are disabled meanwhile, ``announce`` is called when Stop appears."""

    def __init__(self, announce: Callable[[str], None]) -> None:
        self.paused_buttons: list[widgets.Button] = []
        self.is_busy = False
        self._announce = announce
        self._progress = widgets.HTML()
        self._stop = widgets.Button(description="Stop", tooltip="Stop it; what you typed stays as it is")
        self._stop.on_click(lambda _: self._stopping.set())
        self._stopping = Event()
        self.widget = widgets.HBox([self._progress, self._stop]).add_class("course-actions")
        self._task: asyncio.Task | None = None  # the event loop keeps no reference to its tasks
        self._hide()

    def do(
        self,
        pressed: widgets.Button,
        words: str,
        work: Callable[[], object],
        done: Callable[[Future], None],
        limit: float | None = None,
    ) -> None:
        """Do the work, then hand ``done`` a future with its result or error; nothing while other work is going on.

        ``words`` are on the pressed button meanwhile; ``limit`` is the most that it takes, in seconds. A kernel does
        the work in a thread and keeps receiving clicks; without an event loop, all is done on return. Stopped work
        ends with sandbox.Stopped.
        """
        if self.is_busy:
            return
        label, self.is_busy = pressed.description, True
        pressed.description = f"{words}…"
        self._disable_buttons(True)

        def finish(future: Future) -> None:
            self._hide()
            self._disable_buttons(False)
            pressed.description, self.is_busy = label, False
            done(future)

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            finish(_finished_future(work))
        else:
            self._task = loop.create_task(self._follow(words, work, finish, limit))

    async def _follow(
        self, words: str, work: Callable[[], object], finish: Callable[[Future], None], limit: float | None
    ) -> None:
        self._stopping = Event()
        sandbox.STOPPING.set(self._stopping)
        started, patience = monotonic(), PATIENCE
        with _interrupted_by(self._stopping):
            working = asyncio.ensure_future(asyncio.to_thread(work))
            while not (await asyncio.wait({working}, timeout=patience))[0]:
                self._show(words, monotonic() - started, limit)
                patience = STEP
        finish(working)

    def _show(self, words: str, seconds: float, limit: float | None) -> None:
        limit_words = f" of at most {limit:g}" if limit else ""
        self._progress.value = f'<span class="course-note">{words}: {seconds:.0f}{limit_words} s</span>'
        if self.widget.layout.display:
            self.widget.layout.display = None
            self._announce(f"{words}. The Stop button ends it.")

    def _hide(self) -> None:
        self.widget.layout.display = "none"

    def _disable_buttons(self, disabled: bool) -> None:
        for button in self.paused_buttons:
            button.disabled = disabled


@contextmanager
def _interrupted_by(stopping: Event) -> Iterator[None]:
    """Let an interrupt of the kernel, which does nothing while no cell runs, stop the work as the button does."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, lambda *_: stopping.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before if before is not None else signal.default_int_handler)


def _finished_future(work: Callable[[], object]) -> Future:
    future: Future = Future()
    try:
        future.set_result(work())
    except Exception as error:
        future.set_exception(error)
    return future
