"""Cases: opening them, recording their facts, where they stand, and what time does to them."""
