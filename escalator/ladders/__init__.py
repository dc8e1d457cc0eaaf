"""From a workflow's text to a ladder, or to findings with file, line and column; and back to plain words."""
