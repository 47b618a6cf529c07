"""Exercises in SQL: what their authors are told, and how they are proved fair."""
