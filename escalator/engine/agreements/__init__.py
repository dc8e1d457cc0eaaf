"""What the parties agree while a contract runs, and taking back what was recorded in it."""
