"""How many workers a service needs: Little's law with headroom, where each worker answers one request at a time."""

from __future__ import annotations

from math import ceil


def busy(rate: float, seconds: float) -> float:
    """Workers that are busy on average: arrivals per second times the seconds that each takes (Little 1961).

    >>> busy(40, 0.6)
    24.0
    """
    return round(rate * seconds, 9)


def workers(rate: float, seconds: float, utilisation: float) -> int:
    """The fewest workers that are busy at most that share of the time.

    >>> workers(40, 0.6, 0.7), workers(88, 0.6, 0.7)
    (35, 76)
    """
    return ceil(round(busy(rate, seconds) / utilisation, 9))


def containers(rate: float, seconds: float, utilisation: float, per_container: int) -> int:
    """The fewest containers that hold these workers.

    >>> containers(88, 0.6, 0.7, 6)
    13
    """
    return containers_for(workers(rate, seconds, utilisation), per_container)


def containers_for(workers: float, per_container: int) -> int:
    """The fewest containers that hold so many workers.

    >>> containers_for(76, 6), containers_for(72, 6)
    (13, 12)
    """
    return ceil(workers / per_container)


def utilisation(rate: float, seconds: float, workers: int) -> float:
    """How busy this many workers are, in percent.

    >>> utilisation(40, 0.6, 24)
    100.0
    """
    return 100 * busy(rate, seconds) / workers
