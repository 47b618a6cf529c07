"""What the judges of SQL and of KQL share: the sandbox, the comparison of results, and the search for a cause."""
