"""What the kinds of query exercises show alike."""
