"""What is remembered: the database (people, sessions, orders) and the vault (encrypted pictures)."""
