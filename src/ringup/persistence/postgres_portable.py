"""A PostgreSQL connection that writes orders in the portable form, always in a transaction.

Nothing is prepared by name or kept for the commit: stock is locked, looked at, and written.
"""

from ringup.persistence.order_writing import Writing
from ringup.persistence.portable_writing import changing, in_turn, statements_after
from ringup.persistence.postgres_hasty import HastySession
from ringup.persistence.postgres_session import PostgresSession, refused_if_overtaken
from ringup.persistence.session import Overtaken


class PortableSession(PostgresSession):
    """Fits ``session.Session``."""

    keeps_for_commit = False

    async def _write(self, writing: Writing) -> None:
        """Change what there is, if the order is as it was loaded; then write what is new."""
        turns = in_turn(writing.written)
        with refused_if_overtaken(writing):
            if turns.first:
                sql, arguments = changing(writing.order_id, turns.first)
                [[matched]] = await self._connection.fetch(sql, *arguments)
                if not matched:
                    raise Overtaken(f"order {writing.order_id} is not as it was loaded")
            for sql, arguments in statements_after(writing, turns):
                await self._connection.fetch(sql, *arguments)


class PortableHastySession(PortableSession, HastySession):
    """Fits ``session.Session``, and locks nothing before something is written."""

    async def _all_there_is(self) -> Writing | None:
        """Begin, which writes what was kept back: several statements need a transaction."""
        if self._kept_back:
            await self.begin()
        return None
