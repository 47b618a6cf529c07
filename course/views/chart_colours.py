"""The colours of all charts, in one place, and the arithmetic by which a test proves that they can be told apart."""

from __future__ import annotations

CATEGORIES = ("#356ce7", "#ca8509", "#2b7968", "#c23f2c", "#0a9be8", "#b339aa", "#08a55f", "#ba81af")
"""Eight colours for categories: blue, ochre, pine, brick, sky, purple, green, mauve."""

BACKGROUNDS = ("#ffffff", "#212121")
"""The lightest and the least dark background on which JupyterLab's themes put a chart."""

SCALE = ("#dfe9fb", "#9cbcf2", "#5a8ae0", "#2a57b0", "#14306b")
"""Five steps from little to much, for heat maps; each cell has its own background."""

GREY = "#767676"
"""Text and axes where no style sheet reaches the picture; it can be read on both backgrounds."""

# How red, green and blue in linear light look to eyes without red or green cones (Machado, Oliveira, Fernandes 2009).
PROTANOPIA = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
# From linear light to CIE XYZ, divided by the white of daylight (D65).
TO_XYZ = ((0.433953, 0.376219, 0.189828), (0.212673, 0.715152, 0.072175), (0.017758, 0.109477, 0.872765))
Triple = tuple[float, float, float]


def linear(colour: str) -> Triple:
    """Red, green and blue in linear light, 0 to 1."""
    shares = (int(colour[position : position + 2], 16) / 255 for position in (1, 3, 5))
    return tuple(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)


def contrast(left: str, right: str) -> float:
    """The contrast ratio of WCAG 2.

    >>> round(contrast("#ffffff", "#000000"), 1)
    21.0
    """
    dark, light = sorted(_times(TO_XYZ, linear(colour))[1] for colour in (left, right))
    return (light + 0.05) / (dark + 0.05)


def distance(left: str, right: str, eyes: tuple[Triple, ...] | None = None) -> float:
    """How far apart two colours look (CIE 1976 ΔE; 2.3 is just noticeable), to other eyes if a matrix is given."""
    first, second = (_lab(linear(colour) if eyes is None else _times(eyes, linear(colour))) for colour in (left, right))
    return sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5


def shade(share: float) -> str:
    """The colour of the heat scale at ``share`` of the way from its lightest to its darkest step.

    >>> shade(0), shade(1)
    ('#dfe9fb', '#14306b')
    """
    position = min(max(share, 0.0), 1.0) * (len(SCALE) - 1)
    low = min(int(position), len(SCALE) - 2)
    parts = ((int(SCALE[low][i : i + 2], 16), int(SCALE[low + 1][i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * (position - low)):02x}" for a, b in parts)


def ink(background: str) -> str:
    """Black or white, whichever is read more easily on a background."""
    return max(("#000000", "#ffffff"), key=lambda text: contrast(text, background))


def _times(matrix: tuple[Triple, ...], vector: Triple) -> Triple:
    return tuple(max(0.0, sum(a * b for a, b in zip(row, vector, strict=True))) for row in matrix)


def _lab(light: Triple) -> Triple:
    x, y, z = (c ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116 for c in _times(TO_XYZ, light))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)
