"""The process that runs a learner's function: what it imports, which rights it gives up, and what it sends back."""
