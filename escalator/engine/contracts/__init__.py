"""Contracts: the register, what is in force in them on a day, and recording a fact of a contract itself."""
