"""Whether everything is as it was recorded, and everybody was told: recomputed from the facts."""
