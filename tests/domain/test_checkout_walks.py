"""Whatever is asked of a checkout, in whatever order, it stays an order that makes sense."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from ringup.domain.changes import (
    AddItem,
    AddPayment,
    EmptyCart,
    EnterCoupon,
    GoBack,
    RemoveCoupon,
    RemoveItem,
    SelectRate,
    SelectShippingMethod,
    SetAddresses,
    SetCurrency,
    SetEmail,
    SetQuantity,
)
from ringup.domain.checkout import flow
from ringup.domain.order import order_id_of
from ringup.domain.payments.owed import covered, open_payments
from ringup.domain.pricing.reprice import reprice
from ringup.domain.pricing.totals import totals_of
from ringup.domain.problems import CannotAdvance, Invalid
from ringup.domain.stock import StockLevel
from tests.domain.builders import (
    DEMO_VARIANTS,
    LAMP,
    MAIN,
    TOTE,
    WEST,
    an_order,
    demo_shop,
    facts_of,
)
from tests.domain.walking import ADA, STEPS, a_card, in_germany, standing_in, typed

VARIANTS = st.sampled_from(sorted(DEMO_VARIANTS))
QUANTITIES = st.sampled_from([-1, 0, 1, 1, 2, 3, 11, 2**31 - 1])
PLACES = st.sampled_from(
    [None, typed(), typed(state_name="NY"), in_germany(), typed(country_iso="JP"), typed(city="")]
)
ITEMS = st.one_of(
    st.builds(AddItem, variant_id=VARIANTS, quantity=QUANTITIES),
    st.builds(AddItem, variant_id=VARIANTS, price=st.sampled_from(["0", "1.23", "x"])),
    st.just(AddItem(sku="NOPE")),
    st.just(EmptyCart()),
)
CONTACTS = st.one_of(
    st.builds(SetEmail, st.sampled_from([None, "nobody", "ada@example.com"])),
    st.builds(SetAddresses, bill=PLACES, ship=PLACES, use_billing=st.booleans()),
    st.builds(SetCurrency, st.sampled_from(["USD", "EUR", "JPY"])),
    st.builds(GoBack, st.sampled_from([*(step.name for step in flow.STEPS), "nowhere"])),
)
COUPON_CODES = st.sampled_from(["TENOFF", "FREESHIP", "OLDCODE", "ONCE", "NOPE"])
MONEY = st.one_of(
    st.builds(
        AddPayment,
        payment_method_id=st.sampled_from([None, 1, 2, 3, 9]),
        amount=st.sampled_from([None, None, "0", "5.00", "21.79", "1000.00"]),
        card=st.sampled_from([None, a_card(), a_card(), a_card(year=2020)]),
    ),
    st.builds(EnterCoupon, COUPON_CODES),
    st.builds(RemoveCoupon, COUPON_CODES),
    st.builds(SelectShippingMethod, st.sampled_from([1, 2, 3, 4, 9])),
)


class Checkout(RuleBasedStateMachine):
    """A buyer who tries everything, in a shop whose stock and prices move meanwhile."""

    def __init__(self):
        super().__init__()
        self.facts = facts_of(demo_shop(), buyer=ADA)
        self.order = flow.change(an_order(email=None), self.facts, ())

    @initialize(step=st.none() | st.sampled_from(STEPS))
    def begin_somewhere(self, step):
        if step:
            self.order = standing_in(step, TOTE, (LAMP, 2), facts=self.facts)

    def ask(self, *changes):
        before = self.order
        try:
            self.order = flow.change(before, self.facts, changes)
        except Invalid as refused:
            named = [problem.field and problem.code for problem in refused.problems]
            assert named
            assert all(named)

    @rule(changes=st.lists(st.one_of(ITEMS, CONTACTS, MONEY), min_size=1, max_size=3))
    def anything(self, changes):
        self.ask(*changes)

    @rule(place=st.integers(0, 3), quantity=st.none() | QUANTITIES)
    def set_a_quantity(self, place, quantity):
        if self.order.line_items:
            line = self.order.line_items[place % len(self.order.line_items)]
            self.ask(SetQuantity(line_item_id=line.id, quantity=quantity))

    @rule(place=st.integers(0, 3))
    def remove_an_item(self, place):
        if self.order.line_items:
            self.ask(RemoveItem(self.order.line_items[place % len(self.order.line_items)].id))

    @rule(place=st.integers(0, 3), choice=st.integers(0, 3))
    def choose_a_rate(self, place, choice):
        if self.order.shipments:
            shipment = self.order.shipments[place % len(self.order.shipments)]
            rate = shipment.rates[choice % len(shipment.rates)]
            self.ask(SelectRate(shipment.id, rate.id))

    @rule(variant_id=VARIANTS, main=st.integers(0, 9), west=st.integers(0, 9))
    def stock_moves(self, variant_id, main, west):
        levels = (
            StockLevel(stock_location_id=MAIN, count_on_hand=main),
            StockLevel(stock_location_id=WEST, count_on_hand=west),
        )
        self.meanwhile(replace(self.facts.variants[variant_id], stock=levels))

    @rule(variant_id=VARIANTS, price=st.integers(0, 500_00))
    def a_price_moves(self, variant_id, price):
        variant = self.facts.variants[variant_id]
        self.meanwhile(replace(variant, prices={"USD": price, "EUR": price}))

    def meanwhile(self, variant):
        variants = {**self.facts.variants, variant.id: variant}
        self.facts = replace(self.facts, variants=variants)
        self.ask()

    @rule(steps=st.integers(0, 4))
    def do_what_is_needed(self, steps):
        """Most walks would never leave the cart if chance alone had to find the way."""
        self.ask(
            EmptyCart(),
            AddItem(variant_id=1),
            SetEmail("ada@example.com"),
            SetAddresses(bill=typed(), use_billing=True),
            AddPayment(payment_method_id=1, card=a_card()),
        )
        for _ in range(steps):
            self.go_on()

    @rule()
    def go_on(self):
        before = self.order
        found = flow.problems(before, self.facts)
        upcoming = flow.next_step(before, self.facts)
        try:
            self.order = flow.advanced(before, self.facts)
        except CannotAdvance as refused:
            assert refused.problems == found != ()  # noqa: PT017 - as above
        else:
            assert found == ()
            assert self.order.state == (before.state if upcoming == "complete" else upcoming)

    @invariant()
    def stands_in_a_step_that_applies_and_is_not_the_last(self):
        assert self.order.state in flow.steps_for(self.order, self.facts)[:-1]

    @invariant()
    def totals_are_the_sums_of_their_parts(self):
        totals = self.order.totals
        assert totals == totals_of(self.order)
        assert totals.total == totals.item_total + totals.ship_total + totals.adjustment_total
        assert totals.total >= 0

    @invariant()
    def is_priced_as_today(self):
        assert reprice(self.order, self.facts) == self.order
        assert flow.change(self.order, self.facts, ()) == self.order

    @invariant()
    def shipments_carry_just_what_travels(self):
        if not self.order.shipments:
            return
        variants = self.facts.variants
        sent = [item for shipment in self.order.shipments for item in shipment.items]
        for line in self.order.line_items:
            quantity = 0 if variants[line.variant_id].digital else line.quantity
            assert sum(i.quantity for i in sent if i.line_item_id == line.id) == quantity
        assert {i.line_item_id for i in sent} <= {line.id for line in self.order.line_items}

    @invariant()
    def past_delivery_everything_that_travels_is_in_a_shipment(self):
        names = flow.steps_for(self.order, self.facts)
        if "delivery" in names and names.index(self.order.state) >= names.index("delivery"):
            assert self.order.shipments or self.order.state == "delivery"

    @invariant()
    def each_shipment_has_exactly_one_rate_selected_and_costs_it(self):
        for shipment in self.order.shipments:
            (selected,) = [rate for rate in shipment.rates if rate.selected]
            assert shipment.cost == selected.cost

    @invariant()
    def payments_of_the_rest_cover_the_rest(self):
        following = [p for p in open_payments(self.order) if p.covers_rest]
        assert all(payment.amount >= 0 for payment in following)
        if any(payment.payment_method_id != 3 for payment in following):
            assert covered(self.order) >= self.order.totals.total

    @invariant()
    def children_have_ids_of_their_own_and_of_this_order(self):
        order = self.order
        ids = [line.id for line in order.line_items]
        ids += [shipment.id for shipment in order.shipments]
        ids += [payment.id for payment in order.payments]
        ids += [address.id for address in (order.bill_address, order.ship_address) if address]
        ids += [a.id for line in order.line_items for a in line.adjustments]
        for shipment in order.shipments:
            ids += [rate.id for rate in shipment.rates]
            ids += [item.id for item in shipment.items]
            ids += [adjustment.id for adjustment in shipment.adjustments]
        assert len(set(ids)) == len(ids)
        assert {order_id_of(child) for child in ids} <= {order.id}


TestCheckout = Checkout.TestCase
TestCheckout.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
