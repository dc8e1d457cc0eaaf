"""Whether the parts of a ladder fit together: every name known, every rule able to act, every rule with its source.

Each module here owns one kind of check. None of them changes anything, and each finding says where it is written.
"""
