"""Query exercises that are answered in SQL."""
