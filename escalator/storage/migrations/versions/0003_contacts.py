"""Since when a contact is there: nobody need have been told before."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("escalator_contacts", sa.Column("added_at", sa.DateTime(timezone=True), nullable=True))
