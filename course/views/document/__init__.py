"""Document exercises on screen."""
