"""A service answers on a port of its own, and no process of it outlives its caller, however that ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from time import monotonic, sleep

import psutil
import pytest

from course.services import run
from course.services.run import ServiceError, start
from tests.services.application import HANGS

pytestmark = pytest.mark.slow

HERE = "tests.services.application"
PATIENCE = 60  # seconds


def say(service, path="/say"):
    return run.opener.open(service.address + path, timeout=PATIENCE).read().decode()


def gone(pids):
    end = monotonic() + PATIENCE
    while monotonic() < end and any(alive(pid) for pid in pids):
        sleep(0.05)
    return not any(alive(pid) for pid in pids)


def alive(pid):
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


def test_it_answers_with_its_settings_and_ends():
    with start(f"{HERE}:hello", settings={"word": "moin"}) as service:
        assert service.address.startswith("http://127.0.0.1:")
        assert say(service) == f"moin {service.pids[0]}"
        assert service.running

    assert not service.running and gone(service.pids)
    service.stop()


def test_several_workers_share_the_port_and_one_may_die():
    with start(f"{HERE}:hello", workers=2) as service:
        assert len(set(service.pids)) == 2
        psutil.Process(service.pids[0]).kill()
        assert gone(service.pids[:1])
        assert say(service) == f"hello {service.pids[1]}"


def test_two_services_have_two_ports():
    with start(f"{HERE}:hello") as one, start(f"{HERE}:hello") as other:
        assert one.address != other.address
        one.stop()
        assert say(other) == f"hello {other.pids[0]}"


@pytest.mark.parametrize(
    ("application", "sentence"),
    [
        (f"{HERE}:broken", "The service cannot start: ValueError: the data are missing"),
        (f"{HERE}:absent", "has no attribute 'absent'"),
        (f"{HERE}:dying", "The service ended before it could answer."),
    ],
)
def test_what_cannot_start_says_so_and_leaves_nothing(application, sentence):
    before = set(psutil.Process().children(recursive=True))
    with pytest.raises(ServiceError, match=sentence):
        start(application, workers=2)
    assert set(psutil.Process().children(recursive=True)) <= before


def test_what_never_starts_is_given_up(monkeypatch):
    monkeypatch.setattr(run, "START_SECONDS", 2.0)
    with pytest.raises(ServiceError, match="ended before"):
        start(f"{HERE}:never")


def test_no_port_is_one_sentence(monkeypatch):
    def refuse(*arguments, **settings):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(socket, "create_server", refuse)
    with pytest.raises(ServiceError, match="No free port can be had on this computer: .*not permitted"):
        start(f"{HERE}:hello")


def test_no_process_is_one_sentence(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(ServiceError, match="No service can be started on this computer") as refused:
        start(f"{HERE}:hello")
    assert "/nowhere" not in str(refused.value) and "Errno" not in str(refused.value)


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with start(f"{HERE}:hello") as service:
        assert "hello" in say(service)


def test_a_request_that_hangs_does_not_keep_it():
    with start(f"{HERE}:hello") as service:
        threading.Thread(target=_quietly, args=(service,), daemon=True).start()
        sleep(0.3)
        began = monotonic()
        service.stop()
    assert monotonic() - began < HANGS and gone(service.pids)


def _quietly(service):
    with suppress(OSError):
        say(service, "/sleep")


CALLER = """
import sys, time
from course.services.run import start
service = start("tests.services.application:hello", workers=2)
print(*service.pids, flush=True)
{ending}
"""


@pytest.mark.parametrize(
    ("ending", "by"),
    [
        ("", None),
        ("1 / 0", None),
        ("time.sleep(60)", signal.SIGTERM),
        ("time.sleep(60)", getattr(signal, "SIGKILL", 15)),
    ],
    ids=["ends", "fails", "terminated", "killed"],
)
def test_no_worker_outlives_its_caller(ending, by):
    caller = subprocess.Popen(
        [sys.executable, "-c", CALLER.format(ending=ending)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    pids = [int(pid) for pid in caller.stdout.readline().split()]
    assert len(pids) == 2
    if by:
        caller.send_signal(by)
    caller.wait(PATIENCE)
    caller.stdout.close()
    assert gone(pids)


INTERRUPTED = """
try:
    print("waiting", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    print(service.running, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="groups of processes are POSIX's")
def test_an_interrupt_of_the_callers_group_leaves_the_service():
    caller = subprocess.Popen(
        [sys.executable, "-c", CALLER.format(ending=INTERRUPTED)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    caller.stdout.readline()
    assert caller.stdout.readline() == "waiting\n"  # only from here on it is ready to be interrupted
    os.killpg(caller.pid, signal.SIGINT)
    assert caller.stdout.readline() == "True\n"
    caller.wait(PATIENCE)
    caller.stdout.close()
