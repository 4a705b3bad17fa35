"""Gift cards as rules see them: how much is left on one, and whether it pays here and now."""

from datetime import datetime

import msgspec

from ringup.domain.money import Minor


class GiftCard(msgspec.Struct, frozen=True, kw_only=True):
    """What a gift card is still worth, in its own currency, until it expires.

    ``code_hash`` is the SHA-256 of its code, in hexadecimal: whoever knows the code may spend it.
    """

    id: int
    code_hash: str
    currency: str
    balance: Minor
    expires_at: datetime | None = None

    def has_expired(self, now: datetime) -> bool:
        """Tell whether its time is over."""
        return self.expires_at is not None and self.expires_at <= now

    def pays(self, currency: str, now: datetime) -> Minor:
        """Tell how much it can pay of something in a currency."""
        return self.balance if currency == self.currency and not self.has_expired(now) else 0
