"""From what a client sent to the changes it asks for. No Spree word goes further than this."""

from collections.abc import Iterator, Mapping

import msgspec

from ringup.domain.changes import (
    AddItem,
    AddPayment,
    Change,
    EmptyCart,
    EnterCoupon,
    GivenAddress,
    GivenCard,
    RemoveCoupon,
    RemoveItem,
    SelectRate,
    SelectShippingMethod,
    SetAddresses,
    SetCurrency,
    SetEmail,
    SetInstructions,
    SetMetadata,
    SetOwner,
    SetQuantity,
)
from ringup.domain.problems import Invalid, Problem, within
from ringup.web.nesting import Parameters
from ringup.wire.spree.read.inputs import (
    AddressesParameters,
    AddressInput,
    AddressParameters,
    CardInput,
    CheckoutParameters,
    CouponParameters,
    DeliveryParameters,
    LineItemInput,
    LineItemParameters,
    OrderInput,
    OrderParameters,
    PaymentInput,
    PaymentParameters,
    ShipmentInput,
)
from ringup.wire.spree.read.records import reader_of

_order = reader_of(OrderParameters, "order")
_checkout = reader_of(CheckoutParameters, "order")
_addresses = reader_of(AddressesParameters, "order")
_delivery = reader_of(DeliveryParameters, "order")
_coupon = reader_of(CouponParameters, "order")
_line_item = reader_of(LineItemParameters, "line_item")
_payment = reader_of(PaymentParameters, "payment")
_address = reader_of(AddressParameters, "address")


def order_changes(parameters: Parameters) -> tuple[Change, ...]:
    """Read what an order is to become. Raises ``Invalid``."""
    return tuple(_order_changes(_order(parameters)))


def checkout_changes(parameters: Parameters) -> tuple[tuple[Change, ...], str | None]:
    """Read the changes of a checkout, and which step to go back to before. Raises ``Invalid``."""
    given = _checkout(parameters)
    return tuple(_order_changes(given)), given.state or None


def addresses_changes(parameters: Parameters) -> tuple[Change, ...]:
    """Read the order's addresses alone. Raises ``Invalid``."""
    given = _addresses(parameters)
    inside = given.order or OrderInput()
    return tuple(
        _set_addresses(
            given.bill_address or inside.bill_address,
            given.ship_address or inside.ship_address,
            use_billing=given.use_billing or inside.use_billing,
        )
    )


def delivery_changes(parameters: Parameters) -> tuple[Change, ...]:
    """Read which shipping method is taken. Raises ``Invalid`` if none is named."""
    given = _delivery(parameters)
    chosen = given.shipping_method_id or (given.order and given.order.shipping_method_id)
    if not chosen:
        raise _missing("shipping_method_id")
    return (SelectShippingMethod(chosen),)


def entered_coupon(parameters: Parameters) -> tuple[Change, ...]:
    """Read the coupon code to apply. Raises ``Invalid``."""
    return (EnterCoupon(_coupon_code(parameters)),)


def removed_coupon(parameters: Parameters) -> tuple[Change, ...]:
    """Read the coupon code to take back. Raises ``Invalid``."""
    return (RemoveCoupon(_coupon_code(parameters)),)


def emptied_cart() -> tuple[Change, ...]:
    """Ask for everything to be taken out."""
    return (EmptyCart(),)


def added_item(parameters: Parameters) -> AddItem:
    """Read the line item to add; problems name its fields plainly. Raises ``Invalid``."""
    given = _line_item(parameters).line_item or LineItemInput()
    return _add_item(given, "")


def changed_item(parameters: Parameters, line_item_id: int) -> SetQuantity:
    """Read what a line item is to become. Raises ``Invalid``."""
    given = _line_item(parameters).line_item or LineItemInput()
    return _set_quantity(line_item_id, given, "")


def removed_item(line_item_id: int) -> RemoveItem:
    """Ask for a line to be taken out."""
    return RemoveItem(line_item_id)


def made_payment(parameters: Parameters) -> AddPayment:
    """Read a payment of an order's own endpoint; its fields are named plainly."""
    given = _payment(parameters)
    payment = given.payment or PaymentInput()
    change = _add_payment(payment, given.payment_source, None, "")
    return msgspec.structs.replace(change, amount=payment.amount or None)


def changed_amount(parameters: Parameters) -> str | None:
    """Read what a payment is to be over, if that changes. Raises ``Invalid``."""
    given = _payment(parameters).payment
    return given.amount or None if given else None


def given_address(parameters: Parameters) -> GivenAddress:
    """Read the fields of one address that change. Raises ``Invalid``."""
    return _given_address(_address(parameters).address or AddressInput())


def _order_changes(given: OrderParameters) -> Iterator[Change]:
    order = given.order or OrderInput()
    yield from _contact(order)
    yield from _items(order)
    use_billing = order.use_billing
    yield from _set_addresses(order.bill_address, order.ship_address, use_billing=use_billing)
    yield from _delivery_choices(order, given.shipping_method_id)
    yield from _payments(order, given.payment_source)
    if order.coupon_code:
        yield EnterCoupon(order.coupon_code)


def _contact(order: OrderInput) -> Iterator[Change]:
    if order.user_id is not None:
        yield SetOwner(order.user_id)
    if order.email is not None:
        yield SetEmail(order.email)
    if order.special_instructions is not None:
        yield SetInstructions(order.special_instructions)
    if order.metadata is not None:
        yield SetMetadata(order.metadata)
    if order.currency:
        yield SetCurrency(order.currency)


def _items(order: OrderInput) -> Iterator[Change]:
    for item in order.line_items or ():
        if item.id is None:
            yield _add_item(item, "line_items")
        elif item.destroy:
            yield RemoveItem(item.id)
        else:
            yield _set_quantity(item.id, item, "line_items")


def _add_item(item: LineItemInput, field: str) -> AddItem:
    if item.variant_id is None and not item.sku:
        raise _missing(within(field, "variant_id"))
    quantity = 1 if isinstance(item.quantity, msgspec.UnsetType) else item.quantity
    return AddItem(
        variant_id=item.variant_id,
        sku=item.sku or None,
        quantity=quantity,
        price=item.price or None,
        field=field,
    )


def _set_quantity(line_item_id: int, item: LineItemInput, field: str) -> SetQuantity:
    quantity = None if isinstance(item.quantity, msgspec.UnsetType) else item.quantity
    return SetQuantity(
        line_item_id=line_item_id, quantity=quantity, price=item.price or None, field=field
    )


def _set_addresses(
    bill: AddressInput | None, ship: AddressInput | None, *, use_billing: bool
) -> Iterator[Change]:
    if bill or ship or use_billing:
        yield SetAddresses(
            bill=_given_address(bill) if bill else None,
            ship=_given_address(ship) if ship else None,
            use_billing=use_billing,
        )


def _given_address(given: AddressInput) -> GivenAddress:
    return msgspec.convert(given, GivenAddress, from_attributes=True)


def _delivery_choices(order: OrderInput, method_id: int | None) -> Iterator[Change]:
    chosen = order.shipping_method_id or method_id
    if chosen:
        yield SelectShippingMethod(chosen)
    for shipment in order.shipments or ():
        if shipment.selected_shipping_rate_id is not None:
            yield _select_rate(shipment, shipment.selected_shipping_rate_id)


def _select_rate(shipment: ShipmentInput, rate_id: int) -> SelectRate:
    if shipment.id is None:
        raise _missing("shipments.id")
    return SelectRate(shipment_id=shipment.id, rate_id=rate_id)


def _payments(order: OrderInput, sources: Mapping[str, CardInput] | None) -> Iterator[Change]:
    """One payment at most, which pays whatever is owed: its amount was always ignored here."""
    if order.payments is None:
        if order.existing_card:
            yield AddPayment(payment_method_id=None, existing_card_id=order.existing_card)
        return
    if len(order.payments) != 1:
        raise Invalid(Problem("", "payments", "one_payment", "must be a list of one payment"))
    yield _add_payment(order.payments[0], sources, order.existing_card, "payments")


def _add_payment(
    payment: PaymentInput,
    sources: Mapping[str, CardInput] | None,
    existing_card: int | None,
    field: str,
) -> AddPayment:
    by_method = (sources or {}).get(str(payment.payment_method_id))
    existing = payment.existing_card or existing_card
    return AddPayment(
        payment_method_id=payment.payment_method_id,
        card=None if existing else _given_card(by_method or payment.source),
        existing_card_id=existing,
        save_card=payment.save_card,
        field=field,
    )


def _given_card(card: CardInput | None) -> GivenCard | None:
    """Read a card; one of which nothing was given is none."""
    if card is None or card == CardInput():
        return None
    month, year = _expiry(card)
    return GivenCard(
        number=card.number,
        month=month,
        year=year,
        verification_value=card.verification_value,
        name=card.name,
        token=card.token,
        brand=card.brand,
        last_digits=card.last_digits,
        code=card.code,
    )


def _expiry(card: CardInput) -> tuple[str | None, str | None]:
    """Take month and year apart where they came as one, ``12 / 30``."""
    if not card.expiry:
        return card.month, card.year
    month, _, year = card.expiry.partition("/")
    return card.month or month.strip(), card.year or year.strip()


def _coupon_code(parameters: Parameters) -> str:
    given = _coupon(parameters)
    return given.coupon_code or (given.order and given.order.coupon_code) or ""


def _missing(field: str) -> Invalid:
    return Invalid(Problem("", field, "required", "can't be blank"))
