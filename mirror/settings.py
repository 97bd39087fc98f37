"""Small named values of this machine; never sent anywhere."""

from mirror.database import Mirror


def get(mirror: Mirror, name: str) -> str | None:
    """The value, or None where it was never set."""
    row = mirror.db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
    return None if row is None else row[0]


def put(mirror: Mirror, name: str, value: str) -> None:
    """Sets the value. Atomic with the caller's transaction if there is one."""
    with mirror.transaction():
        mirror.db.execute(
            "INSERT INTO settings (name, value) VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )


def drop(mirror: Mirror, name: str) -> None:
    """Forgets the value."""
    with mirror.transaction():
        mirror.db.execute("DELETE FROM settings WHERE name = ?", (name,))


def lower(mirror: Mirror, name: str, value: str) -> None:
    """Keeps the smaller of the stored and the given value (ISO dates: the earlier day)."""
    with mirror.transaction():
        mirror.db.execute(
            "INSERT INTO settings (name, value) VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = min(value, excluded.value)",
            (name, value),
        )
