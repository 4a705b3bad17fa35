"""Shoppers and an admin who do whatever comes to mind; after each request all must still hold."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from tests.support.demo_stores import Templates
from tests.support.storefront import ADA, ADMIN, AUSTRALIA, GERMANY, GRACE, MARYLAND, SKUS, card
from tests.walks.effort import EFFORT, tries
from tests.walks.world import World

WHO = st.sampled_from([{}, ADA, GRACE])
SKU = st.sampled_from([*SKUS, "PRINT-01", "MUG-01", "NONE-01"])
ADDRESS = st.sampled_from([MARYLAND, GERMANY, AUSTRALIA, {**MARYLAND, "city": ""}])
CODE = st.sampled_from(["TENOFF", "freeship", "ONCE", "OLDCODE", "NOPE"])
STATE = st.sampled_from(["cart", "address", "delivery", "payment", "confirm", "complete"])
CARD = st.sampled_from(
    [
        *("4111111111111111", "4111111111111111", "4000000000000002", "4000000000000341"),
        *("4000000000009995", "4000002500003155", "4000000000000051", "4111111111111112"),
    ]
)
AMOUNT = st.sampled_from([None, "5.00", "20", "0.01", "21.79", "1000"])
WHICH = st.integers(0, 3)
FEW = st.integers(0, 7)


class Shopping(RuleBasedStateMachine):
    """The rules; `database` and `templates` are set by the test."""

    database: str
    templates: Templates

    @initialize(who=WHO)
    def opens(self, who):
        self.folder = tempfile.TemporaryDirectory(prefix="world-")
        self.world = World(self.templates, self.database, Path(self.folder.name))
        self.world.enters(who, email="first@example.com")

    def teardown(self):
        if hasattr(self, "world"):
            self.world.close()
            self.folder.cleanup()

    def one(self, which):
        return self.world.shoppers[which % len(self.world.shoppers)]

    @precondition(lambda self: len(self.world.shoppers) < 3)
    @rule(who=WHO, sku=SKU, currency=st.sampled_from(["USD", "EUR"]))
    def enters(self, who, sku, currency):
        known = [] if sku in {"NONE-01", "CAP-01"} else [{"sku": sku}]
        self.world.enters(who, email="other@example.com", currency=currency, line_items=known)

    @rule(which=WHICH, sku=SKU, quantity=FEW)
    def adds(self, which, sku, quantity):
        body = {"line_item": {"sku": sku, "quantity": quantity}}
        self.world.asks(self.one(which), "POST", "/line_items", body)

    @rule(which=WHICH, line=WHICH, quantity=FEW, admin=st.booleans())
    def changes_a_line(self, which, line, quantity, admin):
        shopper = self.one(which)
        order = self.world.order(shopper)
        lines = order["line_items"]
        if admin and order["completed_at"]:
            self.world.edited.append(shopper)
        if lines:
            body = {"line_item": {"quantity": quantity, "price": "3.33"}}
            path = f"/line_items/{lines[line % len(lines)]['id']}"
            self.world.asks(shopper, "PUT", path, body, headers=ADMIN if admin else {})

    @rule(which=WHICH, line=WHICH)
    def removes_a_line(self, which, line):
        shopper = self.one(which)
        lines = self.world.order(shopper)["line_items"]
        if lines:
            self.world.asks(shopper, "DELETE", f"/line_items/{lines[line % len(lines)]['id']}")

    @rule(which=WHICH, path=st.sampled_from(["", "", "", "", "/next", "/advance"]))
    def goes_on(self, which, path):
        self.world.asks(self.one(which), "PUT", path)

    @rule(which=WHICH, bill=ADDRESS, ship=ADDRESS, same=st.booleans())
    def says_where_to(self, which, bill, ship, same):
        body = {"bill_address": bill, "use_billing": same, "ship_address": ship}
        self.world.asks(self.one(which), "PUT", "", {"order": body})

    @rule(which=WHICH, address=ADDRESS)
    def moves(self, which, address):
        shopper = self.one(which)
        path = f"orders/{shopper.number}/address"
        self.world.asks(shopper, "PUT", path, {"shipping_address": address})

    @rule(which=WHICH, method=st.integers(1, 5))
    def chooses_a_method(self, which, method):
        self.world.asks(self.one(which), "PUT", "", {"order": {"shipping_method_id": method}})

    @rule(which=WHICH, code=CODE, apply=st.booleans())
    def has_a_coupon(self, which, code, apply):
        path = "/apply_coupon_code" if apply else "/remove_coupon_code"
        self.world.asks(self.one(which), "PUT", path, {"coupon_code": code})

    @rule(which=WHICH, code=CODE)
    def goes_on_with_a_coupon(self, which, code):
        self.world.asks(self.one(which), "PUT", "", {"order": {"coupon_code": code}})

    @rule(which=WHICH, number=CARD)
    def pays_by_card(self, which, number):
        shopper = self.one(which)
        self.world.asks(shopper, "PUT", "", shopper.ids.card_payment(number))

    @rule(
        which=WHICH, method=st.sampled_from(["Check", "Store Credit", "Credit Card"]), amount=AMOUNT
    )
    def gives_a_payment(self, which, method, amount):
        shopper = self.one(which)
        payment = {"payment_method_id": shopper.ids.payment_methods[method], "amount": amount}
        if method == "Credit Card":
            payment["source_attributes"] = card()
        self.world.asks(shopper, "POST", "/payments", {"payment": payment})

    @rule(which=WHICH, state=STATE)
    def goes_back(self, which, state):
        self.world.asks(self.one(which), "PUT", f"?state={state}")

    @rule(which=WHICH, currency=st.sampled_from(["USD", "EUR", "XXX"]))
    def takes_another_currency(self, which, currency):
        shopper = self.one(which)
        self.world.asks(
            shopper, "PUT", f"orders/{shopper.number}", {"order": {"currency": currency}}
        )

    @rule(which=WHICH)
    def empties_the_cart(self, which):
        shopper = self.one(which)
        self.world.asks(shopper, "PUT", f"orders/{shopper.number}/empty")

    @rule(which=WHICH)
    def has_read_an_older_version(self, which):
        shopper = self.one(which)
        answer = self.world.asks(shopper, "PUT", "", headers={"If-Match": '"0"'})
        assert answer.status_code == 412

    @rule(which=WHICH, number=CARD)
    def buys_at_last(self, which, number):
        """All that is missing, so that more orders come to their end."""
        shopper = self.one(which)
        address = {"bill_address": MARYLAND, "use_billing": True}
        items = [{"sku": "TOTE-01"}]
        order = {"email": "a@example.com", "line_items": items, **address}
        self.world.asks(shopper, "PUT", f"orders/{shopper.number}", {"order": order})
        self.world.asks(shopper, "PUT", "/advance")
        self.world.asks(shopper, "PUT", "", shopper.ids.card_payment(number))
        self.world.asks(shopper, "PUT", "")

    @rule(which=WHICH, deed=st.sampled_from(["capture", "void", "credit", "authorize", "purchase"]),
          payment=WHICH, amount=AMOUNT)  # fmt: skip
    def is_paid_by_an_admin(self, which, deed, payment, amount):
        shopper = self.one(which)
        payments = self.world.order(shopper)["payments"]
        if payments:
            path = f"/payments/{payments[payment % len(payments)]['id']}/{deed}"
            self.world.asks(shopper, "PUT", path, {"amount": amount}, headers=ADMIN)

    @precondition(lambda self: len(self.world.shoppers) > 1)
    @rule(which=WHICH)
    def is_deleted_by_an_admin(self, which):
        self.world.deletes(self.one(which))

    @rule(which=WHICH, verb=st.sampled_from(["cancel", "approve", "resume"]))
    def is_looked_at_by_an_admin(self, which, verb):
        shopper = self.one(which)
        self.world.asks(shopper, "PUT", f"orders/{shopper.number}/{verb}", headers=ADMIN)


@pytest.mark.parametrize("database, examples", [("sqlite", 30), ("postgres", 8)])
def test_whatever_shoppers_do_the_books_are_right(demo_templates, database, examples):
    class Here(Shopping):
        templates = demo_templates

    Here.database = database
    run_machine(Here, settings=settings(tries(examples), stateful_step_count=30 * min(EFFORT, 3)))
