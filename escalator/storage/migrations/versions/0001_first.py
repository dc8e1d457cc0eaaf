"""The first tables: ladders, calendars, contracts, cases, facts, results and evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# Facts, and the files that they rest on, are added and never changed: the database itself refuses.
_APPEND_ONLY = {
    "sqlite": [
        f"CREATE TRIGGER escalator_{table}_no_{verb} BEFORE {verb.upper()} ON escalator_{table} "
        "BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END"
        for table in ("facts", "evidence")
        for verb in ("update", "delete")
    ],
    "postgresql": [
        "CREATE FUNCTION escalator_never() RETURNS trigger LANGUAGE plpgsql AS "  # noqa: ISC004 - one statement
        "$$ BEGIN RAISE EXCEPTION 'facts are never changed'; END $$",
        *(
            f"CREATE TRIGGER escalator_{table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON escalator_{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION escalator_never()"
            for table in ("facts", "evidence")
        ),
    ],
}


_AGREED = "event <> 'measured' AND stream >= 'contract:' AND stream < 'contract;'"


def _where(condition: str) -> dict[str, sa.TextClause]:
    """Return the condition of an index over a part of its table, for both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "escalator_calendars",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("plain", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", "version", name=op.f("pk_escalator_calendars")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "escalator_closed_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason_nl", sa.String(), nullable=False),
        sa.Column("reason_en", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalator_closed_days")),
        sa.UniqueConstraint("contract_id", "day", name=op.f("uq_escalator_closed_days_contract_id_day")),
    )
    op.create_table(
        "escalator_evidence",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_escalator_evidence")),
    )
    op.create_table(
        "escalator_facts",
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received", sa.Date(), nullable=True),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "seq", name=op.f("pk_escalator_facts")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("escalator_facts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_escalator_facts_key",
            ["stream", "key"],
            unique=True,
            sqlite_where=sa.text("key IS NOT NULL"),
            postgresql_where=sa.text("key IS NOT NULL"),
        )
        batch_op.create_index("ix_escalator_facts_agreed", ["stream", "seq"], **_where(_AGREED))

    op.create_table(
        "escalator_ladders",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("ladder", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_escalator_ladders")),
    )
    op.create_table(
        "escalator_contracts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("calendar_version", sa.String(), nullable=False),
        sa.Column("calendar_now", sa.String(), nullable=False),
        sa.Column("parameters", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["escalator_ladders.digest"], name=op.f("fk_escalator_contracts_digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalator_contracts")),
    )
    op.create_table(
        "escalator_case_numbers",
        sa.Column("contract_id", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["escalator_contracts.id"], name=op.f("fk_escalator_case_numbers_contract_id")
        ),
        sa.PrimaryKeyConstraint("contract_id", "year", name=op.f("pk_escalator_case_numbers")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "escalator_cases",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contract_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("ladder", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("track", sa.String(), nullable=True),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_in", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("next_change", sa.Date(), nullable=True),
        sa.Column("calendar_now", sa.String(), nullable=False),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("progress", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["escalator_contracts.id"], name=op.f("fk_escalator_cases_contract_id")
        ),
        sa.ForeignKeyConstraint(["digest"], ["escalator_ladders.digest"], name=op.f("fk_escalator_cases_digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalator_cases")),
    )
    with op.batch_alter_table("escalator_cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalator_cases_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(
            "ix_escalator_cases_key",
            ["contract_id", "key"],
            unique=True,
            sqlite_where=sa.text("key IS NOT NULL"),
            postgresql_where=sa.text("key IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_escalator_cases_next",
            ["next_change"],
            unique=False,
            sqlite_where=sa.text("next_change IS NOT NULL"),
            postgresql_where=sa.text("next_change IS NOT NULL"),
        )

    op.create_table(
        "escalator_contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["escalator_contracts.id"], name=op.f("fk_escalator_contacts_contract_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalator_contacts")),
    )
    with op.batch_alter_table("escalator_contacts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalator_contacts_contract_id"), ["contract_id"], unique=False)

    op.create_table(
        "escalator_measurements",
        sa.Column("contract_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kpi", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("case_seq", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["escalator_contracts.id"], name=op.f("fk_escalator_measurements_contract_id")
        ),
        sa.PrimaryKeyConstraint("contract_id", "seq", name=op.f("pk_escalator_measurements")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("escalator_measurements", schema=None) as batch_op:
        batch_op.create_index(
            "ix_escalator_measurements_once",
            ["contract_id", "kpi", "region", "period"],
            unique=True,
            sqlite_where=sa.text("counts"),
            postgresql_where=sa.text("counts"),
        )
        batch_op.create_index(
            "ix_escalator_measurements_case", ["case_id", "case_seq"], **_where("case_id IS NOT NULL")
        )

    op.create_table(
        "escalator_proposals",
        sa.Column("contract_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("reason_nl", sa.String(), nullable=False),
        sa.Column("reason_en", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["escalator_contracts.id"], name=op.f("fk_escalator_proposals_contract_id")
        ),
        sa.PrimaryKeyConstraint("contract_id", "seq", name=op.f("pk_escalator_proposals")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("escalator_proposals", schema=None) as batch_op:
        batch_op.create_index(
            "ix_escalator_proposals_waiting",
            ["contract_id", "seq"],
            unique=False,
            sqlite_where=sa.text("status = 'waiting'"),
            postgresql_where=sa.text("status = 'waiting'"),
        )

    op.create_table(
        "escalator_deadlines",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("owed_by", sa.String(), nullable=False),
        sa.Column("counted_from", sa.Date(), nullable=True),
        sa.Column("expires", sa.Boolean(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("settled", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["escalator_cases.id"], name=op.f("fk_escalator_deadlines_case_id")),
        sa.PrimaryKeyConstraint("case_id", "name", name=op.f("pk_escalator_deadlines")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("escalator_deadlines", schema=None) as batch_op:
        batch_op.create_index(
            "ix_escalator_deadlines_live",
            ["due"],
            unique=False,
            sqlite_where=sa.text("live"),
            postgresql_where=sa.text("live"),
        )

    op.create_table(
        "escalator_steps",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("fact", sa.String(), nullable=True),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["escalator_cases.id"], name=op.f("fk_escalator_steps_case_id")),
        sa.PrimaryKeyConstraint("case_id", "n", name=op.f("pk_escalator_steps")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "escalator_rights",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["escalator_cases.id"], name=op.f("fk_escalator_rights_case_id")),
        sa.PrimaryKeyConstraint("case_id", "name", name=op.f("pk_escalator_rights")),
        sqlite_with_rowid=False,
    )
    for statement in _APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)
