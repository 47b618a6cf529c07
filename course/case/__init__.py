"""The case company Mandaro: its tables, its generator, its rulebook and the facts planted in its data."""
