"""Running a ladder: guards, the compiled machine, the fold over facts, and where a case stands."""
