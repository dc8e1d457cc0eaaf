"""What can change no more is worked out from the facts: no rows of its own for it any more.

That is moves that were made, and deadlines that nobody need look at. What the next fact builds on has another form
since; it is left out here, and made again from the facts with the next one. Whether a fact is there already is asked
by its key only where it has one.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SAME = (
    "EXISTS (SELECT 1 FROM escalator_facts WHERE stream = NEW.stream AND seq = NEW.seq)",
    "NEW.key IS NOT NULL AND EXISTS (SELECT 1 FROM escalator_facts WHERE stream = NEW.stream AND key = NEW.key)",
)


def upgrade() -> None:
    """Make the change."""
    op.drop_table("escalator_steps")
    op.execute("DELETE FROM escalator_deadlines WHERE NOT live")
    op.drop_index("ix_escalator_deadlines_live", "escalator_deadlines")
    for name in ("settled", "done_on", "live"):
        op.drop_column("escalator_deadlines", name)
    op.create_index("ix_escalator_deadlines_due", "escalator_deadlines", ["due"])
    op.execute("UPDATE escalator_cases SET progress = NULL")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER escalator_facts_no_replace")
        op.execute(
            "CREATE TRIGGER escalator_facts_no_replace BEFORE INSERT ON escalator_facts "
            f"WHEN {' OR '.join(_SAME)} BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END"
        )
