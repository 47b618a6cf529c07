"""The mutation operators: for each class of mistake, how a node of a query's syntax tree would carry it."""

from course.authoring.query.operators import moments, order, rows, values
from course.authoring.query.operators.base import Catalog

OPERATORS = rows.OPERATORS | order.OPERATORS | values.OPERATORS | moments.OPERATORS

__all__ = ["OPERATORS", "Catalog"]
