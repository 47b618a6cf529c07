"""Exercises in KQL: what their authors are told, and how they are proved fair."""
