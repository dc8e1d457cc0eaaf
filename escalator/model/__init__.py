"""The values of the domain: plain, immutable, without I/O and without a clock."""
