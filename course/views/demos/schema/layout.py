"""Places tables in layers, each right of what it points to, and routes their references: numbers only, no drawing."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from course.views.demos.schema.references import Reference

WIDTH = 700  # px, the space that JupyterLab leaves in a window of 1024 px
CHARACTER = 7.7  # px, an average character of a name in the widest of the usual fonts
PADDING = 9
HEIGHT = 38
GAP = 12
PASSAGE = 10  # px, the height reserved for a line through a layer
GUTTER = 34  # px, the least distance between two layers
MARGIN = 8
SWEEPS = 12

Node = Hashable  # a table's name, or (edge, layer) for a line through a layer
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A table's rectangle, its top left corner at (x, y)."""

    table: str
    x: float
    y: float
    width: float
    height: float = HEIGHT

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True)
class Edge:
    """A line from a child's left side to its parent's right side; a self-reference stays at the right side."""

    child: str
    parent: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Layout:
    """Boxes and edges on a sheet of ``width`` × ``height`` px; ``apart`` is where the unconnected tables begin."""

    width: float
    height: float
    boxes: Mapping[str, Box]
    edges: tuple[Edge, ...]
    apart: float | None


def arrange(names: Sequence[str], references: Sequence[Reference]) -> Layout:
    """The layout of these tables: the same input gives the same numbers."""
    pairs = sorted({(reference.child, reference.parent) for reference in references})
    edges = [pair for pair in pairs if pair[0] != pair[1]]
    connected = [name for name in names if any(name in pair for pair in edges)]
    unconnected = [name for name in names if name not in connected]
    layers, routes = _layers(connected, edges)
    layers = _sorted_layers(layers, routes)
    lefts, box_width, width = _columns(len(layers), names)
    tops = _tops(layers, routes)
    boxes = {
        node: Box(node, lefts[index], tops[node], box_width)
        for index, layer in enumerate(layers)
        for node in layer
        if node in connected
    }
    floor = max((box.bottom for box in boxes.values()), default=MARGIN - 2 * GAP)
    boxes |= _shelf(unconnected, lefts, box_width, floor + 3 * GAP)
    lines = _lines(boxes, routes, tops, lefts) + [_loop(boxes[child]) for child, parent in pairs if child == parent]
    height = max(box.bottom for box in boxes.values()) + MARGIN
    apart = floor + 3 * GAP if unconnected else None
    return Layout(width, height, {name: boxes[name] for name in names}, tuple(lines), apart)


def _layers(names: Sequence[str], edges: Sequence[tuple[str, str]]) -> tuple[list[list[Node]], dict]:
    """Names by layer with passages for lines that skip one, and for each edge its nodes from child to parent."""
    depth = _depths(names, edges)
    layers: list[list[Node]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for name in names:
        layers[depth[name]].append(name)
    routes = {}
    for child, parent in edges:
        passages = [((child, parent), level) for level in range(depth[child] - 1, depth[parent], -1)]
        for passage in passages:
            layers[passage[1]].append(passage)
        routes[child, parent] = [child, *passages, parent]
    return layers, routes


def _depths(names: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The layer of each table: one right of the deepest table it points to. Raises ValueError for a circle."""
    parents = {name: [parent for child, parent in edges if child == name] for name in names}
    depth: dict[str, int] = {}
    while len(depth) < len(names):
        ready = [name for name in names if name not in depth and all(parent in depth for parent in parents[name])]
        if not ready:
            raise ValueError(f"These tables point at each other in a circle: {sorted(set(names) - set(depth))}.")
        depth |= {name: 1 + max((depth[parent] for parent in parents[name]), default=-1) for name in ready}
    # A table that points to nothing is placed next to the first table that needs it: shorter lines, fewer crossings.
    return {
        name: level if parents[name] else min(depth[child] for child, parent in edges if parent == name) - 1
        for name, level in depth.items()
    }


def _columns(count: int, names: Sequence[str]) -> tuple[list[float], float, float]:
    """The left edge of each column, the width of a box and of the sheet. A sheet has three columns or more."""
    box = round(2 * PADDING + CHARACTER * max(map(len, names)), 1)
    columns = max(count, 3)
    width = max(WIDTH, 2 * MARGIN + columns * box + (columns - 1) * GUTTER)
    step = (width - 2 * MARGIN - box) / (columns - 1)
    return [round(MARGIN + index * step, 1) for index in range(columns)], box, round(width, 1)


def _sorted_layers(layers: list[list[Node]], routes: Mapping) -> list[list[Node]]:
    """The layers, each sorted by the positions of its nodes' neighbours, swept to and fro; the fewest crossings win."""
    links = [link for route in routes.values() for link in zip(route, route[1:], strict=False)]
    best = layers
    for sweep in range(SWEEPS):
        rank = {node: index / max(len(layer), 1) for layer in layers for index, node in enumerate(layer)}
        sorted_layers = []
        for layer in layers if sweep % 2 else reversed(layers):
            layer = sorted(
                layer, key=lambda node: _mean([rank[neighbour] for neighbour in _beside(node, links)], rank[node])
            )
            rank |= {node: index / max(len(layer), 1) for index, node in enumerate(layer)}
            sorted_layers.append(layer)
        layers = sorted_layers if sweep % 2 else sorted_layers[::-1]
        best = min(best, layers, key=lambda candidate: crossings(candidate, links))
    return best


def crossings(layers: Sequence[Sequence[Node]], links: Sequence[tuple[Node, Node]]) -> int:
    """How many pairs of links between the same two layers cross."""
    place = {node: (level, index) for level, layer in enumerate(layers) for index, node in enumerate(layer)}
    ends = [(place[right], place[left]) for right, left in links]
    return sum(
        first[0][0] == second[0][0] and (first[0][1] - second[0][1]) * (first[1][1] - second[1][1]) < 0
        for index, first in enumerate(ends)
        for second in ends[index + 1 :]
    )


def _tops(layers: Sequence[Sequence[Node]], routes: Mapping) -> dict[Node, float]:
    """The top of each node: as near to the middle of its neighbours as order and gaps allow."""
    links = [link for route in routes.values() for link in zip(route, route[1:], strict=False)]
    heights = {node: HEIGHT if isinstance(node, str) else PASSAGE for layer in layers for node in layer}
    middles = {}
    for layer in layers:
        bottoms = accumulate(heights[node] + GAP for node in layer)
        middles |= {node: bottom - GAP - heights[node] / 2 for node, bottom in zip(layer, bottoms, strict=True)}
    for sweep in range(SWEEPS):
        for layer in layers if sweep % 2 else reversed(layers):
            targets = [
                _mean([middles[neighbour] for neighbour in _beside(node, links)], middles[node]) for node in layer
            ]
            middles |= zip(layer, _spread(targets, [heights[node] for node in layer]), strict=True)
    tops = {node: middle - heights[node] / 2 for node, middle in middles.items()}
    highest = min(tops.values(), default=0)
    return {node: round(top - highest + MARGIN, 1) for node, top in tops.items()}


def _spread(targets: Sequence[float], heights: Sequence[float]) -> list[float]:
    """The middles nearest to the targets, in the least-squares sense, that preserve order and gaps."""
    steps = [0.0, *accumulate(GAP + (upper + lower) / 2 for upper, lower in zip(heights, heights[1:], strict=False))]
    blocks: list[list[float]] = []
    for target, step in zip(targets, steps, strict=True):
        blocks.append([target - step])
        while len(blocks) > 1 and _mean(blocks[-2]) > _mean(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    starts = [_mean(block) for block in blocks for _ in block]
    return [start + step for start, step in zip(starts, steps, strict=True)]


def _shelf(names: Sequence[str], lefts: Sequence[float], width: float, top: float) -> dict[str, Box]:
    places = [(lefts[index % len(lefts)], top + index // len(lefts) * (HEIGHT + GAP)) for index in range(len(names))]
    return {name: Box(name, x, y, width) for name, (x, y) in zip(names, places, strict=True)}


def _lines(boxes: Mapping[str, Box], routes: Mapping, tops: Mapping, lefts: Sequence[float]) -> list[Edge]:
    """Each edge through its passages; the ends at one side of a box are spread in the order of their targets."""

    def middle(node: Node) -> float:
        return tops[node] + (HEIGHT if isinstance(node, str) else PASSAGE) / 2

    def port(box: Box, neighbours: list[Node], node: Node) -> float:
        inner = sorted(neighbours, key=lambda neighbour: (middle(neighbour), str(neighbour)))
        return round(box.y + box.height * (inner.index(node) + 1) / (len(inner) + 1), 1)

    lines = []
    for (child, parent), route in routes.items():
        start = port(
            boxes[child], [other_route[1] for other_route in routes.values() if other_route[0] == child], route[1]
        )
        end = port(
            boxes[parent], [other_route[-2] for other_route in routes.values() if other_route[-1] == parent], route[-2]
        )
        points = [(boxes[child].x, start)]
        for passage in route[1:-1]:
            left = lefts[passage[1]]
            points += [(left + boxes[child].width, middle(passage)), (left, middle(passage))]
        lines.append(Edge(child, parent, (*points, (boxes[parent].right, end))))
    return lines


def _loop(box: Box) -> Edge:
    return Edge(box.table, box.table, ((box.right, box.y + 8), (box.right, box.bottom - 8)))


def _beside(node: Node, links: Sequence[tuple[Node, Node]]) -> list[Node]:
    return [other for link in links if node in link for other in link if other != node]


def _mean(values: Sequence[float], otherwise: float = 0.0) -> float:
    return sum(values) / len(values) if values else otherwise
