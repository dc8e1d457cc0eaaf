"""One module for each row of the promises: what is done, by whom, and what was promised."""
