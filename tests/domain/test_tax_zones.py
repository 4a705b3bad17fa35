"""Which zones an address lies in, the most specific first."""

from ringup.domain.shipping.zones import best_zone_of, zones_of
from tests.domain.builders import a_shop, a_zone, an_address, state_ids


def ids_for(address, *zones):
    shop = a_shop(zones={zone.id: zone for zone in zones})
    return [zone.id for zone in zones_of(address, shop)]


NEW_YORK = an_address("US", "NY")


def test_a_zone_of_states_comes_before_a_zone_of_countries():
    country = a_zone(1, "US")
    states = a_zone(2, state_ids=state_ids(("US", "NY"), ("US", "MD"), ("US", "CA")))
    assert ids_for(NEW_YORK, country, states) == [2, 1]


def test_the_smaller_zone_comes_before_the_larger():
    assert ids_for(NEW_YORK, a_zone(1, "US", "CA"), a_zone(2, "US")) == [2, 1]


def test_of_two_alike_the_older_comes_first():
    assert ids_for(NEW_YORK, a_zone(2, "US"), a_zone(1, "US")) == [1, 2]


def test_zones_elsewhere_are_left_out():
    elsewhere = a_zone(1, "DE"), a_zone(2, state_ids=state_ids(("US", "MD")))
    assert ids_for(NEW_YORK, *elsewhere) == []
    assert best_zone_of(NEW_YORK, a_shop(zones={zone.id: zone for zone in elsewhere})) is None


def test_an_address_without_a_state_lies_in_no_zone_of_states():
    assert ids_for(an_address("JP"), a_zone(1, state_ids=state_ids(("US", "NY")))) == []


def test_the_best_zone_is_the_first():
    zones = {1: a_zone(1, "US", "CA"), 2: a_zone(2, "US")}
    assert best_zone_of(NEW_YORK, a_shop(zones=zones)) == zones[2]
