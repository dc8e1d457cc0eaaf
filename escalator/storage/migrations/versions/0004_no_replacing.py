"""SQLite replaces a row without calling it a deletion: facts and files are protected from that too."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SAME = {
    "facts": "stream = NEW.stream AND (seq = NEW.seq OR key = NEW.key)",
    "evidence": "sha256 = NEW.sha256",
}


def upgrade() -> None:
    """Make the change; PostgreSQL takes what replaces a row for an update, and refuses it as one."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table, same in _SAME.items():
        op.execute(
            f"CREATE TRIGGER escalator_{table}_no_replace BEFORE INSERT ON escalator_{table} "
            f"WHEN EXISTS (SELECT 1 FROM escalator_{table} WHERE {same}) "
            "BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END"
        )
