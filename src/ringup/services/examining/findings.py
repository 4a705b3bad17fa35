"""The rules that a shop's database is held against, and how a breach of one is told."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

Weight: TypeAlias = Literal["error", "warning"]


class Rule(msgspec.Struct, frozen=True):
    """What must hold, and what to do where it does not."""

    holds: str
    mend: str
    weight: Weight = "error"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One breach of a rule: of what, what should be there, and what is."""

    rule: str
    about: str
    expected: str
    found: str

    @property
    def weight(self) -> Weight:
        """How bad it is."""
        return RULES[self.rule].weight

    @property
    def mend(self) -> str:
        """What to do about it."""
        return RULES[self.rule].mend


_BACKUP = "Compare the order with a backup: somebody wrote past the program."
_LOG = (
    "Somebody changed the log past the program: find out who may write to the database, and "
    "compare the order's log with a backup."
)
_SWEEP = "See that `ringup serve` or `ringup worker` runs, and read its log."
_SOMEBODY = "Find out who wrote past the program; then write what is right by hand."

LOGS: Mapping[str, Rule] = {
    "event_missing": Rule("an order's events are numbered without a gap", _LOG),
    "event_altered": Rule("an event's hash covers it and the hash before it", _LOG),
    "log_cut_short": Rule("an order counts as many events as its log holds", _LOG),
    "log_goes_on": Rule("a log holds no more events than its order counts", _LOG),
    "log_end_differs": Rule("an order knows the hash of its last event", _LOG),
    "log_tells_otherwise": Rule("the log ends in the state that the order is in", _LOG),
}

ORDERS: Mapping[str, Rule] = {
    "order_unreadable": Rule("an order can be read whole", _BACKUP),
    "number_differs": Rule("an order's number encodes its id", "Write the right number."),
    "totals_differ": Rule("totals are the sums of an order's parts", _BACKUP),
    "payment_total_differs": Rule("paid is what was captured less what was refunded", _BACKUP),
    "captured_differs": Rule("a payment's captured and refunded amounts fit its state", _BACKUP),
    "payment_state_differs": Rule("the payment state follows from the payments", _BACKUP),
    "shipment_state_differs": Rule("the shipment states follow from what is in them", _BACKUP),
    "unpaid": Rule(
        "no order is complete without payments that cover it",
        "Ask the gateway whether the buyer paid; then cancel the order or ask for the money.",
    ),
    "underpaid": Rule(
        "what an order came to once it was changed, or was taken over with, is covered by payments",
        "Ask the buyer for what is missing and add a payment, or change the order back.",
        "warning",
    ),
    "overpaid": Rule(
        "no more was paid for an order than it comes to",
        "Give back what is too much, by a credit of its payments.",
        "warning",
    ),
    "empty_order": Rule("no order is complete without anything in it", _BACKUP),
    "parcels_differ": Rule("what was ordered is in the parcels, once", _BACKUP),
    "stock_claim_differs": Rule(
        "what a placed order takes from stock is what its movements say, and others take nothing",
        "Count what is there, and write a movement that corrects it.",
    ),
    "hold_left": Rule(
        "an order that was placed or ended holds no stock",
        "Delete the hold, and take it off `held` of the stock item.",
    ),
    "hold_overdue": Rule("what ran out is let go of", _SWEEP, "warning"),
    "promotion_uses_differ": Rule(
        "a placed order counts as a use of each promotion it profits from, and no other does",
        "Write or delete the row in `promotion_uses`.",
    ),
    "returns_differ": Rule(
        "what came back was sent, and came back once; no more is awaited than was sent", _BACKUP
    ),
    "return_credit_differs": Rule(
        "a buyer is credited what the goods that came back were worth, once", _BACKUP
    ),
    "refunds_differ": Rule(
        "what a payment gave back is what its gateway said yes to",
        "Compare the order's log with the gateway's, and correct by a credit.",
    ),
    "store_credit_differs": Rule(
        "an order has spent as much store credit as its payments say",
        "Compare with a backup, and correct the credit by an event of its own.",
    ),
    "gift_cards_differ": Rule(
        "an order has spent as much of each gift card as its payments say",
        "Compare with a backup, and correct the card by an event of its own.",
    ),
    "placing_stuck": Rule(
        "an order that is being placed has an open payment attempt",
        "Nobody will settle it: ask the gateway, then set `placing` to false.",
    ),
    "placing_too_long": Rule("an order is not being placed for long", _SWEEP, "warning"),
    "attempt_overdue": Rule("what a gateway was asked for is settled", _SWEEP, "warning"),
    "payment_stuck": Rule(
        "a payment that is being processed has an open attempt",
        "Nobody will settle it: ask the gateway, then write the payment's state.",
    ),
}

STOCK: Mapping[str, Rule] = {
    "stock_differs": Rule(
        "a count on hand is the sum of its movements, from the opening one on",
        "Count what is there, and write a movement for the difference.",
    ),
    "held_differs": Rule(
        "what is held is the sum of the holds", "Write the sum of the holds into `held`."
    ),
    "stock_below_zero": Rule(
        "only what may be sold ahead is below zero",
        "Count what is there; tell the buyers of what is not.",
    ),
    "sold_to_nobody": Rule(
        "orders that are gone have given back what they took",
        "Write a movement that puts it back.",
    ),
}

CLAIMS: Mapping[str, Rule] = {
    "promotion_count_differs": Rule(
        "a promotion with a limit counts its uses", "Write the number of uses into `used`."
    ),
    "promotion_over_limit": Rule(
        "a promotion was not used more often than allowed", "Decide whether to honour it."
    ),
    "promotion_broken": Rule(
        "a promotion's rules and actions work",
        "Install what it names, or correct it: until then it gives nothing.",
    ),
    "store_credit_count_differs": Rule(
        "of a store credit is used what its events say", "Write the sum of the events into `used`."
    ),
    "store_credit_overspent": Rule(
        "no more of a store credit is used than there is", "Find the orders among its events."
    ),
    "spent_by_nobody": Rule(
        "orders that are gone have given back the credit they spent",
        "Write an event that gives it back.",
    ),
    "gift_card_count_differs": Rule(
        "of a gift card is used what its events say", "Write the sum of the events into `used`."
    ),
    "gift_card_overspent": Rule(
        "no more of a gift card is used than was on it", "Find the orders among its events."
    ),
    "gift_card_spent_by_nobody": Rule(
        "orders that are gone have given back what they spent of gift cards",
        "Write an event that gives it back.",
    ),
}

TABLES: Mapping[str, Rule] = {
    "orphaned": Rule("what points at something finds it", _SOMEBODY),
    "counter_behind": Rule(
        "ids that are given next were never given",
        "Write a number above the largest id into `next` before anything else.",
    ),
}

LEDGER: Mapping[str, Rule] = {
    "charge_without_order": Rule(
        "the gateway keeps no money that no payment knows of",
        "Give it back at the gateway, or find the order it was for.",
    ),
    "payment_without_charge": Rule(
        "what a payment says was reserved or taken, the gateway says too",
        "Nobody paid: cancel the order, or ask for the money again.",
    ),
    "charge_differs": Rule(
        "payments and the gateway agree to the cent",
        "Compare the order's log with the gateway's, and correct by a capture or a credit.",
    ),
}

RULES: Mapping[str, Rule] = {**LOGS, **ORDERS, **STOCK, **CLAIMS, **TABLES, **LEDGER}
