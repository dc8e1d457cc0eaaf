"""Delivery: from what is to be told to a message, and out through a channel. No database and no planning in here."""
