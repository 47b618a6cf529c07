"""Small ASGI applications that the tests let a service run."""

from __future__ import annotations

import os
import time

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

HANGS = 300  # seconds


def hello(word: str = "hello") -> Starlette:
    def say(request):
        return PlainTextResponse(f"{word} {os.getpid()}")

    def sleep(request):
        time.sleep(HANGS)
        return PlainTextResponse("late")

    return Starlette(routes=[Route("/say", say), Route("/sleep", sleep)])


def broken() -> Starlette:
    raise ValueError("the data are missing")


def dying() -> Starlette:
    os._exit(3)


def never() -> Starlette:
    time.sleep(HANGS)
