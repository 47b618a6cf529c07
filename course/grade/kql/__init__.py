"""Query exercises that are answered in KQL."""
