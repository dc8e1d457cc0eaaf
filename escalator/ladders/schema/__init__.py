"""The shape of a ladder file, strictly: what may stand where, and the values that it becomes."""
