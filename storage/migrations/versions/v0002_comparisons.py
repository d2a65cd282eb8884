"""What is owed: the comparison of somebody's selfies with each other."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of comparisons that were asked for and not answered."""
    op.create_table(
        "comparisons",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_comparisons_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_comparisons"),
    )
