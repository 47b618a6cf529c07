"""Invented names: combinations of syllables that belong to nobody."""

from __future__ import annotations

import numpy as np

from ..random import Stream
from .parts import pick

FIRST = (
    "Avel",
    "Bran",
    "Cort",
    "Dolm",
    "Esk",
    "Farn",
    "Gild",
    "Harv",
    "Isk",
    "Jarl",
    "Kelm",
    "Lond",
    "Morv",
    "Nald",
    "Orvin",
    "Pelt",
    "Quin",
    "Rask",
    "Selv",
    "Tamb",
    "Ulm",
    "Vard",
    "Wend",
    "Yarl",
    "Zand",
)
SECOND = ("ane", "ello", "ico", "ova", "une", "eric", "ouse", "ita", "ando", "ura", "imo", "esk")
TRADES = {
    "5411": ("Market", "Grocers", "Corner Shop"),
    "5812": ("Kitchen", "Dining Room", "Table"),
    "5814": ("Coffee", "Bakery", "Street Food"),
    "5651": ("Clothing", "Outfitters"),
    "5732": ("Electronics", "Devices"),
    "5912": ("Pharmacy", "Apothecary"),
    "5942": ("Books", "Papers"),
    "5999": ("Goods", "Bazaar"),
    "7230": ("Barbers", "Hair"),
    "7922": ("Theatre", "Tickets"),
    "4121": ("Cabs", "Rides"),
    "8299": ("Academy", "Lessons"),
}


def invented_names(stream: Stream, count: int) -> np.ndarray:
    """Invented proper names; two may be equal."""
    return pick(FIRST, stream.below(count, len(FIRST))) + pick(SECOND, stream.below(count, len(SECOND)))


def shop_names(stream: Stream, codes: np.ndarray) -> np.ndarray:
    """Names of shops that fit their category codes; a shop without a code sells goods."""
    turns = stream.below(len(codes), 6).tolist()
    trades = [TRADES[code or "5999"] for code in codes]
    return np.array(
        [
            f"{name} {trade[turn % len(trade)]}"
            for name, trade, turn in zip(invented_names(stream, len(codes)), trades, turns, strict=True)
        ],
        dtype=object,
    )
