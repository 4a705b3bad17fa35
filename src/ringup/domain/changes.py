"""What a client may ask of an order, as plain records; no word of any wire format goes further.

``cart.edit``, ``checkout.flow`` and their neighbours say what each does (see ``flow.change``).
"""

from collections.abc import Mapping
from typing import TypeAlias

import msgspec

from ringup.domain.order import Card


class GivenAddress(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An address as it was typed; checked by ``domain.addresses`` before it becomes one."""

    firstname: str | None = None
    lastname: str | None = None
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    zipcode: str | None = None
    phone: str | None = None
    company: str | None = None
    alternative_phone: str | None = None
    country_id: int | None = None
    country_iso: str | None = None
    state_id: int | None = None
    state_name: str | None = None


class SetEmail(msgspec.Struct, frozen=True):
    """Whom to write to about the order."""

    email: str | None


class SetOwner(msgspec.Struct, frozen=True):
    """Whose order it is; only an admin says so, and whoever takes a guest's cart over."""

    user_id: int


class SetInstructions(msgspec.Struct, frozen=True):
    """What the buyer wants the shop to know."""

    text: str | None


class SetMetadata(msgspec.Struct, frozen=True):
    """The shop's own notes on the order, by name; an empty one is taken out, others stay."""

    given: Mapping[str, str]


class SetCurrency(msgspec.Struct, frozen=True):
    """The currency to buy in; only while the order is empty or priced in it."""

    currency: str


class SetAddresses(msgspec.Struct, frozen=True, kw_only=True):
    """Where to bill and to send. ``None`` leaves one as it is.

    ``use_billing`` sends to the billing address. Each given address replaces the whole one.
    """

    bill: GivenAddress | None = None
    ship: GivenAddress | None = None
    use_billing: bool = False


class EditAddress(msgspec.Struct, frozen=True):
    """Some fields of one of the order's addresses; those not given stay."""

    address_id: int
    given: GivenAddress


class AddItem(msgspec.Struct, frozen=True, kw_only=True):
    """So many more of a variant, named by id or SKU.

    ``price`` is a decimal text in the order's currency, and only given where an admin sets one.
    """

    variant_id: int | None = None
    sku: str | None = None
    quantity: int = 1
    price: str | None = None
    field: str = "line_items"
    """How problems name this item."""


class SetQuantity(msgspec.Struct, frozen=True, kw_only=True):
    """The new quantity of a line; zero removes it. ``None`` leaves it (to set a price alone)."""

    line_item_id: int
    quantity: int | None
    price: str | None = None
    field: str = "line_items"


class RemoveItem(msgspec.Struct, frozen=True):
    """Take a line out."""

    line_item_id: int


class EmptyCart(msgspec.Struct, frozen=True):
    """Take everything out: lines, adjustments, shipments, coupons."""


class SelectShippingMethod(msgspec.Struct, frozen=True):
    """One method for every shipment; it must be offered for each."""

    shipping_method_id: int


class SelectRate(msgspec.Struct, frozen=True):
    """One of the rates offered for one shipment."""

    shipment_id: int
    rate_id: int


class GivenCard(msgspec.Struct, frozen=True, kw_only=True):
    """A card as it was typed, or a token that the gateway's own script made of it.

    It passes through memory to the gateway's ``tokenize`` and is neither stored nor printed.
    """

    number: str | None = None
    month: str | None = None
    year: str | None = None
    verification_value: str | None = None
    name: str | None = None
    token: str | None = None
    brand: str | None = None
    last_digits: str | None = None
    code: str | None = None
    """A gift card has nothing else."""

    def __repr__(self) -> str:
        """Show nothing of the card, wherever it may be printed."""
        return "GivenCard(…)"


class AddPayment(msgspec.Struct, frozen=True, kw_only=True):
    """Pay ``amount`` by a method; ``None`` pays whatever is owed when the payment is processed.

    ``amount`` is a decimal text in the order's currency. A card reaches the domain tokenised: the
    service has the gateway turn a ``GivenCard`` into a ``Card`` before, and the code of a gift card
    into its hash, ``gift_card``. With ``save_card`` the card is kept for the buyer's next orders
    once it has paid. ``field`` is how problems name this payment.
    """

    payment_method_id: int | None
    amount: str | None = None
    card: Card | GivenCard | None = None
    existing_card_id: int | None = None
    gift_card: str | None = None
    save_card: bool = False
    field: str = "payments"


class SetPaymentAmount(msgspec.Struct, frozen=True):
    """Have a payment be over another ``amount``, a decimal text in the order's currency."""

    payment_id: int
    amount: str


class EnterCoupon(msgspec.Struct, frozen=True):
    """A coupon code, as typed."""

    code: str


class RemoveCoupon(msgspec.Struct, frozen=True):
    """Take a coupon code back, as typed."""

    code: str


class GoBack(msgspec.Struct, frozen=True):
    """Back to an earlier step of the checkout; a later one is refused."""

    step: str


Change: TypeAlias = (
    SetOwner
    | SetEmail
    | SetInstructions
    | SetMetadata
    | SetCurrency
    | SetAddresses
    | EditAddress
    | AddItem
    | SetQuantity
    | RemoveItem
    | EmptyCart
    | SelectShippingMethod
    | SelectRate
    | AddPayment
    | SetPaymentAmount
    | EnterCoupon
    | RemoveCoupon
    | GoBack
)
