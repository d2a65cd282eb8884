"""Several chats of one person, ratings, a daily budget, and what operators need."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Give everybody the chat they are known by, every message the chat it belongs to, and make the new tables."""
    op.add_column("people", sa.Column("budget_day", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("people", sa.Column("budget_used", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("orders", sa.Column("rating", sa.Integer(), nullable=True))
    op.add_column("portraits", sa.Column("rating", sa.Integer(), nullable=True))
    op.add_column("messages", sa.Column("platform", sa.Text(), nullable=False, server_default=""))
    op.add_column("messages", sa.Column("address", sa.Text(), nullable=False, server_default=""))
    make_chats()
    make_link_codes()
    make_for_operators()
    op.execute("INSERT INTO chats (platform, address, person_id, seen) SELECT platform, address, id, 0 FROM people")
    whose = "FROM people WHERE people.id = messages.person_id"
    op.execute(f"UPDATE messages SET platform = (SELECT platform {whose}), address = (SELECT address {whose})")  # noqa: S608 - no word of it comes from outside


def make_chats() -> None:
    """Every chat somebody reaches us by."""
    op.create_table(
        "chats",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_chats_person_id"),
        sa.PrimaryKeyConstraint("platform", "address", name="pk_chats"),
    )
    op.create_index("ix_chats_person_id", "chats", ["person_id"])


def make_link_codes() -> None:
    """Codes that join another chat."""
    op.create_table(
        "link_codes",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("joined", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_link_codes_person_id"),
        sa.PrimaryKeyConstraint("digest", name="pk_link_codes"),
    )
    op.create_index("ix_link_codes_person_id", "link_codes", ["person_id"])


def make_for_operators() -> None:
    """Bans, switches and announcements."""
    op.create_table(
        "bans",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_bans"),
    )
    op.create_table(
        "switches",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_switches"),
    )
    op.create_table(
        "broadcasts",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
        sqlite_autoincrement=True,
    )
