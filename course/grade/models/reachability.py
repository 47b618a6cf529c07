"""Which parts of an architecture are weak points: without one of them, no path leads from the source to the target."""

from __future__ import annotations

from collections.abc import Iterable

from course.artefacts import graph


def weak_points(service: str) -> list[str]:
    """The nodes of a service's graph whose loss cuts its source off from its target, in the graph's order.

    >>> weak_points("checkout")
    ['DNS', 'balancer', 'database', 'NAT gateway']
    """
    drawing = graph(service)
    return [
        node["name"]
        for node in drawing["nodes"]
        if not node.get("fixed")
        and drawing["target"] not in reachable(drawing["edges"], drawing["source"], {node["name"]})
    ]


def reachable(edges: Iterable, start: str, without: set[str]) -> set[str]:
    """The nodes that can be reached from ``start`` along the edges, passing through none of ``without``.

    >>> sorted(reachable([("a", "b"), ("b", "c"), ("a", "d")], "a", {"b"}))
    ['a', 'd']
    """
    edges = [(origin, end) for origin, end in edges if end not in without]
    visited, queue = {start}, [start]
    while queue:
        node = queue.pop()
        neighbours = {end for origin, end in edges if origin == node} - visited
        visited |= neighbours
        queue.extend(neighbours)
    return visited
