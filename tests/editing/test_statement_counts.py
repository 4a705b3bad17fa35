"""What an edit costs in statements does not grow with what is edited."""

import pytest
import pytest_asyncio

from ringup.cli.loading import within
from ringup.persistence.schema import metadata
from tests.editing.office import Office
from tests.persistence.test_statement_counts import sent  # noqa: F401 - a fixture
from tests.support.storefront import open_storefront

pytestmark = pytest.mark.asyncio(loop_scope="module")

MANY = 50
WORLD = 200


def _states(connection):
    states = metadata.tables["states"]
    first = connection.execute(states.select().limit(1)).one()
    for number in range(WORLD):
        row = {**first._mapping, "id": 10_000 + number, "name": f"S{number}", "abbr": f"S{number}"}
        connection.execute(states.insert().values(row))


@pytest_asyncio.fixture(loop_scope="module")
async def office(demo_store):
    """An office of the test's own, in a world with many states."""
    await within(demo_store, _states)
    async with open_storefront(demo_store) as storefront:
        yield Office(storefront)


@pytest.fixture
def costs(office, sent):  # noqa: F811
    """Tell what a request sends that must succeed, and what it answers."""

    async def counted(method, path, **form):
        sent.clear()
        answer = await office.asks(method, path, form)
        assert answer.status_code in {200, 201, 204}, answer.text
        told = [sql for sql in sent if not sql.startswith("UPDATE id_counters")]
        return len(told), answer.json() if answer.content else None

    return counted


async def _walk(costs, path, form, change):
    """What it costs to make a thing, to change it and to take it away."""
    made, thing = await costs("POST", path, **form)
    changed, _ = await costs("PUT", f"{path}/{thing['id']}", **change)
    removed, _ = await costs("DELETE", f"{path}/{thing['id']}")
    return made, changed, removed


async def _product(office, name, count):
    [category] = (await office.sees("shipping_categories?per_page=1"))["shipping_categories"]
    made = await office.makes(
        "products", name=name, price="5", shipping_category=category["id"], sku=f"{name}-0"
    )
    for number in range(count):
        options = [{"name": "size", "value": f"{number}"}]
        await office.makes(
            f"products/{made['id']}/variants", sku=f"{name}-{number + 1}", options=options
        )
    return made


async def test_a_product_costs_the_same_with_1_and_with_50_variants(office, costs):
    counted = []
    for name, count in (("warm", 1), ("one", 1), ("many", MANY)):
        product = await _product(office, name, count)
        path = f"products/{product['id']}"
        variant = {"sku": f"{name}-new", "options": [{"name": "size", "value": "0"}]}
        added, made = await costs("POST", f"{path}/variants", **variant)
        changed, _ = await costs("PUT", f"variants/{made['id']}", price="6", sku=f"{name}-x")
        whole, _ = await costs("PUT", path, name=f"{name} renamed", price="7", sku=f"{name}-y")
        gone, _ = await costs("DELETE", f"variants/{made['id']}")
        removed, _ = await costs("DELETE", path)
        counted.append((added, changed, whole, gone, removed))
    assert counted[1] == counted[2]


async def test_a_product_with_variants_and_properties_costs_the_same_with_1_and_with_50(
    office, costs
):
    [category] = (await office.sees("shipping_categories?per_page=1"))["shipping_categories"]
    counted = []
    for mark, count in (("warm", MANY), ("one", 1), ("many", MANY)):
        variants = [
            {
                "sku": f"{mark}:{n}",
                "prices": {"EUR": f"{n}"},
                "options": [{"name": f"{mark} size", "value": f"{n}"}],
            }
            for n in range(count)
        ]
        said = [{"property_name": f"{mark} {n}", "value": f"{n}"} for n in range(count)]
        form = {"name": mark, "price": "5", "shipping_category": category["name"]}
        made, product = await costs(
            "POST", "products", **form, variants=variants, product_properties=said
        )
        some = {
            "variants": [
                {"id": each["id"], "price": "6", "options": [{"name": "tint", "value": mark}]}
                for each in product["variants"]
            ],
            "product_properties": [
                {"id": each["id"], "value": "other"} for each in product["product_properties"]
            ],
        }
        changed, _ = await costs("PUT", f"products/{product['id']}", **some)
        counted.append((made, changed))
    assert counted[1] == counted[2]


async def test_a_variant_costs_the_same_with_1_and_with_9_options(office, costs):
    product = await _product(office, "optional", 0)

    def options(mark, count):
        return [{"name": f"o{each}", "value": f"{mark}{each}"} for each in range(count)]

    counted = []
    for mark, count in (("warm", 9), ("one", 1), ("many", 9)):
        path = f"products/{product['id']}/variants"
        made, variant = await costs("POST", path, options=options(mark, count))
        changed, _ = await costs(
            "PUT", f"variants/{variant['id']}", options=options(f"{mark}-new", count)
        )
        counted.append((made, changed))
    assert counted[1] == counted[2]


async def test_a_product_costs_the_same_at_1_and_at_50_taxons(office, costs):
    taxonomy = await office.makes("taxonomies", name="Counted")
    ids = [
        (await office.makes(f"taxonomies/{taxonomy['id']}/taxons", name=f"T{number}"))["id"]
        for number in range(MANY)
    ]
    [category] = (await office.sees("shipping_categories?per_page=1"))["shipping_categories"]
    form = {"name": "Found", "price": "5", "shipping_category": category["id"]}
    counted = [
        await _walk(costs, "products", {**form, "taxon_ids": some[1:] or some}, {"taxon_ids": some})
        for some in (ids[:1], ids[:2], ids)
    ]
    assert counted[1] == counted[2]
    below = f"taxonomies/{taxonomy['id']}/taxons"
    moves = [
        await costs("PUT", f"{below}/{ids[at]}", position=where)
        for at, where in ((0, 1), (0, 0), (0, MANY - 1))
    ]
    assert moves[1][0] == moves[2][0]


async def test_a_zone_costs_the_same_with_1_and_with_200_members(costs):
    members = [
        {"zoneable_type": "state", "zoneable_id": 10_000 + number} for number in range(WORLD)
    ]
    counted = [
        await _walk(
            costs, "zones", {"name": "Z", "zone_members": some}, {"zone_members": some[1:] * 2}
        )
        for some in (members[:2], members[:2], members)
    ]
    assert counted[1] == counted[2]


async def test_a_shipping_method_costs_the_same_in_1_and_in_50_zones(office, costs):
    ids = [(await office.makes("zones", name=f"Z{number}"))["id"] for number in range(MANY)]
    [category] = (await office.sees("shipping_categories?per_page=1"))["shipping_categories"]
    form = {
        "name": "Pigeon",
        "shipping_category_ids": [category["id"]],
        "calculator": {"type": "flat_rate", "settings": {"amounts": {"USD": 700}}},
    }
    counted = [
        await _walk(costs, "shipping_methods", {**form, "zone_ids": some}, {"zone_ids": some[:1]})
        for some in (ids[:2], ids[:2], ids)
    ]
    assert counted[1] == counted[2]


async def test_a_promotion_costs_the_same_with_1_and_with_20_rules(costs):
    rule = {"type": "quantity", "settings": {"minimum": 2}}
    counted = []
    for count in (1, 1, 20):
        made, promotion = await costs(
            "POST", "promotions", name="P", promotion_rules=[rule] * count
        )
        path = f"promotions/{promotion['id']}"
        new = [
            {"id": each["id"], "settings": {"minimum": 3}} for each in promotion["promotion_rules"]
        ]
        changed, _ = await costs("PUT", path, promotion_rules=new)
        removed, _ = await costs("DELETE", path)
        counted.append((made, changed, removed))
    assert counted[1] == counted[2]


async def test_an_edit_reads_the_shop_once_when_it_is_done(office, costs, sent):  # noqa: F811
    made = await office.makes("promotions", name="Winter", code="winter")
    for name in ("Spring", "Summer"):
        await costs("PUT", f"promotions/{made['id']}", name=name)
    assert len([sql for sql in sent if "FROM countries" in sql]) == 1
