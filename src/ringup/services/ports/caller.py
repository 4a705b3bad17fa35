"""Who asks for something."""

import msgspec


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Who is asking. Nobody at all is ``Caller()``; a guest has only an order token."""

    user_id: int | None = None
    email: str | None = None
    admin: bool = False
    key_id: int | None = None
    order_token_hash: bytes | None = None

    @property
    def actor(self) -> str:
        """How events name the caller: ``key:7``, ``guest`` or ``nobody``; never a secret."""
        if self.key_id is not None:
            return f"key:{self.key_id}"
        return "guest" if self.order_token_hash else "nobody"
