"""Exercises in KQL on screen."""
