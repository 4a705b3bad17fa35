"""The shop's memory: an embedded SQLite or a PostgreSQL, with one schema and the same manners."""
