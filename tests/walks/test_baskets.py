"""Whole walks whose every amount was worked out by hand, to the cent.

Sales tax is 5 % of what is paid for each line, VAT a sixth of it (20 / 120), each rounded half up.
"""

import msgspec
import pytest

from tests.support.storefront import AUSTRALIA, GERMANY, MARYLAND, a_tote_to, items

pytestmark = pytest.mark.asyncio(loop_scope="module")

ONTARIO = {
    **MARYLAND,
    "address1": "1 Front Street",
    "city": "Toronto",
    "zipcode": "M5E 1B2",
    "country_iso": "CA",
    "state_name": "Ontario",
}


class Basket(msgspec.Struct, kw_only=True):
    """What is bought, and `sums`: items, shipping, promotions, tax added, tax contained, total."""

    quantities: dict[str, int]
    to: dict[str, str] = msgspec.field(default_factory=lambda: MARYLAND)
    by: str | None = None
    coupons: tuple[str, ...] = ()
    currency: str = "USD"
    sums: str


def basket(name, **of):
    """A case; what is written in capitals is a quantity of that SKU."""
    quantities = {name: of.pop(name) for name in list(of) if name.isupper()}
    return pytest.param(Basket(quantities=quantities, **of), id=name.replace(" ", "_"))


BASKETS = [
    basket(
        "one tote to Maryland",
        TOTE_01=1,
        by="Ground",
        sums="15.99 5.0 0.0 0.8 0.0 21.79",
    ),
    basket(
        "two T-shirts and a mug with TENOFF, Overnight",
        TEE_M=2,
        MUG_01=1,
        by="Overnight",
        coupons=("TENOFF",),
        # 4.00 and 1.40 off; 5 % of 35.98 is 1.80, of 12.59 is 0.63.
        sums="53.97 15.0 -5.4 2.43 0.0 66.0",
    ),
    basket(
        "one tote to Germany",
        TOTE_01=1,
        to=GERMANY,
        sums="15.99 9.0 0.0 0.0 2.67 24.99",
    ),
    basket(
        "three mugs are two dollars off each",
        MUG_01=3,
        # 41.97 - 6.00 = 35.97, 5 % of it 1.7985.
        sums="41.97 5.0 -6.0 1.8 0.0 42.77",
    ),
    basket(
        "of two promotions on one line the better one counts",
        MUG_01=3,
        coupons=("TENOFF",),
        sums="41.97 5.0 -6.0 1.8 0.0 42.77",
    ),
    basket(
        "half a cent of tax is rounded up",
        MUG_01=10,
        # 139.90 - 20.00 = 119.90, 5 % of it 5.995.
        sums="139.9 5.0 -20.0 6.0 0.0 130.9",
    ),
    basket(
        "half a cent of each line is rounded up before they are added",
        PRINT_01=1,
        BOOK_01=1,
        coupons=("TENOFF",),
        # 4.90 and 0.90 off; 5 % of 44.10 is 2.205, of 8.10 is 0.405.
        sums="58.0 5.0 -5.8 2.62 0.0 59.82",
    ),
    basket(
        "free shipping from fifty dollars of items",
        TEE_S=4,
        coupons=("FREESHIP",),
        # 5 % of 79.96 is 3.998.
        sums="79.96 5.0 -5.0 4.0 0.0 83.96",
    ),
    basket(
        "free shipping for both parcels, Overnight",
        DESK_01=1,
        LAMP_01=1,
        by="Overnight",
        coupons=("FREESHIP",),
        # 5 % of 240.00 is 12.00, of 89.00 is 4.45.
        sums="329.0 30.0 -30.0 16.45 0.0 345.45",
    ),
    basket(
        "two coupons that take off different things",
        TEE_L=4,
        coupons=("TENOFF", "FREESHIP"),
        # 8.00 off the line, 5.00 off shipping; 5 % of 71.96 is 3.598.
        sums="79.96 5.0 -13.0 3.6 0.0 75.56",
    ),
    basket(
        "a coupon on prices that contain VAT",
        TEE_M=2,
        to=GERMANY,
        coupons=("TENOFF",),
        # A sixth of 35.98 is 5.9967.
        sums="39.98 9.0 -4.0 0.0 6.0 44.98",
    ),
    basket(
        "a tote and two mugs to Germany in euros",
        TOTE_01=1,
        MUG_01=2,
        to=GERMANY,
        currency="EUR",
        # A sixth of 14.99 is 2.4983, of 25.98 is 4.33.
        sums="40.97 9.0 0.0 0.0 6.83 49.97",
    ),
    basket(
        "a T-shirt to Maryland in euros",
        TEE_L=1,
        currency="EUR",
        # 5 % of 18.99 is 0.9495.
        sums="18.99 5.0 0.0 0.95 0.0 24.94",
    ),
    basket(
        "desk and lamp to Germany in euros with two coupons",
        DESK_01=1,
        LAMP_01=1,
        to=GERMANY,
        currency="EUR",
        coupons=("TENOFF", "FREESHIP"),
        # 22.00 + 8.20 off items, 18.00 off shipping; a sixth of 198.00 is 33.00, of 73.80 is 12.30.
        sums="302.0 18.0 -48.2 0.0 45.3 271.8",
    ),
    basket(
        "a preordered coat to Canada by Two Day",
        COAT_01=1,
        to=ONTARIO,
        by="Two Day",
        sums="120.0 10.0 0.0 6.0 0.0 136.0",
    ),
    basket(
        "an e-book billed to Germany",
        BOOK_01=1,
        to=GERMANY,
        sums="9.0 0.0 0.0 0.0 1.5 9.0",
    ),
    basket(
        "an e-book billed to where no tax is known",
        BOOK_01=1,
        to=AUSTRALIA,
        sums="9.0 0.0 0.0 0.0 0.0 9.0",
    ),
    basket(
        "something free beside a tote",
        FREE_01=1,
        TOTE_01=1,
        sums="15.99 5.0 0.0 0.8 0.0 21.79",
    ),
    basket(
        "tax of a line is rounded once, not once a piece",
        TOTE_01=7,
        # 5 % of 111.93 is 5.5965; seven times 0.80 would be 5.60 as well, of 15.99 each 0.7995.
        sums="111.93 5.0 0.0 5.6 0.0 122.53",
    ),
    basket(
        "a hundred mugs by Two Day for nothing",
        MUG_01=100,
        by="Two Day",
        coupons=("FREESHIP",),
        # 1399.00 - 200.00 = 1199.00, 5 % of it 59.95.
        sums="1399.0 10.0 -210.0 59.95 0.0 1258.95",
    ),
]
WITH_ONCE = [
    basket(
        "five off a tote, and tax on what is left",
        TOTE_01=1,
        coupons=("ONCE",),
        # 5 % of 10.99 is 0.5495.
        sums="15.99 5.0 -5.0 0.55 0.0 16.54",
    ),
    basket(
        "five off an order is spread over its lines",
        TOTE_01=1,
        BOOK_01=1,
        coupons=("ONCE",),
        # 3.20 and 1.80 off; 5 % of 12.79 is 0.6395, of 7.20 is 0.36.
        sums="24.99 5.0 -5.0 1.0 0.0 25.99",
    ),
    basket(
        "five off an e-book",
        BOOK_01=1,
        coupons=("ONCE",),
        sums="9.0 0.0 -5.0 0.2 0.0 4.2",
    ),
    basket(
        "five off an order beside two off each mug",
        MUG_01=3,
        coupons=("ONCE",),
        # 41.97 - 6.00 - 5.00 = 30.97, 5 % of it 1.5485.
        sums="41.97 5.0 -11.0 1.55 0.0 37.52",
    ),
]
SUMS = (
    *("item_total", "ship_total", "promo_total"),
    *("additional_tax_total", "included_tax_total", "total"),
)


async def bought(storefront, basket):
    """The placed order."""
    order = {**a_tote_to(basket.to), "line_items": items(**basket.quantities)}
    shopper = await storefront.shopper(**order, currency=basket.currency)
    await shopper.puts(path="/advance")
    for code in basket.coupons:
        answer = await shopper.puts({"coupon_code": code}, "/apply_coupon_code")
        assert answer.status_code == 200, answer.text
    if basket.by:
        chosen = {"shipping_method_id": storefront.ids.shipping_methods[basket.by]}
        assert (await shopper.puts(chosen, "/delivery")).is_success
    return await shopper.goes_to("complete")


def check(order, basket):
    assert [order[name] for name in SUMS] == basket.sums.split()
    assert order["currency"] == basket.currency
    assert [payment["amount"] for payment in order["payments"]] == [order["total"]]
    assert order["outstanding_balance"] == order["total"]


@pytest.mark.parametrize("basket", BASKETS)
async def test_a_basket_comes_to_what_it_should(storefront, basket):
    check(await bought(storefront, basket), basket)


@pytest.mark.parametrize("basket", WITH_ONCE)
async def test_a_basket_with_the_coupon_that_works_once_comes_to_what_it_should(
    own_storefront, basket
):
    check(await bought(own_storefront, basket), basket)


async def test_tax_goes_by_where_things_are_sent_not_by_who_is_billed(storefront):
    shopper = await storefront.shopper(
        email="a@example.com",
        line_items=items(TOTE_01=1),
        bill_address=GERMANY,
        ship_address=MARYLAND,
    )
    placed = await shopper.goes_to("complete")
    assert (placed["total"], placed["additional_tax_total"]) == ("21.79", "0.8")
    assert placed["bill_address"]["country"]["iso"] == "DE"
