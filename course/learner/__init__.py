"""What a learner has done: answers and where they are kept, progress, what comes back, and what is handed in."""
