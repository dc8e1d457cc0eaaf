"""The ledgers of messages, when to remind of what, and what keeps the clock."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the change."""
    _columns()
    _messages()
    _rest()


def _columns() -> None:
    op.add_column("escalator_contracts", sa.Column("reminders", sa.String(), nullable=True))
    op.add_column("escalator_contracts", sa.Column("planned_facts", sa.Integer(), nullable=True))
    op.add_column("escalator_contracts", sa.Column("planned_until", _MOMENT, nullable=True))
    op.add_column("escalator_cases", sa.Column("remind_at", _MOMENT, nullable=True))
    op.add_column("escalator_cases", sa.Column("look_at", _MOMENT, nullable=True))
    op.add_column("escalator_deadlines", sa.Column("remind_at", _MOMENT, nullable=True))
    _index("ix_escalator_cases_remind", "escalator_cases", "remind_at")
    _index("ix_escalator_cases_look", "escalator_cases", "look_at")
    _index("ix_escalator_deadlines_remind", "escalator_deadlines", "remind_at")
    # Cases that were there before: their first round looks at each of them once.
    op.execute("UPDATE escalator_cases SET look_at = opened_at")


def _index(name: str, table: str, column: str, condition: str = "") -> None:
    found = sa.text(condition or f"{column} IS NOT NULL")
    op.create_index(name, table, [column], sqlite_where=found, postgresql_where=found)


def _messages() -> None:
    op.create_table(
        "escalator_messages",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("contract_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("owed_at", _MOMENT, nullable=False),
        sa.Column("send_at", _MOMENT, nullable=False),
        sa.Column("next_at", _MOMENT, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=False),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("acked_at", _MOMENT, nullable=True),
        sa.Column("acked_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalator_messages")),
    )
    _index("ix_escalator_messages_owed", "escalator_messages", "next_at", "status = 'owed'")
    op.create_index("ix_escalator_messages_newest", "escalator_messages", ["owed_at"])
    op.create_table(
        "escalator_message_items",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("contract_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("slot", _MOMENT, nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_at", _MOMENT, nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("owed_at", _MOMENT, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("earlier", sa.String(), nullable=False),
        sa.Column("why_nl", sa.String(), nullable=True),
        sa.Column("why_en", sa.String(), nullable=True),
        sa.Column("fate", sa.String(), nullable=False),
        sa.Column("settled_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["escalator_messages.id"], name=op.f("fk_escalator_message_items_message_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalator_message_items")),
    )
    op.create_index(op.f("ix_escalator_message_items_message_id"), "escalator_message_items", ["message_id"])
    op.create_index("ix_escalator_message_items_about", "escalator_message_items", ["contract_id", "case_id", "key"])
    op.create_index("ix_escalator_message_items_case", "escalator_message_items", ["case_id"])
    op.create_index("ix_escalator_message_items_slot", "escalator_message_items", ["slot"])


def _rest() -> None:
    op.create_table(
        "escalator_duties",
        sa.Column("contract_id", sa.String(), nullable=False),
        sa.Column("occurrence", sa.String(), nullable=False),
        sa.Column("obligation", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("remind_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["escalator_contracts.id"], name=op.f("fk_escalator_duties_contract_id")
        ),
        sa.PrimaryKeyConstraint("contract_id", "occurrence", name=op.f("pk_escalator_duties")),
        sqlite_with_rowid=False,
    )
    _index("ix_escalator_duties_remind", "escalator_duties", "remind_at")
    op.create_table(
        "escalator_troubles",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("next_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_escalator_troubles")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "escalator_beats",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.Column("next_at", _MOMENT, nullable=True),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_escalator_beats")),
        sqlite_with_rowid=False,
    )
