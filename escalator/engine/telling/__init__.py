"""Telling people: what is owed to whom, the letters, and sending them."""
