"""The mutation operators: for each class of mistake, how a node of a query's syntax tree would carry it."""

from course.authoring.query.operators import order, rows, values
from course.authoring.query.operators.base import Catalog

OPERATORS = rows.OPERATORS | order.OPERATORS | values.OPERATORS

__all__ = ["OPERATORS", "Catalog"]
