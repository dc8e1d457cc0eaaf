"""Rows in SQLite and PostgreSQL: tables, migrations, and the way between rows and values. Decides nothing."""
