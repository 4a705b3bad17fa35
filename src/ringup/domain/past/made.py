"""An order that was placed elsewhere, made one of this shop's as it was: nothing is computed anew.

Its prices, adjustments and costs are what is told; its sums follow from them, and so do the words
for how it stands. Of stock, coupons and store credit it takes nothing: that was counted where it
was placed.
"""

import msgspec

from ringup.domain.addresses import recalled
from ringup.domain.changes import GivenAddress
from ringup.domain.checkout.notes import notes_problems
from ringup.domain.facts import Facts
from ringup.domain.fulfilment.standing import stood
from ringup.domain.money import Minor, decimal_text
from ringup.domain.order import Address, ChildIds, LineItem, Order, Payment, Totals
from ringup.domain.past.parcels import shipments_of
from ringup.domain.past.reading import Reader
from ringup.domain.past.told import PastLine, PastOrder, PastPayment
from ringup.domain.pricing.totals import totalled
from ringup.domain.problems import Invalid

replace = msgspec.structs.replace

SUMS = Totals.__struct_fields__


def made(past: PastOrder, facts: Facts, order_id: int, token_hash: bytes) -> Order:
    """Make the order. Raises ``Invalid`` with everything that is wrong at once."""
    order = _bare(past, facts, order_id, token_hash)
    ids = ChildIds(order)
    reader = Reader(facts, ids, order.currency, past.completed_at)
    _check_itself(past, order, reader)
    lines = tuple(line for told in past.line_items for line in _line(told, reader))
    filled = replace(
        order,
        bill_address=_address(past.bill_address, "bill_address", reader),
        ship_address=_address(past.ship_address, "ship_address", reader),
        line_items=lines,
        shipments=shipments_of(past, lines, reader),
        payments=tuple(_payment(told, reader) for told in past.payments),
        adjustments=reader.adjustments(past.adjustments, "order"),
    )
    filled = totalled(replace(filled, last_child=ids.last))
    _check_sums(past, filled, reader)
    if reader.problems:
        raise Invalid(*dict.fromkeys(reader.problems))
    return stood(filled)


def _bare(past: PastOrder, facts: Facts, order_id: int, token_hash: bytes) -> Order:
    shop = facts.shop.store
    return Order(
        id=order_id,
        store_id=shop.id,
        state="canceled" if past.canceled_at else "complete",
        imported=True,
        email=past.email,
        user_id=past.user_id,
        currency=(past.currency or shop.default_currency).upper(),
        channel=past.channel or "import",
        special_instructions=past.special_instructions,
        token_hash=token_hash,
        created_at=past.created_at or past.completed_at,
        updated_at=facts.now,
        completed_at=past.completed_at,
        canceled_at=past.canceled_at,
        approved_at=past.approved_at,
        metadata=past.metadata,
    )


def _check_itself(past: PastOrder, order: Order, reader: Reader) -> None:
    facts = reader.facts
    if order.currency not in facts.shop.store.supported_currencies:
        reader.wrong("currency", "currency_unsupported", "is not a currency of this shop")
    if past.user_id is not None and (facts.buyer is None or facts.buyer.id != past.user_id):
        reader.wrong("user_id", "user_not_found", "does not exist")
    if past.completed_at > facts.now:
        reader.wrong("completed_at", "invalid", "must not be in the future")
    reader.problems += notes_problems(past.metadata, len(past.metadata))
    if not past.line_items:
        reader.wrong("line_items", "line_items_required", "can't be empty")


def _line(told: PastLine, reader: Reader) -> tuple[LineItem, ...]:
    variant = reader.variant(told, "line_items")
    price = reader.amount(told.price, "line_items.price")
    if variant is None:
        return ()
    line_id = next(reader.ids)
    line = LineItem(
        id=line_id,
        variant_id=variant.id,
        quantity=told.quantity,
        price=price,
        price_fixed=True,
        adjustments=reader.adjustments(told.adjustments, "line_items"),
        created_at=reader.at,
        updated_at=reader.at,
    )
    return (line,)


def _payment(told: PastPayment, reader: Reader) -> Payment:
    amount = reader.amount(told.amount, "payments.amount")
    refunded = reader.amount(told.refunded, "payments.refunded")
    taken = _taken(told, amount, reader)
    if refunded > taken:
        reader.wrong("payments.refunded", "amount_invalid", "is more than was taken")
    return Payment(
        id=next(reader.ids),
        payment_method_id=_method(told, reader),
        amount=amount,
        state=told.state,
        captured=taken,
        refunded=refunded,
        response_code=told.response_code,
        created_at=told.created_at or reader.at,
        updated_at=told.created_at or reader.at,
    )


def _taken(told: PastPayment, amount: Minor, reader: Reader) -> Minor:
    if told.captured is None:
        return amount if told.state == "completed" else 0
    return reader.amount(told.captured, "payments.captured")


def _method(told: PastPayment, reader: Reader) -> int:
    methods = reader.facts.shop.payment_methods.values()
    for method in methods:
        if told.payment_method_id == method.id or told.payment_method == method.name:
            return method.id
    reader.wrong("payments.payment_method", "payment_method_not_found", "does not exist")
    return 0


def _address(given: GivenAddress | None, field: str, reader: Reader) -> Address | None:
    if given is None:
        return None
    try:
        return recalled(given, reader.facts, next(reader.ids), field)
    except Invalid as invalid:
        reader.problems += invalid.problems
        return None


def _check_sums(past: PastOrder, order: Order, reader: Reader) -> None:
    """What is told of the sums must be what the parts come to."""
    for name in SUMS:
        told, right = getattr(past, name), getattr(order.totals, name)
        if told is not None and reader.amount(told, name, least=None) != right:
            text = f"is not the sum of its parts, which is {decimal_text(right, order.currency)}"
            reader.wrong(name, "totals_differ", text)
    if order.totals.total < 0:
        reader.wrong("total", "totals_differ", "must not be below 0")
