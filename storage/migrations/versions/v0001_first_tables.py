"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table of the first release."""
    make_people()
    make_sessions()
    make_inbox()
    make_selfies()
    make_orders()
    make_portraits()
    make_messages()
    make_receipts()


def make_people() -> None:
    """Who talks to us."""
    op.create_table(
        "people",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("consent", sa.Text(), nullable=True),
        sa.Column("consented_at", sa.Double(), nullable=True),
        sa.Column("away", sa.Boolean(), nullable=False),
        sa.Column("erasing", sa.Boolean(), nullable=False),
        sa.Column("objects", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("platform", "address", name="uq_people_platform_address"),
    )


def make_sessions() -> None:
    """Where each conversation stands."""
    op.create_table(
        "sessions",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_sessions_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_sessions"),
    )


def make_inbox() -> None:
    """What platforms delivered."""
    op.create_table(
        "inbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("handled", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("platform", "number", name="uq_inbox_platform_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_platform_handled", "inbox", ["platform", "handled"], unique=False)


def make_selfies() -> None:
    """Photos people sent."""
    op.create_table(
        "selfies",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("blob", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("quality", sa.Double(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_selfies_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_selfies"),
    )
    op.create_index("ix_selfies_person_id", "selfies", ["person_id"], unique=False)
    op.create_index("ix_selfies_state", "selfies", ["state"], unique=False)


def make_orders() -> None:
    """What people ordered."""
    op.create_table(
        "orders",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("portraits_asked", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("started_at", sa.Double(), nullable=True),
        sa.Column("finished_at", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_orders_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_orders"),
    )
    op.create_index("ix_orders_person_id", "orders", ["person_id"], unique=False)
    op.create_index("ix_orders_state", "orders", ["state"], unique=False)


def make_portraits() -> None:
    """What was made of it."""
    op.create_table(
        "portraits",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("index", sa.Integer(), nullable=False),
        sa.Column("style", sa.Text(), nullable=False),
        sa.Column("blob", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_portraits_order_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_portraits_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_portraits"),
        sa.UniqueConstraint("order_id", "index", name="uq_portraits_order_id_index"),
    )
    op.create_index("ix_portraits_person_id", "portraits", ["person_id"], unique=False)


def make_messages() -> None:
    """What is said, or to be said."""
    op.create_table(
        "messages",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("remote", sa.Text(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_messages_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("person_id", "slot", name="uq_messages_person_id_slot"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_messages_state", "messages", ["state"], unique=False)


def make_receipts() -> None:
    """What is owed to those who were erased."""
    op.create_table(
        "receipts",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("selfies", sa.Integer(), nullable=False),
        sa.Column("portraits", sa.Integer(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("objects", sa.Integer(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_receipts"),
        sqlite_autoincrement=True,
    )
