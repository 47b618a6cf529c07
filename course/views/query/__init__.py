"""What all kinds of query exercises show in the same way."""
