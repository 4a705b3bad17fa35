"""The kinds of plug-ins: the entry point group of each, and what fits it.

One is loaded from its entry point as a class whose fields are its settings (rules, actions,
calculators), as one that is given an address (places for pictures), or as a function ``made`` that
is given its surroundings (gateways, steps, subscribers).
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import msgspec

from ringup.domain.checkout.step import Step

Fault: TypeAlias = Callable[[Any], str]
"""Says what is wrong with what an entry point names; nothing if it fits."""


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A group of entry points, how it is called among people, and what fits it.

    ``made``: what fits is a function, and ``fault_of_made`` is asked of what that gives.
    """

    group: str
    called: str
    fault: Fault
    fault_of_made: Fault | None = None


def _lacks(*names: str) -> Fault:
    def fault(thing: Any) -> str:  # noqa: ANN401 - whatever a package brings
        missing = [name for name in names if not hasattr(thing, name)]
        return f"it has no {', '.join(missing)}" if missing else ""

    return fault


def _no_function(thing: Any) -> str:  # noqa: ANN401 - as above
    return "" if callable(thing) else "it is not a function that takes its surroundings"


def _no_maker_of_places(thing: Any) -> str:  # noqa: ANN401 - as above
    return "" if callable(thing) else "it is not a function that takes an address"


def _unfit_struct(*names: str) -> Fault:
    """Settings are read into the fields of a Struct, so it has to be one."""

    def fault(thing: Any) -> str:  # noqa: ANN401 - as above
        if not (isinstance(thing, type) and issubclass(thing, msgspec.Struct)):
            return "it is not a subclass of msgspec.Struct"
        return _lacks(*names)(thing)

    return fault


def _no_step(thing: Any) -> str:  # noqa: ANN401 - as above
    return "" if isinstance(thing, Step) else "it does not make a ringup.domain.checkout.step.Step"


GATEWAY = Kind(
    group="ringup.gateways",
    called="gateway",
    fault=_no_function,
    fault_of_made=_lacks(
        *("method_type", "needs_card", "needs_processing", "tokenize", "authorize"),
        *("purchase", "capture", "void", "credit", "lookup"),
    ),
)
RULE = Kind(
    group="ringup.promotion_rules",
    called="promotion-rule",
    fault=_unfit_struct("holds", "refusal"),
)
ACTION = Kind(
    group="ringup.promotion_actions", called="promotion-action", fault=_unfit_struct("discounts")
)
SHIPPING = Kind(
    group="ringup.shipping_calculators", called="shipping-calculator", fault=_unfit_struct("cost")
)
TAX = Kind(group="ringup.tax_calculators", called="tax-calculator", fault=_unfit_struct("tax"))
STEP = Kind(
    group="ringup.checkout_steps",
    called="checkout-step",
    fault=_no_function,
    fault_of_made=_no_step,
)
SUBSCRIBER = Kind(
    group="ringup.event_subscribers",
    called="event-subscriber",
    fault=_no_function,
    fault_of_made=_lacks("types", "receive"),
)
FILES = Kind(group="ringup.files", called="place-for-pictures", fault=_no_maker_of_places)

KINDS: Mapping[str, Kind] = {
    kind.called: kind for kind in (GATEWAY, RULE, ACTION, SHIPPING, TAX, STEP, SUBSCRIBER, FILES)
}
"""Every kind there is, by the name that ``ringup new`` calls it."""
