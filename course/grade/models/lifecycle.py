"""Six products of Mandaro and what is known of each: users by quarter, who comes back, what one costs, what is said.

Shops, consents and loans are those of the tables, where these reach back (tests/grade/models/test_lifecycle.py). The
rest comes from the product reports of the case, which only this exercise needs.
"""

from __future__ import annotations

from dataclasses import dataclass

QUARTERS = tuple(f"{year} Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4))


@dataclass(frozen=True)
class Product:
    """A product. ``users`` are its users in each quarter, ``unit`` says who they are, ``facts`` what else is known."""

    name: str
    unit: str
    users: tuple[int, ...]
    facts: tuple[str, ...]

    @property
    def shown(self) -> tuple[tuple[str, int], ...]:
        """The quarters from the first one with users on, each with its users: before it there is nothing to see."""
        first = next(at for at, users in enumerate(self.users) if users)
        return tuple(zip(QUARTERS, self.users, strict=True))[first:]


PRODUCTS = (
    Product(
        "Card acceptance",
        "shops at the end of the quarter",
        (9, 35, 69, 93, 122, 155, 181, 218, 249, 288, 314, 320),
        ("Of 100 shops 2 left in 2025", "6 new shops in the last quarter, 37 a year before", "A shop costs €38 a quarter, down from €41"),
    ),
    Product(
        "Account data of Link",
        "active consents at the end of the quarter, in our tables since July 2025",
        (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2609, 7886),
        ("Of 100 consents 69 stay at day 90", "Partners hit the limit of calls every day", "A consent costs €0.90 a quarter, down from €1.40"),
    ),
    Product(
        "First checkout button",
        "shops that still use it",
        (9, 31, 58, 66, 64, 60, 53, 46, 37, 29, 21, 14),
        ("No new shop since 2024 Q2", "Of 100 shops 70 left in 2025, for the checkout that replaced it", "A shop costs €640 a quarter, up from €310"),
    ),
    Product(
        "Gift cards",
        "cards sold in the quarter, since 2023 Q3",
        (0, 0, 40, 980, 165, 170, 172, 1040, 168, 171, 175, 1050),
        ("Of 100 buyers 61 had bought one the year before", "The same shops as a year ago", "A card costs €1.10, as before"),
    ),
    Product(
        "Instalments at the checkout",
        "people who paid with it in the quarter, since 2025 Q3",
        (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 120, 460),
        ("Of 100 people 9 used it a second time", "Since October each first use earns a €20 voucher", "Five shops, all of them friends of Ife's"),
    ),
    Product(
        "Six-month loans",
        "loans paid out in the quarter",
        (150, 310, 520, 760, 930, 1160, 1390, 1720, 2073, 2271, 3813, 4543),
        ("Of 100 customers 38 come back for another loan", "One application in 60 waits for a person to check it, up to two days", "A loan costs €25 to check, pay out and collect, as before"),
    ),
)  # fmt: skip
BY_NAME = {product.name: product for product in PRODUCTS}


def growth(name: str, quarters: int = 4) -> float:
    """How many more users a product has than so many quarters before, in percent.

    >>> round(growth("Gift cards"), 1)
    1.0
    """
    users = BY_NAME[name].users
    return 100 * users[-1] / users[-1 - quarters] - 100
