"""Tables of results: from columns and cells to results. Reads no file."""
