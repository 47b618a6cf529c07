"""Which parts of an architecture are weak points: without them no way leads from the source to the target."""

from __future__ import annotations

from collections.abc import Iterable

from course.artefacts import graph


def weak_points(service: str) -> list[str]:
    """The nodes of a service's graph whose loss cuts its source off from its target, in the graph's order.

    >>> weak_points("checkout")
    ['DNS', 'balancer', 'database', 'NAT gateway']
    """
    drawn = graph(service)
    return [
        node["name"]
        for node in drawn["nodes"]
        if not node.get("fixed") and drawn["target"] not in reached(drawn["edges"], drawn["source"], {node["name"]})
    ]


def reached(edges: Iterable, start: str, without: set[str]) -> set[str]:
    """The nodes that can be reached from ``start`` along the edges, passing through none of ``without``.

    >>> sorted(reached([("a", "b"), ("b", "c"), ("a", "d")], "a", {"b"}))
    ['a', 'd']
    """
    edges = [(one, other) for one, other in edges if other not in without]
    found, todo = {start}, [start]
    while todo:
        now = todo.pop()
        new = {other for one, other in edges if one == now} - found
        found |= new
        todo.extend(new)
    return found
