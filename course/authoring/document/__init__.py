"""Document exercises: what their authors are told, and how they are proved fair."""
