"""Exercises in SQL on screen."""
