"""Form exercises on screen."""
