"""What clients send about orders, as records; the OpenAPI document describes them from here.

Every field may be missing. What only an admin may set is read for everybody and dropped by the
service for everybody else.
"""

from typing import Annotated, ClassVar, TypeAlias

import msgspec
from msgspec import Meta

from ringup.services.editing.forms import Line, Prose, Spellings

Id: TypeAlias = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Quantity: TypeAlias = Annotated[int, Meta(extra_json_schema={"minimum": 0, "maximum": 2**31 - 1})]
"""The limits are the domain's, which knows whether zero makes sense; here they are only told."""
Amount: TypeAlias = Annotated[str, Meta(max_length=40, description="A decimal, as text.")]


class AddressInput(msgspec.Struct, frozen=True, kw_only=True):
    """An address, or some fields of one."""

    spelled: ClassVar[Spellings] = {"firstname": ("first_name",), "lastname": ("last_name",)}

    firstname: Line | None = None
    lastname: Line | None = None
    address1: Line | None = None
    address2: Line | None = None
    city: Line | None = None
    zipcode: Line | None = None
    phone: Line | None = None
    company: Line | None = None
    alternative_phone: Line | None = None
    country_id: Id | None = None
    country_iso: Line | None = None
    state_id: Id | None = None
    state_name: Line | None = None


class LineItemInput(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a variant (by ``variant_id`` or ``sku``), or a change of the line ``id``."""

    id: Id | None = None
    variant_id: Id | None = None
    sku: Line | None = None
    quantity: Quantity | msgspec.UnsetType = msgspec.UNSET
    price: Amount | None = None
    destroy: bool = msgspec.field(name="_destroy", default=False)


class ShipmentInput(msgspec.Struct, frozen=True, kw_only=True):
    """Which of the rates offered for a shipment is taken."""

    id: Id | None = None
    selected_shipping_rate_id: Id | None = None


class CardInput(msgspec.Struct, frozen=True, kw_only=True):
    """A card as it was typed, or the gateway's own token for one; of a gift card its ``code``."""

    spelled: ClassVar[Spellings] = {
        "token": ("gateway_payment_profile_id",),
        "brand": ("cc_type",),
        "verification_value": ("cvv", "cvc"),
    }

    number: Line | None = None
    month: Line | None = None
    year: Line | None = None
    expiry: Line | None = None
    verification_value: Line | None = None
    name: Line | None = None
    token: Line | None = None
    brand: Line | None = None
    last_digits: Line | None = None
    code: Line | None = None


class PaymentInput(msgspec.Struct, frozen=True, kw_only=True):
    """A payment by one of the shop's methods.

    ``save_card`` keeps its card for the next orders of the buyer, who must be signed in.
    """

    spelled: ClassVar[Spellings] = {"existing_card": ("existing_card_id",)}

    payment_method_id: Id | None = None
    amount: Amount | None = None
    source: CardInput | None = None
    existing_card: Id | None = None
    save_card: bool = False


class OrderInput(msgspec.Struct, frozen=True, kw_only=True):
    """What may be said of an order, at any step."""

    spelled: ClassVar[Spellings] = {
        "bill_address": ("billing_address",),
        "ship_address": ("shipping_address",),
        "existing_card": ("existing_card_id",),
    }

    user_id: Id | None = None
    email: Prose | None = None
    special_instructions: Prose | None = None
    metadata: dict[str, Prose] | None = None
    currency: Line | None = None
    line_items: tuple[LineItemInput, ...] | None = None
    bill_address: AddressInput | None = None
    ship_address: AddressInput | None = None
    use_billing: bool = False
    shipping_method_id: Id | None = None
    shipments: tuple[ShipmentInput, ...] | None = None
    payments: tuple[PaymentInput, ...] | None = None
    existing_card: Id | None = None
    coupon_code: Line | None = None


class OrderParameters(msgspec.Struct, frozen=True, kw_only=True):
    """The parameters of an order's creation and update; ``payment_source`` is by method id."""

    order: OrderInput | None = None
    payment_source: dict[str, CardInput] | None = None
    shipping_method_id: Id | None = None


class CheckoutParameters(OrderParameters, frozen=True, kw_only=True):
    """The parameters of a checkout's update; ``state`` goes back to an earlier step first."""

    state: Line | None = None


class AddressesParameters(msgspec.Struct, frozen=True, kw_only=True):
    """The order's addresses, at the top level or under ``order``."""

    spelled: ClassVar[Spellings] = {
        "bill_address": ("billing_address",),
        "ship_address": ("shipping_address",),
    }

    bill_address: AddressInput | None = None
    ship_address: AddressInput | None = None
    use_billing: bool = False
    order: OrderInput | None = None


class DeliveryParameters(msgspec.Struct, frozen=True, kw_only=True):
    """The shipping method, at the top level or under ``order``."""

    shipping_method_id: Id | None = None
    order: OrderInput | None = None


class CouponParameters(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon code, at the top level or under ``order``."""

    coupon_code: Line | None = None
    order: OrderInput | None = None


class LineItemParameters(msgspec.Struct, frozen=True, kw_only=True):
    """A line item to add or to change."""

    line_item: LineItemInput | None = None


class PaymentParameters(msgspec.Struct, frozen=True, kw_only=True):
    """A payment to make; a card also by ``payment_source``, keyed by method id."""

    payment: PaymentInput | None = None
    payment_source: dict[str, CardInput] | None = None


class DeedParameters(msgspec.Struct, frozen=True, kw_only=True):
    """How much of the money is meant; all of it unless said."""

    amount: Amount | None = None


class AddressParameters(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of one address that change."""

    address: AddressInput | None = None


class ApiKeyInput(msgspec.Struct, frozen=True, kw_only=True):
    """What people call an API key, to tell it from others."""

    name: Line | None = None


class ApiKeyParameters(msgspec.Struct, frozen=True, kw_only=True):
    """An API key to make."""

    api_key: ApiKeyInput | None = None


class RotationParameters(msgspec.Struct, frozen=True, kw_only=True):
    """For how many seconds the old key may still be used; not at all unless said."""

    grace: Annotated[int, Meta(ge=0, le=30 * 24 * 3600)] | None = None


class GiftCardInput(msgspec.Struct, frozen=True, kw_only=True):
    """A gift card to issue: how much is on it, in which currency, and until when.

    Without a currency it is the shop's own; without ``expires_at`` it never ends.
    """

    amount: Amount | None = None
    currency: Line | None = None
    expires_at: Line | None = None
    note: Prose | None = None


class GiftCardParameters(msgspec.Struct, frozen=True, kw_only=True):
    """A gift card to issue, or what is said anew of one: its end and its note."""

    gift_card: GiftCardInput | None = None


class SavedAddressInput(AddressInput, frozen=True, kw_only=True):
    """An address to keep, and whether to bill and to send there by default."""

    default_bill: bool | None = None
    default_ship: bool | None = None


class SavedAddressParameters(msgspec.Struct, frozen=True, kw_only=True):
    """An address to keep, or the fields of one that change."""

    address: SavedAddressInput | None = None


class KeptCardInput(msgspec.Struct, frozen=True, kw_only=True):
    """The payment whose card is to be kept."""

    payment_id: Id | None = None


class KeptCardParameters(msgspec.Struct, frozen=True, kw_only=True):
    """A card to keep."""

    credit_card: KeptCardInput | None = None
