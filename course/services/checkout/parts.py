"""What checkout needs: a cache, a database and a fake acquirer, each a service that can be told to answer slowly."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from threading import Lock

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

SHOPS = {"M0042": {"name": "Kiosk", "limit_cents": 50_000}}
TABLES = """
CREATE TABLE shops (shop TEXT PRIMARY KEY, name TEXT, limit_cents INTEGER);
CREATE TABLE payments (payment TEXT PRIMARY KEY, shop TEXT, amount_cents INTEGER, status TEXT);
"""


def cache() -> Starlette:
    """Keeps what it is told, in memory only: ``GET`` and ``PUT /shops/{shop}``."""
    shops: dict[str, dict] = {}

    def read(path: dict, body: dict) -> tuple[int, dict]:
        settings = shops.get(path["shop"])
        return (200, settings) if settings else (404, {})

    def write(path: dict, body: dict) -> tuple[int, dict]:
        shops[path["shop"]] = body
        return 201, {}

    return _application({("GET", "/shops/{shop}"): read, ("PUT", "/shops/{shop}"): write})


def database() -> Starlette:
    """SQLite behind HTTP, so that it can be slowed down and ended as a separate server could be."""
    connection, lock = sqlite3.connect(":memory:", check_same_thread=False), Lock()
    connection.executescript(TABLES)
    connection.executemany(
        "INSERT INTO shops VALUES (?, ?, ?)", [(shop, *settings.values()) for shop, settings in SHOPS.items()]
    )

    def read(path: dict, body: dict) -> tuple[int, dict]:
        with lock:
            row = connection.execute("SELECT name, limit_cents FROM shops WHERE shop = ?", [path["shop"]]).fetchone()
        return (200, dict(zip(("name", "limit_cents"), row, strict=True))) if row else (404, {})

    def write(path: dict, body: dict) -> tuple[int, dict]:
        values = [body["payment"], body["shop"], body["amount_cents"], body["status"]]
        with lock, connection:
            connection.execute("INSERT OR REPLACE INTO payments VALUES (?, ?, ?, ?)", values)
        return 201, {}

    return _application({("GET", "/shops/{shop}"): read, ("POST", "/payments"): write})


def acquirer(seconds: float = 0.3) -> Starlette:
    """Charges every card after some time; ``GET /charges/{payment}`` says whether one was, ``GET /asking`` which requests wait."""
    charged: set[str] = set()
    asking: dict[str, int] = {}

    def charge(path: dict, body: dict) -> tuple[int, dict]:
        time.sleep(seconds)
        charged.add(body["payment"])
        return 201, {}

    def read_charge(path: dict, body: dict) -> tuple[int, dict]:
        return 200, {"charged": path["payment"] in charged}

    def waiting(path: dict, body: dict) -> tuple[int, dict]:
        return 200, asking

    routes = {("POST", "/charges"): charge}
    open_books = {("GET", "/charges/{payment}"): read_charge, ("GET", "/asking"): waiting}
    return _application(routes, open_books, asking)


def _application(routes: dict, prompt: dict | None = None, asking: dict | None = None) -> Starlette:
    """Routes that a delay slows down, ``prompt`` ones that it does not, and ``PUT /delay`` to set it, in seconds.

    ``asking`` holds the worker of each request with a body that is being answered, by payment.
    """
    delay, asking = {"seconds": 0.0}, {} if asking is None else asking

    def slowly(act: Callable) -> Callable:
        def answer(path: dict, body: dict) -> tuple[int, dict]:
            asking[body.get("payment", "")] = body.get("worker", 0)
            try:
                time.sleep(delay["seconds"])
                return act(path, body)
            finally:
                asking.pop(body.get("payment", ""), None)

        return answer

    def set_delay(path: dict, body: dict) -> tuple[int, dict]:
        delay.update(body)
        return 200, {}

    endpoints = {route: slowly(act) for route, act in routes.items()} | (prompt or {}) | {("PUT", "/delay"): set_delay}
    return Starlette(
        routes=[Route(path, _endpoint(act), methods=[method]) for (method, path), act in endpoints.items()]
    )


def _endpoint(act: Callable[[dict, dict], tuple[int, dict]]):
    async def answer(request: Request) -> JSONResponse:
        body = await request.json() if request.method in ("POST", "PUT") else {}
        status, content = await run_in_threadpool(act, request.path_params, body)
        return JSONResponse(content, status)

    return answer
