"""What an operator has switched, by name: it stays so after a restart."""

from sqlalchemy import delete, insert, select

from storage.database import Database
from storage.tables import switches


async def read(db: Database, name: str) -> str | None:
    """What it was set to; None where nobody has set it."""
    async with db.reading() as connection:
        return (await connection.execute(select(switches.c.value).where(switches.c.name == name))).scalar()


async def set_to(db: Database, name: str, value: str | None) -> None:
    """Set it; None unsets it."""
    async with db.transaction() as connection:
        await connection.execute(delete(switches).where(switches.c.name == name))
        if value is not None:
            await connection.execute(insert(switches).values(name=name, value=value))
