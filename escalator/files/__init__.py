"""Files with results: CSV and Excel, read with suspicion. Owns what is a table; what it says is for the engine."""

from escalator.files.opening import open_table

__all__ = ["open_table"]
