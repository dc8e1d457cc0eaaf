"""Results: reading, judging and keeping them, and what follows on them."""
