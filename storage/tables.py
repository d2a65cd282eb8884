"""Every table. The migrations make them; a test holds the two against each other. Times are unix seconds, UTC."""

from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

# SQLite numbers rows by itself only in a column that says INTEGER.
NUMBER: Final = BigInteger().with_variant(Integer, "sqlite")

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def person_id() -> Column[str]:
    """Whose row it is."""
    return Column("person_id", Text, ForeignKey("people.id"), nullable=False)


people: Final = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("consent", Text),
    Column("consented_at", Double),
    Column("away", Boolean, nullable=False),
    Column("erasing", Boolean, nullable=False),
    Column("objects", Integer, nullable=False),  # counted when the erasure began, for its receipt
    Column("budget_day", Integer, nullable=False, server_default="0"),
    Column("budget_used", Integer, nullable=False, server_default="0"),
    Column("created_at", Double, nullable=False),
    UniqueConstraint("platform", "address"),
)

# Every chat somebody reaches us by; `platform` and `address` of a person are the one they used last.
chats: Final = Table(
    "chats",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("address", Text, primary_key=True),
    person_id(),
    Column("channel", Text),  # the platform's own name of the place to write to, where it is not the address
    Column("seen", BigInteger, nullable=False),  # the newest message heard of there, for platforms that keep a history
    Index("ix_chats_person_id", "person_id"),
)

sessions: Final = Table(
    "sessions",
    metadata,
    Column("person_id", Text, ForeignKey("people.id"), primary_key=True),
    Column("body", Text, nullable=False),
)

inbox: Final = Table(
    "inbox",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("address", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("handled", Boolean, nullable=False),
    Column("received_at", Double, nullable=False),
    UniqueConstraint("platform", "number"),
    Index("ix_inbox_platform_handled", "platform", "handled"),
    sqlite_autoincrement=True,  # an id that was seen never means another row
)

selfies: Final = Table(
    "selfies",
    metadata,
    Column("id", Text, primary_key=True),
    person_id(),
    Column("blob", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("measures", JSON, nullable=False),
    Column("quality", Double, nullable=False),
    Column("created_at", Double, nullable=False),
    Index("ix_selfies_person_id", "person_id"),
    Index("ix_selfies_state", "state"),
)

# Comparisons of a person's selfies that were asked for and not answered.
comparisons: Final = Table(
    "comparisons",
    metadata,
    Column("person_id", Text, ForeignKey("people.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("asked_at", Double, nullable=False),
)

orders: Final = Table(
    "orders",
    metadata,
    Column("id", Text, primary_key=True),
    person_id(),
    Column("body", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("portraits_asked", Integer, nullable=False),
    Column("rating", Integer),
    Column("created_at", Double, nullable=False),
    Column("started_at", Double),
    Column("finished_at", Double),
    Index("ix_orders_person_id", "person_id"),
    Index("ix_orders_state", "state"),
)

portraits: Final = Table(
    "portraits",
    metadata,
    Column("id", Text, primary_key=True),
    Column("order_id", Text, ForeignKey("orders.id"), nullable=False),
    person_id(),
    Column("index", Integer, nullable=False),
    Column("style", Text, nullable=False),
    Column("blob", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("rating", Integer),
    Column("created_at", Double, nullable=False),
    UniqueConstraint("order_id", "index"),
    Index("ix_portraits_person_id", "person_id"),
)

messages: Final = Table(
    "messages",
    metadata,
    Column("id", NUMBER, primary_key=True),
    person_id(),
    Column("platform", Text, nullable=False, server_default=""),
    Column("address", Text, nullable=False, server_default=""),
    Column("slot", Text),
    Column("body", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("remote", Text),
    Column("step", Integer, nullable=False),
    Column("created_at", Double, nullable=False),
    UniqueConstraint("person_id", "slot"),  # messages without a slot are not compared
    Index("ix_messages_state", "state"),
    sqlite_autoincrement=True,
)

# What is still owed to people of whom nothing else is left; a row lives until its receipt was sent.
receipts: Final = Table(
    "receipts",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("selfies", Integer, nullable=False),
    Column("portraits", Integer, nullable=False),
    Column("orders", Integer, nullable=False),
    Column("messages", Integer, nullable=False),
    Column("objects", Integer, nullable=False),
    Column("at", Double, nullable=False),
    sqlite_autoincrement=True,
)

# A code that joins another chat to somebody's account; only its digest is kept. `joined`: who came by it, once used.
link_codes: Final = Table(
    "link_codes",
    metadata,
    Column("digest", Text, primary_key=True),
    person_id(),
    Column("joined", Text),
    Column("expires_at", Double, nullable=False),
    Index("ix_link_codes_person_id", "person_id"),
)

# Who is not served, by a digest of their chat's address that survives an erasure and tells nobody who they are.
bans: Final = Table(
    "bans",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("at", Double, nullable=False),
    Column("told", Boolean, nullable=False),
)

# What the operator has switched, by name.
switches: Final = Table(
    "switches",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# Announcements to everybody; `cursor` is the last person who has it in the outbox.
broadcasts: Final = Table(
    "broadcasts",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("text", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("cursor", Text, nullable=False),
    Column("reached", Integer, nullable=False),
    Column("platform", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("created_at", Double, nullable=False),
    sqlite_autoincrement=True,
)
