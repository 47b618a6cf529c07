"""A session with checkout: payments to send, parts to slow down or to end; live, or from a recording of a live one."""

from __future__ import annotations

import json
import os
import signal
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from course.services import run
from course.services.checkout.journey import Journey, from_json, read_steps

PARTS = ("cache", "database", "acquirer")
STATES = ("well", "slow", "gone")
DELAYS = {"cache": 0.3, "database": 0.5, "acquirer": 1.5}  # seconds that a slow part adds
WORKERS, RUSH = 3, 12
WORK_SECONDS = 0.9  # what a slow worker takes for itself
WARM_UP = 3  # the first payments find an empty cache and cold processes
PATIENCE = 20.0
RECORDING = Path(__file__).with_name("recording.json")
SHOP = {"shop": "M0042", "amount_cents": 3_800}
HERE = "course.services.checkout"


class Live:
    """Checkout with three workers and its three parts, running on this computer. Raises ServiceError."""

    def __init__(self):
        self._numbers = count(1)
        self.states = dict.fromkeys(PARTS, "well")
        self.work_seconds = 0.0
        self._start()

    def _start(self) -> None:
        with ExitStack() as stack, ThreadPoolExecutor() as pool:
            starts = {part: pool.submit(run.start, f"{HERE}.parts:{part}") for part in PARTS}
            for start in starts.values():
                if not start.exception():
                    stack.enter_context(start.result())
            self.parts = {part: start.result() for part, start in starts.items()}
            addresses = {part: service.address for part, service in self.parts.items()}
            self.checkout = run.start(f"{HERE}.app:checkout", workers=WORKERS, settings=addresses)
            stack.pop_all()
        self.workers = list(self.checkout.pids)
        for _ in range(WARM_UP):
            self._pay()

    @property
    def worker_count(self) -> int:
        """How many workers are left."""
        return len(self.workers)

    @property
    def description(self) -> str:
        """Where it runs, and until when."""
        pids = ", ".join(str(pid) for pid in self.workers)
        return (
            f"Running on this computer at {self.checkout.address}, with {len(self.workers)} workers "
            f"(processes {pids}), a cache, a database and a fake acquirer in three more "
            "processes. It ends with this notebook."
        )

    def set(self, part: str, state: str) -> None:
        """Let a part be well, slow or gone. To bring back a part that is gone, everything starts again."""
        if state == self.states[part]:
            return
        if self.states[part] == "gone":
            other_states = {other: other_state for other, other_state in self.states.items() if other != part}
            self.restart()
            for other, other_state in other_states.items():
                self.set(other, other_state)
        if state == "gone":
            self.parts[part].stop()
        else:
            self._ask(self.parts[part].address, "/delay", {"seconds": DELAYS[part] if state == "slow" else 0}, "PUT")
        self.states[part] = state

    def slow_workers(self, slow: bool) -> None:
        """Let every worker take longer over its own work, or not."""
        self.work_seconds = WORK_SECONDS if slow else 0.0

    def restart(self) -> None:
        """Start again with everything well."""
        self.stop()
        self.states = dict.fromkeys(PARTS, "well")
        self._start()

    def send(self) -> Journey:
        """One payment, from the payer's side."""
        return self._pay()

    def rush(self) -> list[Journey]:
        """Twelve payments at the same moment."""
        with ThreadPoolExecutor(RUSH) as pool:
            return sorted(pool.map(lambda _: self._pay(), range(RUSH)), key=lambda journey: journey.ms)

    def kill_worker(self) -> Journey:
        """Send a payment, and end the worker that answers it while it waits for the acquirer."""
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(self._pay)
            end = time.monotonic() + PATIENCE
            while not answer.done() and time.monotonic() < end and not (asking := self._asking()):
                time.sleep(0.01)
            if not answer.done() and asking and len(self.workers) > 1:
                pid = next(iter(asking.values()))
                os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
                self.workers.remove(pid)
            return answer.result()

    def stop(self) -> None:
        """End all processes."""
        for service in (self.checkout, *self.parts.values()):
            service.stop()

    def _pay(self) -> Journey:
        payment = {**SHOP, "payment": f"P{next(self._numbers):05d}", "work_seconds": self.work_seconds}
        start = time.perf_counter()
        status, header, worker = self._post(payment)
        ms = round(1000 * (time.perf_counter() - start), 1)
        return Journey(status, ms, read_steps(header), worker, self._charged(payment["payment"]))

    def _post(self, payment: dict) -> tuple[int | None, str, int | None]:
        try:
            answer = _open(f"{self.checkout.address}/payments", payment, "POST")
        except urllib.error.HTTPError as error:
            answer = error
        except OSError:
            return None, "", None
        with answer:
            return answer.status, answer.headers.get("Server-Timing", ""), json.load(answer)["worker"]

    def _charged(self, payment: str) -> bool | None:
        """What the acquirer's books say once it is done with the payment; None if it cannot be asked."""
        end = time.monotonic() + PATIENCE
        try:
            while payment in self._asking() and time.monotonic() < end:
                time.sleep(0.02)
            return self._ask(self.parts["acquirer"].address, f"/charges/{payment}")["charged"]
        except OSError:
            return None

    def _asking(self) -> dict[str, int]:
        return self._ask(self.parts["acquirer"].address, "/asking")

    @staticmethod
    def _ask(address: str, path: str, body: dict | None = None, method: str = "GET") -> dict:
        with _open(address + path, body, method) as answer:
            return json.load(answer)


class Recorded:
    """The same from a recording, for a computer on which no service can be started. It holds one fault at a time."""

    def __init__(self):
        self._recording = json.loads(RECORDING.read_text(encoding="utf-8"))
        self._slow = False
        self.states, self.worker_count = dict.fromkeys(PARTS, "well"), WORKERS

    @property
    def faults(self) -> dict[str, Journey]:
        """What one payment met under each single fault, by “part state”."""
        return {fault: from_json(journey) for fault, journey in self._recording["payments"].items()}

    @property
    def description(self) -> str:
        return f"A session recorded on {self._recording['recorded']}, on another computer."

    def set(self, part: str, state: str) -> None:
        """Let a part be well, slow or gone, and all others well."""
        self.states = {**dict.fromkeys(PARTS, "well"), part: state}

    def slow_workers(self, slow: bool) -> None:
        """Take the payment of a slow worker, with all else well."""
        self._slow = slow

    def restart(self) -> None:
        """Start again with everything well."""
        self.states, self._slow = dict.fromkeys(PARTS, "well"), False

    def send(self) -> Journey:
        """One payment, from the payer's side."""
        return self.faults["worker slow" if self._slow else _fault(self.states)]

    def rush(self) -> list[Journey]:
        """Twelve payments at the same moment, with everything well."""
        return [from_json(journey) for journey in self._recording["rush"]]

    def kill_worker(self) -> Journey:
        """A payment whose worker ended while it waited for the acquirer."""
        return from_json(self._recording["worker"])

    def stop(self) -> None:
        """Nothing runs."""


def record(path: Path = RECORDING) -> None:
    """Play every single fault on a live session, and keep what was measured."""
    live = Live()
    try:
        recording = {"recorded": time.strftime("%d %B %Y").lstrip("0"), "payments": {"well": live.send().as_json()}}
        for part, state in ((part, state) for part in PARTS for state in STATES[1:]):
            live.set(part, state)
            recording["payments"][_fault(live.states)] = live.send().as_json()
            live.set(part, "well")
        live.slow_workers(True)
        recording["payments"]["worker slow"] = live.send().as_json()
        live.slow_workers(False)
        recording["rush"] = [journey.as_json() for journey in live.rush()]
        recording["worker"] = live.kill_worker().as_json()
    finally:
        live.stop()
    path.write_text(json.dumps(recording) + "\n", encoding="utf-8")


def _fault(states: dict[str, str]) -> str:
    return next((f"{part} {state}" for part, state in states.items() if state != "well"), "well")


def _open(address: str, body: dict | None, method: str):
    data = None if body is None else json.dumps(body).encode()
    return run.opener.open(urllib.request.Request(address, data, method=method), timeout=PATIENCE)
