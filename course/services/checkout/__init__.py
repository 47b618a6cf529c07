"""A small real checkout: the service itself and the three others that it needs, each in its own processes."""
