"""Which zones an address lies in, the most specific first."""

from ringup.domain.facts import Shop
from ringup.domain.geography import Zone
from ringup.domain.order import Address


def zones_of(address: Address, shop: Shop) -> tuple[Zone, ...]:
    """Give every zone the address lies in, the most specific first.

    A zone that names the address's state comes before one that names its country, then the
    smaller zone before the larger, then the older one.
    """
    place = address.country_id, address.state_id
    known = shop.zones_by_place.get(place)
    if known is None:
        found = [zone for zone in shop.zones.values() if lies_in(address, zone)]
        known = tuple(sorted(found, key=lambda zone: _generality(address, zone)))
        shop.zones_by_place[place] = known
    return known


def best_zone_of(address: Address, shop: Shop) -> Zone | None:
    """Give the most specific zone the address lies in, if any."""
    return next(iter(zones_of(address, shop)), None)


def ships_to(address: Address, shop: Shop) -> bool:
    """Tell whether the store ships there: into its zones alone, if it has any."""
    zone_ids = shop.store.zone_ids
    return not zone_ids or any(zone.id in zone_ids for zone in zones_of(address, shop))


def lies_in(address: Address, zone: Zone) -> bool:
    """Tell whether the zone names the address's state or country."""
    return address.state_id in zone.state_ids or address.country_id in zone.country_ids


def _generality(address: Address, zone: Zone) -> tuple[bool, int, int]:
    by_country = address.state_id not in zone.state_ids
    members = len(zone.country_ids) + len(zone.state_ids)
    return by_country, members, zone.id
