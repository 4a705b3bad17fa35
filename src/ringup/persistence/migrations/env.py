"""How Alembic meets the database: on the connection, and in the transaction, it is given."""

from alembic import context

from ringup.persistence.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite, too, creates tables in a transaction.
    transactional_ddl=True,
)
context.run_migrations()
