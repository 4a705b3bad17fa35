"""Orders to keep: one by hand, and any that hypothesis thinks of."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from hypothesis import strategies as st

from ringup.domain.order import (
    Address,
    Adjustment,
    Card,
    ChildIds,
    Coupon,
    LineItem,
    Order,
    Payment,
    PaymentAttempt,
    Shipment,
    ShipmentItem,
    ShippingRate,
    Totals,
    child_id,
)
from ringup.domain.returning import ReturnAuthorization, ReturnItem
from ringup.services.ports.store import Event, Transaction
from tests.persistence.small_shop import ADA, MAIN, NOW, PLAIN, WEST

TOKEN_HASH = bytes(range(32))
replace = msgspec.structs.replace


def empty(order_id: int) -> Order:
    return Order(
        id=order_id,
        store_id=1,
        currency="USD",
        token_hash=TOKEN_HASH,
        created_at=NOW,
        updated_at=NOW,
    )


def with_lines(order: Order, count: int) -> Order:
    """An order of Ada's with so many lines, each taxed, and one parcel for all of them."""
    ids = ChildIds(order)
    dated: Any = {"created_at": NOW, "updated_at": NOW}
    lines = tuple(
        LineItem(
            id=next(ids),
            variant_id=PLAIN,
            quantity=1 + number % 3,
            price=1599,
            adjustments=(
                Adjustment(id=next(ids), source="tax_rate", label="Tax", amount=80, **dated),
            ),
            **dated,
        )
        for number in range(count)
    )
    parcel = Shipment(
        id=next(ids),
        stock_location_id=MAIN,
        cost=500,
        rates=(
            ShippingRate(
                id=next(ids), shipping_method_id=1, name="Ground", cost=500, selected=True
            ),
        ),
        items=tuple(
            ShipmentItem(
                id=next(ids), line_item_id=line.id, variant_id=PLAIN, quantity=line.quantity
            )
            for line in lines
        ),
        **dated,
    )
    return replace(
        order,
        user_id=ADA,
        email="Ada@example.com",
        line_items=lines,
        shipments=(parcel,),
        last_child=ids.last,
    )


async def placed_in(transaction: Transaction, lines: int = 1) -> Order:
    """Save a new order."""
    order = with_lines(empty(await transaction.new_order_id()), lines)
    return await transaction.save(None, order, [Event(type="order.created", actor="guest")])


# Any order. Each kind of child has its own range of ids, so that a second order drawn for the same
# id keeps some children, changes some, loses some and gains some.

FIRST_PAYMENT = 31
_texts = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12
)
_amounts = st.integers(-(10**14), 10**14)
_positive = st.integers(0, 10**14)
_START, _END = 1_577_836_800_000, 3_786_912_000_000
"""2020 to 2090, in milliseconds."""
_moments = st.integers(_START, _END).map(
    lambda milliseconds: datetime.fromtimestamp(milliseconds // 1000, UTC).replace(
        microsecond=milliseconds % 1000 * 1000
    )
)


def _ids(order_id: int, first: int, count: int) -> st.SearchStrategy[list[int]]:
    sequences = st.integers(first, first + count - 1)
    return st.lists(sequences, unique=True, max_size=count).map(
        lambda drawn: sorted(child_id(order_id, sequence) for sequence in drawn)
    )


def _of(record: type[Any], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    common = {"created_at": _moments, "updated_at": _moments}
    names = {field.name for field in msgspec.structs.fields(record)}
    return st.builds(record, **{k: v for k, v in common.items() if k in names}, **fields)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


_cards = st.builds(
    Card,
    brand=_texts,
    last_digits=st.sampled_from(["1111", "0002"]),
    month=st.integers(1, 12),
    year=st.integers(2026, 2040),
    name=_texts,
    token=_texts,
)


@st.composite
def addresses(draw: st.DrawFn, address_id: int) -> Address | None:
    address: Address | None = draw(
        _maybe(
            st.builds(
                Address,
                id=st.just(address_id),
                country_id=st.just(1),
                state_id=_maybe(st.just(1)),
                **dict.fromkeys(("firstname", "lastname", "address1", "city", "zipcode"), _texts),
                **dict.fromkeys(
                    ("address2", "phone", "company", "alternative_phone", "state_name"),
                    _maybe(_texts),
                ),
            )
        )
    )
    return address


@st.composite
def _returns(
    draw: st.DrawFn, order_id: int, lines: Sequence[LineItem]
) -> Sequence[ReturnAuthorization]:
    return [
        draw(
            _of(
                ReturnAuthorization,
                id=st.just(id_),
                state=st.sampled_from(["authorized", "received", "canceled"]),
                stock_location_id=st.sampled_from([MAIN, WEST]),
                reason_id=_maybe(st.integers(1, 9)),
                reason=_maybe(_texts),
                memo=_maybe(_texts),
                items=_return_items(order_id, 320 + 10 * number, lines).map(tuple),
            )
        )
        for number, id_ in enumerate(draw(_ids(order_id, 301, 2)))
    ]


@st.composite
def _return_items(
    draw: st.DrawFn, order_id: int, first: int, lines: Sequence[LineItem]
) -> Sequence[ReturnItem]:
    line_ids = [line.id for line in lines]
    return [
        draw(
            _of(
                ReturnItem,
                id=st.just(id_),
                line_item_id=st.sampled_from(line_ids),
                variant_id=st.integers(1, 4),
                quantity=st.integers(1, 10**6),
                restock=st.booleans(),
                stock_location_id=_maybe(st.sampled_from([MAIN, WEST])),
                exchange_variant_id=_maybe(st.integers(1, 4)),
                amount=_positive,
                tax=_positive,
                received_at=_maybe(_moments),
            )
        )
        for id_ in (draw(_ids(order_id, first, 3)) if line_ids else ())
    ]


@st.composite
def orders(draw: st.DrawFn, order_id: int, age: int = 0) -> Order:
    """Any order with this id; of those drawn one after the other each is a little older."""
    hung: dict[int, list[Adjustment]] = {}
    lines = [
        draw(
            _of(
                LineItem,
                id=st.just(id_),
                variant_id=st.integers(1, 4),
                quantity=st.integers(1, 10**6),
                price=_positive,
                price_fixed=st.booleans(),
            )
        )
        for id_ in draw(_ids(order_id, 1, 5))
    ]
    shipments = [
        draw(
            _of(
                Shipment,
                id=st.just(id_),
                stock_location_id=st.sampled_from([MAIN, WEST]),
                state=st.sampled_from(["pending", "ready", "shipped"]),
                tracking=_maybe(_texts),
                cost=_positive,
                shipped_at=_maybe(_moments),
            )
        )
        for id_ in draw(_ids(order_id, 11, 3))
    ]
    holders = [None, *(each.id for each in (*lines, *shipments))]
    for id_ in draw(_ids(order_id, 21, 8)):
        adjustment = draw(
            _of(
                Adjustment,
                id=st.just(id_),
                source=st.sampled_from(["tax_rate", "promotion", "manual", "return"]),
                source_id=_maybe(st.integers(1, 9)),
                promotion_id=_maybe(st.integers(1, 3)),
                label=_texts,
                amount=_amounts,
                **dict.fromkeys(("included", "eligible", "mandatory", "locked"), st.booleans()),
            )
        )
        hung.setdefault(draw(st.sampled_from(holders)) or 0, []).append(adjustment)
    payments = [
        draw(
            _of(
                Payment,
                id=st.just(id_),
                payment_method_id=st.integers(1, 2),
                amount=_positive,
                covers_rest=st.booleans(),
                save_card=st.booleans(),
                state=st.sampled_from(["checkout", "pending", "void"]),
                captured=st.integers(50, 10**12),
                refunded=st.integers(0, 50),
                card=_maybe(_cards),
                **dict.fromkeys(
                    ("response_code", "avs_response", "decline", "decline_message"), _maybe(_texts)
                ),
            )
        )
        for id_ in draw(_ids(order_id, FIRST_PAYMENT, 3))
    ]
    is_tried = any(payment.id == child_id(order_id, FIRST_PAYMENT) for payment in payments)
    attempts = draw(_attempts(order_id, age)) if is_tried else []
    item_total, ship_total, adjustment_total = draw(_positive), draw(_positive), draw(_amounts)
    completed_at = draw(_maybe(_moments))
    return Order(
        id=order_id,
        store_id=1,
        state=draw(st.sampled_from(["cart", "address", "complete"])),
        placing=draw(st.booleans()),
        email=draw(_maybe(_texts)),
        user_id=draw(_maybe(st.integers(1, 2))),
        created_by_id=draw(_maybe(st.integers(1, 2))),
        currency=draw(st.sampled_from(["USD", "EUR"])),
        channel=draw(_texts),
        locale=draw(_maybe(_texts)),
        special_instructions=draw(_maybe(_texts)),
        metadata=draw(st.dictionaries(_texts, _texts, max_size=2)),
        token_hash=draw(st.binary(min_size=32, max_size=32)),
        bill_address=draw(addresses(child_id(order_id, 41))),
        ship_address=draw(addresses(child_id(order_id, 42))),
        line_items=tuple(replace(each, adjustments=_hung(hung, each.id)) for each in lines),
        shipments=tuple(
            replace(
                each,
                adjustments=_hung(hung, each.id),
                rates=tuple(draw(_rates(order_id, 100 + 10 * number))),
                items=tuple(draw(_items(order_id, 200 + 10 * number, lines))),
            )
            for number, each in enumerate(shipments)
        ),
        adjustments=_hung(hung, 0),
        payments=tuple(payments),
        attempts=tuple(attempts),
        # Nothing comes back of what was never placed.
        returns=tuple(draw(_returns(order_id, lines))) if completed_at else (),
        coupons=tuple(
            draw(st.builds(Coupon, id=st.just(id_), promotion_id=st.integers(1, 3), code=_texts))
            for id_ in draw(_ids(order_id, 51, 2))
        ),
        totals=Totals(
            item_total=item_total,
            ship_total=ship_total,
            adjustment_total=adjustment_total,
            promo_total=-draw(_positive),
            included_tax_total=draw(_positive),
            additional_tax_total=draw(_amounts),
            total=item_total + ship_total + adjustment_total,
            payment_total=draw(_amounts),
        ),
        payment_state=draw(_maybe(st.sampled_from(["paid", "balance_due"]))),
        shipment_state=draw(_maybe(st.sampled_from(["pending", "shipped"]))),
        considered_risky=draw(st.booleans()),
        last_child=draw(st.integers(300, 10**6)),
        created_at=draw(_moments),
        updated_at=draw(_moments),
        completed_at=completed_at,
        canceled_at=draw(_maybe(_moments)),
        approved_at=draw(_maybe(_moments)),
    )


def _hung(hung: dict[int, list[Adjustment]], on: int) -> tuple[Adjustment, ...]:
    return tuple(hung.get(on, ()))


@st.composite
def _rates(draw: st.DrawFn, order_id: int, first: int) -> Sequence[ShippingRate]:
    return [
        draw(
            st.builds(
                ShippingRate,
                id=st.just(id_),
                shipping_method_id=st.integers(1, 2),
                name=_texts,
                cost=_positive,
                selected=st.booleans(),
            )
        )
        for id_ in draw(_ids(order_id, first, 3))
    ]


@st.composite
def _items(
    draw: st.DrawFn, order_id: int, first: int, lines: list[LineItem]
) -> Sequence[ShipmentItem]:
    if not lines:
        return []
    return [
        draw(
            st.builds(
                ShipmentItem,
                id=st.just(id_),
                line_item_id=st.sampled_from([line.id for line in lines]),
                variant_id=st.integers(1, 4),
                quantity=st.integers(1, 99),
                state=st.sampled_from(["on_hand", "backordered", "shipped"]),
            )
        )
        for id_ in draw(_ids(order_id, first, 3))
    ]


@st.composite
def _attempts(draw: st.DrawFn, order_id: int, age: int) -> Sequence[PaymentAttempt]:
    """Attempts at the first payment: what was open in a younger order is closed by now."""
    attempts = [
        draw(
            st.builds(
                PaymentAttempt,
                id=st.just(child_id(order_id, 61 + number)),
                payment_id=st.just(child_id(order_id, FIRST_PAYMENT)),
                kind=st.sampled_from(["authorize", "void"]),
                key=_texts,
                amount=_positive,
                state=st.just("open")
                if number == age
                else st.sampled_from(["approved", "given_up"]),
                started_at=_moments,
                due_at=_moments,
            )
        )
        for number in range(age + 1)
    ]
    return attempts[: draw(st.integers(age, age + 1))]
