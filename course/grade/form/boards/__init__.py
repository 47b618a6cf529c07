"""The board's page: what a learner composed, what each tile shows, and what is wrong with it. No widgets anywhere."""
