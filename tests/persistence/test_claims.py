"""Uses of promotions and store credit: what runs out is given once."""

import asyncio

import pytest
from sqlalchemy import select

from ringup.domain.facts import Uses
from ringup.domain.money import Money
from ringup.domain.order import ChildIds, Coupon
from ringup.domain.problems import Refusal
from ringup.persistence.schema import promotions, store_credit_events, store_credits
from ringup.services.ports.store import Wanted
from tests.persistence.orders import empty, placed_in, replace
from tests.persistence.small_shop import ADA, LIMITED, NOW, ONCE_EACH, UNLIMITED


class _UsedUp(Refusal):
    """The test's own refusal."""


async def _claim(store, order, *promotion_ids):
    async def work(transaction):
        if exhausted := await transaction.claim_promotions(order, promotion_ids):
            raise _UsedUp(exhausted)

    await store.write(work)


async def _used(store, promotion_id):
    asked = select(promotions.c.used).where(promotions.c.id == promotion_id)
    [row] = await store.read(lambda reading: reading.select(asked))
    return row["used"]


async def _uses(store, order, *codes):
    wanted = Wanted(coupon_codes=frozenset(codes))
    _, facts = await store.read(lambda reading: reading.peek(order.id, wanted))
    return facts.coupon_uses


async def test_of_twenty_who_use_a_code_that_two_may_use_two_do(store):
    buyers = [await store.write(placed_in) for _ in range(20)]
    claimed = await asyncio.gather(
        *(_claim(store, order, LIMITED) for order in buyers), return_exceptions=True
    )
    assert claimed.count(None) == 2
    assert [str(each) for each in claimed if each] == [f"[{LIMITED}]"] * 18
    assert await _used(store, LIMITED) == 2


async def test_an_order_claims_a_promotion_once_however_often_it_asks(store):
    order = await store.write(placed_in)
    await _claim(store, order, LIMITED, LIMITED)
    await _claim(store, order, LIMITED)
    assert await _used(store, LIMITED) == 1


async def test_releasing_gives_the_uses_back(store):
    first, second, third = [await store.write(placed_in) for _ in range(3)]
    await _claim(store, first, LIMITED, UNLIMITED)
    await _claim(store, second, LIMITED)
    with pytest.raises(_UsedUp):
        await _claim(store, third, LIMITED)
    await store.write(lambda transaction: transaction.release_promotions(first))
    await store.write(lambda transaction: transaction.release_promotions(first))
    assert await _used(store, LIMITED) == 1
    await _claim(store, third, LIMITED)


async def test_rules_know_how_often_others_used_a_code(store):
    order, other = await store.write(placed_in), await store.write(placed_in)
    await _claim(store, other, LIMITED)
    assert (await _uses(store, order, "twice"))[LIMITED] == Uses(total=1, by_buyer=1)
    await _claim(store, order, LIMITED)
    assert (await _uses(store, order, "TWICE"))[LIMITED] == Uses(total=1, by_buyer=1)


async def test_a_buyer_is_known_by_account_or_else_by_mail_address(store):
    async def guest(transaction):
        order = replace(empty(await transaction.new_order_id()), email="ADA@EXAMPLE.COM")
        return await transaction.save(None, order, ())

    async def stranger(transaction):
        return await transaction.save(None, empty(await transaction.new_order_id()), ())

    of_ada = await store.write(placed_in)
    await _claim(store, of_ada, ONCE_EACH)
    assert (await _uses(store, await store.write(guest)))[ONCE_EACH].by_buyer == 1
    assert (await _uses(store, await store.write(stranger)))[ONCE_EACH].by_buyer == 0


async def test_uses_of_the_orders_own_coupons_are_known(store):
    async def with_coupon(transaction):
        order = empty(await transaction.new_order_id())
        ids = ChildIds(order)
        coupon = Coupon(id=next(ids), promotion_id=LIMITED, code="Twice")
        order = replace(order, coupons=(coupon,), last_child=ids.last)
        return await transaction.save(None, order, ())

    order = await store.write(with_coupon)
    assert (await _uses(store, order))[LIMITED] == Uses(total=0, by_buyer=0)


async def _spend(store, order, minor, currency="USD"):
    return await store.write(
        lambda transaction: transaction.claim_store_credit(order, Money(minor, currency))
    )


async def _left(store):
    asked = select(store_credits).order_by(store_credits.c.id)
    rows = await store.read(lambda reading: reading.select(asked))
    return [row["amount"] - row["used"] for row in rows]


async def test_credit_is_spent_the_oldest_first_in_its_currency_alone(store):
    order = await store.write(placed_in)
    assert await _spend(store, order, 350)
    assert await _left(store) == [0, 150, 900]
    events = await store.read(lambda reading: reading.select(select(store_credit_events)))
    assert [(each["amount"], each["order_id"], each["at"]) for each in events] == [
        (300, order.id, NOW),
        (50, order.id, NOW),
    ]


async def test_more_than_there_is_cannot_be_spent(store):
    order = await store.write(placed_in)
    assert not await _spend(store, order, 501)
    assert await _left(store) == [300, 200, 900]


async def test_twenty_who_spend_the_same_credit_spend_it_once(store):
    buyers = [await store.write(placed_in) for _ in range(20)]
    spent = await asyncio.gather(*(_spend(store, order, 100) for order in buyers))
    assert spent.count(True) == 5
    assert await _left(store) == [0, 0, 900]


async def test_credit_comes_back_at_most_as_far_as_it_was_spent(store):
    order, other = await store.write(placed_in), await store.write(placed_in)
    await _spend(store, order, 350)
    await _spend(store, other, 100)

    async def give_back(transaction):
        await transaction.release_store_credit(order, Money(1_000, "USD"))

    await store.write(give_back)
    await store.write(give_back)
    assert await _left(store) == [300, 100, 900]


async def test_the_buyer_knows_what_credit_can_be_spent(store):
    order = await store.write(placed_in)
    await _spend(store, order, 350)
    _, facts = await store.read(lambda reading: reading.peek(order.id, Wanted()))
    assert (facts.buyer.id, facts.buyer.store_credit) == (ADA, 150)
