"""Keys of exercises: what a right answer is, which wrong ones are known, and which hints help."""
