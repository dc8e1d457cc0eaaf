"""The use cases: contracts, results, cases and facts; and the ports that they need. Knows no database and no clock."""
