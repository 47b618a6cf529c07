"""Formulas as a spreadsheet reads them, with numbers only and a bounded amount of work.

``parse`` turns a text such as ``=NPV(rate, C18:C53)`` into a tree, ``Grid`` computes the cells of a small sheet.
Nothing is handed to Python's own evaluator: a formula can name cells and the functions of FUNCTIONS, and nothing else.
"""

from course.grade.formulas.functions import FUNCTIONS
from course.grade.formulas.grid import Grid
from course.grade.formulas.parse import FormulaError, Place, parse, place

__all__ = ["FUNCTIONS", "FormulaError", "Grid", "Place", "parse", "place"]
