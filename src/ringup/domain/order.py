"""The order and what belongs to it, as plain frozen records.

What may be done to an order is functions in the folders beside this file. All amounts are minor
units of ``Order.currency``; all times are aware and UTC. Ids of an order's children carry the
order's id in their upper bits (see ``child_id``), so that a child can be asked for by its id alone
and still be found under its order.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal

import msgspec

from ringup.domain.money import Minor
from ringup.domain.returning import ReturnAuthorization

CHILD_BITS = 22
"""An order may make four million children in its life; ids stay below 2**53 for JavaScript."""

NUMBER_DIGITS = 9
"""An order's number is ``R`` and nine digits, and encodes its id."""


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Where to send or to bill. ``state_name`` is kept where the country's states have no id."""

    id: int
    firstname: str
    lastname: str
    address1: str
    address2: str | None = None
    city: str
    zipcode: str
    phone: str | None = None
    company: str | None = None
    alternative_phone: str | None = None
    country_id: int
    state_id: int | None = None
    state_name: str | None = None


class Adjustment(msgspec.Struct, frozen=True, kw_only=True):
    """A tax, a discount or a manual correction of what it hangs on (line, shipment or order).

    ``amount`` is signed. A tax ``included`` in the price changes no total. ``source_id`` is the
    tax rate's, or the promotion action's; ``promotion_id`` names the promotion of a discount.
    An adjustment that is not ``eligible`` (a better promotion won) counts for nothing.
    """

    id: int
    source: Literal["tax_rate", "promotion", "manual", "return"]
    source_id: int | None = None
    promotion_id: int | None = None
    label: str
    amount: Minor
    included: bool = False
    eligible: bool = True
    mandatory: bool = False
    locked: bool = False
    created_at: datetime
    updated_at: datetime


class LineItem(msgspec.Struct, frozen=True, kw_only=True):
    """So many of one variant at a unit ``price``. ``price_fixed``: an admin set it by hand."""

    id: int
    variant_id: int
    quantity: int
    price: Minor
    price_fixed: bool = False
    adjustments: tuple[Adjustment, ...] = ()
    created_at: datetime
    updated_at: datetime

    @property
    def amount(self) -> Minor:
        """Price times quantity, before any adjustment."""
        return self.price * self.quantity


class ShippingRate(msgspec.Struct, frozen=True, kw_only=True):
    """What one shipping method asks for one shipment; exactly one of them is ``selected``."""

    id: int
    shipping_method_id: int
    name: str
    cost: Minor
    selected: bool = False


ItemState = Literal["on_hand", "backordered", "shipped", "returned"]


class ShipmentItem(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a line travel in a shipment, in one state."""

    id: int
    line_item_id: int
    variant_id: int
    quantity: int
    state: ItemState = "on_hand"


ShipmentState = Literal["pending", "ready", "shipped", "backorder", "canceled"]


class Shipment(msgspec.Struct, frozen=True, kw_only=True):
    """What one stock location sends in one parcel."""

    id: int
    stock_location_id: int
    state: ShipmentState = "pending"
    tracking: str | None = None
    cost: Minor = 0
    rates: tuple[ShippingRate, ...] = ()
    items: tuple[ShipmentItem, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    shipped_at: datetime | None = None
    created_at: datetime
    updated_at: datetime

    @property
    def number(self) -> str:
        """``H`` and digits: the shipment's name among people, which encodes its id."""
        return f"H{self.id}"

    @property
    def selected_rate(self) -> ShippingRate | None:
        """The rate the buyer (or the default) chose."""
        return next((rate for rate in self.rates if rate.selected), None)


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What may be known of a card: never its number, only the gateway's token for it."""

    brand: str
    last_digits: str
    month: int
    year: int
    name: str
    token: str


PaymentState = Literal[
    "checkout", "processing", "pending", "completed", "failed", "void", "invalid"
]


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """A payment, from given (``checkout``) over authorized (``pending``) to captured.

    ``covers_rest``: no amount was named, so it follows what the order owes until it is processed.
    ``save_card``: its card is kept for the owner's next orders, once the order is placed.
    ``captured`` and ``refunded`` are what truly moved. ``response_code`` is the gateway's
    reference of the authorization or charge; ``decline`` its last refusal's code, with its text.
    """

    id: int
    payment_method_id: int
    amount: Minor
    covers_rest: bool = False
    state: PaymentState = "checkout"
    captured: Minor = 0
    refunded: Minor = 0
    card: Card | None = None
    save_card: bool = False
    gift_card_id: int | None = None
    response_code: str | None = None
    avs_response: str | None = None
    decline: str | None = None
    decline_message: str | None = None
    created_at: datetime
    updated_at: datetime

    @property
    def number(self) -> str:
        """``P`` and digits: the payment's name among people, which encodes its id."""
        return f"P{self.id}"


AttemptKind = Literal["authorize", "purchase", "capture", "void", "credit"]
AttemptState = Literal["open", "approved", "declined", "given_up"]


class PaymentAttempt(msgspec.Struct, frozen=True, kw_only=True):
    """One thing asked of a gateway for a payment, written down before it is asked.

    ``key`` makes a repeat harmless. While it is ``open`` nobody knows what came of it; from
    ``due_at`` on, the sweeper may ask the gateway by the same key and settle.
    """

    id: int
    payment_id: int
    kind: AttemptKind
    key: str
    amount: Minor
    state: AttemptState = "open"
    started_at: datetime
    due_at: datetime


class Coupon(msgspec.Struct, frozen=True, kw_only=True):
    """A code the buyer entered, and the promotion it stands for. ``code`` as the shop wrote it."""

    id: int
    promotion_id: int
    code: str


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """The sums of an order's parts; written by ``pricing.totals`` alone.

    ``total = item_total + ship_total + adjustment_total``; ``promo_total`` is negative or zero.
    """

    item_total: Minor = 0
    ship_total: Minor = 0
    adjustment_total: Minor = 0
    promo_total: Minor = 0
    included_tax_total: Minor = 0
    additional_tax_total: Minor = 0
    total: Minor = 0
    payment_total: Minor = 0

    @property
    def tax_total(self) -> Minor:
        """Taxes added to and contained in the prices."""
        return self.included_tax_total + self.additional_tax_total

    @property
    def outstanding(self) -> Minor:
        """What is still owed; negative when the shop owes."""
        return self.total - self.payment_total


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An order, whole: from an empty cart to long after ``complete``.

    ``state`` is a step of the checkout table, or ``canceled`` / ``awaiting_return`` / ``returned``
    afterwards. ``imported``: it was placed elsewhere. ``placing``: payments are being asked for,
    and nothing else may change.
    ``metadata`` are a shop's own notes on it: texts by names that mean nothing to this engine.
    ``version`` counts saves. ``last_child`` is the last sequence given to a child.
    ``events_count`` and ``events_hash`` are how many events its log holds, and the last one's hash:
    the next goes on from there.
    ``abandoned_at``: when it was found to be left; ``None`` again once somebody touched it.
    """

    id: int
    version: int = 0
    store_id: int
    state: str = "cart"
    placing: bool = False
    imported: bool = False
    email: str | None = None
    user_id: int | None = None
    created_by_id: int | None = None
    currency: str
    channel: str = "ringup"
    locale: str | None = None
    special_instructions: str | None = None
    metadata: Mapping[str, str] = {}
    token_hash: bytes
    bill_address: Address | None = None
    ship_address: Address | None = None
    line_items: tuple[LineItem, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    payments: tuple[Payment, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    coupons: tuple[Coupon, ...] = ()
    attempts: tuple[PaymentAttempt, ...] = ()
    returns: tuple[ReturnAuthorization, ...] = ()
    totals: Totals = Totals()
    payment_state: str | None = None
    shipment_state: str | None = None
    considered_risky: bool = False
    last_child: int = 0
    events_count: int = 0
    events_hash: bytes = b""
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None = None
    canceled_at: datetime | None = None
    approved_at: datetime | None = None
    abandoned_at: datetime | None = None

    @property
    def number(self) -> str:
        """``R`` and nine digits; see ``number_of``."""
        return number_of(self.id)

    @property
    def is_complete(self) -> bool:
        """Whether the order was placed, whatever became of it afterwards."""
        return self.completed_at is not None

    @property
    def total_quantity(self) -> int:
        """How many things were ordered."""
        return sum(line.quantity for line in self.line_items)

    @property
    def all_adjustments(self) -> tuple[Adjustment, ...]:
        """The adjustments of the order, of its lines and of its shipments."""
        return (
            *self.adjustments,
            *(adjustment for line in self.line_items for adjustment in line.adjustments),
            *(adjustment for shipment in self.shipments for adjustment in shipment.adjustments),
        )

    def line(self, line_id: int) -> LineItem | None:
        """Find a line item by its id."""
        return next((line for line in self.line_items if line.id == line_id), None)


class ChildIds(Iterator[int]):
    """Gives fresh ids to an order's new children; ``last`` goes back into ``Order.last_child``."""

    def __init__(self, order: Order) -> None:
        """Go on where the order's last child left off."""
        self._order_id = order.id
        self.last = order.last_child

    def __next__(self) -> int:
        """Give the next id."""
        self.last += 1
        return child_id(self._order_id, self.last)


def child_id(order_id: int, sequence: int) -> int:
    """Make the id of an order's child: the order's id above, the sequence in the lower bits."""
    return (order_id << CHILD_BITS) | sequence


def order_id_of(child: int) -> int:
    """Tell which order a child id belongs to; 0 for the small ids that are no child's."""
    return child >> CHILD_BITS


# Numbers must not tell how many orders a shop has, so ids, which are handed out one after the
# other, are spread over all nine-digit numbers by a multiplication that can be undone. 387_420_489
# (3**18) shares no factor with 10**9, and the inverse is computed once.
NUMBERS = 10**NUMBER_DIGITS
"""Orders with ids from here on have longer numbers."""

_FACTOR = 387_420_489
_INVERSE = pow(_FACTOR, -1, NUMBERS)


def number_of(order_id: int) -> str:
    """Write an order's number. Ids past nine digits keep their own digits (ten or more)."""
    digits = order_id * _FACTOR % NUMBERS if order_id < NUMBERS else order_id
    return f"R{digits:0{NUMBER_DIGITS}d}"


def order_id_from(number: str) -> int | None:
    """Read an order's id out of its number, in either case; ``None`` for what is no number."""
    digits = number[1:]
    well_formed = number[:1] in {"R", "r"} and digits.isascii() and digits.isdigit()
    if not well_formed or not NUMBER_DIGITS <= len(digits) <= NUMBER_DIGITS + 1:
        return None
    value = int(digits)
    if len(digits) > NUMBER_DIGITS:
        return value if value >= NUMBERS else None
    decoded: int = value * _INVERSE % NUMBERS
    return decoded
