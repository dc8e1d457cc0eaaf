"""Duties and permissions of a contract: what is owed, performed and allowed."""
