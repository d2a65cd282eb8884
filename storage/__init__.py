"""What is remembered: the database (people, sessions, orders) and the vault (encrypted pictures)."""


class StorageError(Exception):
    """Something could not be remembered, or what was remembered could not be read. Root of this package."""
