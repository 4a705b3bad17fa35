"""A store full of things, on each database."""

from tests.support.stocked_stores import look, stocked_postgres, stocked_sqlite, stocked_url

__all__ = ["look", "stocked_postgres", "stocked_sqlite", "stocked_url"]
