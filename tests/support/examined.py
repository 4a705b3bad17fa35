"""The doctor, asked about a shop while nobody looks on."""

from datetime import UTC, datetime

from ringup.persistence.examining import examination
from ringup.persistence.examining.snapshots import snapshots
from ringup.services.examining.findings import Finding


class Silent:
    """Nobody looks on."""

    def begins(self, what: str, steps: int) -> None: ...

    def advances(self, steps: int) -> None: ...


async def examined(url: str) -> list[Finding]:
    """All that the doctor finds in the shop at the address."""
    async with snapshots(url, lambda: datetime.now(UTC)) as looks:
        return [finding async for finding in examination.findings(looks, Silent())]
