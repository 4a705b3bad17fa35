"""Which taxes an order's lines bear: due where they are sent, on what is paid for them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from ringup.domain.facts import Facts, TaxRate
from ringup.domain.geography import Zone
from ringup.domain.money import Millionths, Minor, allocated, percent_text
from ringup.domain.order import Address, Adjustment, LineItem, Order
from ringup.domain.pricing.calculators import TAX_CALCULATORS, TaxCalculator
from ringup.domain.pricing.taxable import Taxable
from ringup.domain.shipping.zones import zones_of


def taxed(order: Order, facts: Facts) -> Order:
    """Hang the taxes on the lines of an order that has its discounts and no taxes but locked ones.

    Shipping is not taxed. New adjustments have the id 0 until ``pricing.identity`` gives them one.
    """
    rates = rates_by_category(order, facts)
    if not rates:
        return order
    duties = {category: _duty(of_category) for category, of_category in rates.items()}
    address = tax_address(order, facts)
    lines = [
        _with_taxes(
            Taxable(
                order=order,
                facts=facts,
                line=line,
                paid=paid,
                rates_included=duty.rates_included,
                address=address,
            ),
            duty,
        )
        if (duty := duties.get(_category(line, facts)))
        else line
        for line, paid in zip(order.line_items, taxable(order), strict=True)
    ]
    return replace(order, line_items=tuple(lines))


def taxable(order: Order) -> tuple[Minor, ...]:
    """Tell what is paid for each line: less its discounts and its share of the order's."""
    discounted = tuple([max(line.amount + _discounts(line), 0) for line in order.line_items])
    off_order = _discounts(order)
    if not off_order:
        return discounted
    shares = allocated(off_order, discounted)
    return tuple(max(line + share, 0) for line, share in zip(discounted, shares, strict=True))


def rates_by_category(order: Order, facts: Facts) -> Mapping[int | None, Sequence[TaxRate]]:
    """Tell the rates due where the order is taxed, by tax category.

    For each category the most specific zone that taxes it decides, so that a city may tax shoes
    apart and leave the rest to its country. Several rates of one zone apply side by side.
    """
    found: dict[int | None, tuple[TaxRate, ...]] = {}
    for zone in reversed(_zones(order, facts)):
        found |= _by_category(facts.shop.tax_rates_by_zone.get(zone.id, ()))
    return found


def label(rate: TaxRate) -> str:
    """Name a tax on a receipt: ``Sales tax 5.0%``, ``VAT 20.0% (Included in Price)``."""
    shown = f"{rate.name} {percent_text(rate.rate)}" if rate.show_rate_in_label else rate.name
    return f"{shown} (Included in Price)" if rate.included_in_price else shown


def _zones(order: Order, facts: Facts) -> tuple[Zone, ...]:
    """Tell where the order is taxed; a shop may have a default for those who have not said."""
    address = tax_address(order, facts)
    if address is not None:
        return zones_of(address, facts.shop)
    return tuple(zone for zone in facts.shop.zones.values() if zone.default_tax)


def tax_address(order: Order, facts: Facts) -> Address | None:
    """Choose where it is sent to, or billed to if nothing is sent or nobody has said where."""
    ships = any(not _is_digital(line, facts) for line in order.line_items)
    return (order.ship_address if ships else None) or order.bill_address


def _is_digital(line: LineItem, facts: Facts) -> bool:
    variant = facts.variants.get(line.variant_id)
    return variant is not None and variant.digital


def _category(line: LineItem, facts: Facts) -> int | None:
    variant = facts.variants.get(line.variant_id)
    own = variant.tax_category_id if variant else None
    return facts.shop.default_tax_category_id if own is None else own


def _by_category(rates: Sequence[TaxRate]) -> dict[int | None, tuple[TaxRate, ...]]:
    found: dict[int | None, tuple[TaxRate, ...]] = {}
    for rate in rates:
        found[rate.tax_category_id] = (*found.get(rate.tax_category_id, ()), rate)
    return found


class _Duty(msgspec.Struct, frozen=True):
    """What is due on the lines of one tax category: rates, their calculators and their names."""

    taxes: tuple[tuple[TaxRate, TaxCalculator, str], ...]
    rates_included: Millionths


def _duty(rates: Sequence[TaxRate]) -> _Duty:
    """Make ready, once for all lines, what their taxes are worked out with."""
    return _Duty(
        tuple((rate, _calculator(rate), label(rate)) for rate in rates),
        sum(rate.rate for rate in rates if rate.included_in_price),
    )


def _calculator(rate: TaxRate) -> TaxCalculator:
    """Give the rate's calculator; one that is gone is found when the shop is opened."""
    return msgspec.convert(rate.settings, TAX_CALCULATORS[rate.calculator])


def _with_taxes(due: Taxable, duty: _Duty) -> LineItem:
    line = due.line
    taxes = _taxes(due, duty)
    return replace(line, adjustments=(*line.adjustments, *taxes)) if taxes else line


def _taxes(due: Taxable, duty: _Duty) -> list[Adjustment]:
    """Give the taxes of one line, each rounded once; none for nothing, none beside a locked one."""
    hung = due.line.adjustments
    locked = {a.source_id for a in hung if a.source == "tax_rate"} if hung else ()
    return [
        _draft(rate, name, amount, due.facts.now)
        for rate, calculator, name in duty.taxes
        if (amount := calculator.tax(due, rate)) and rate.id not in locked
    ]


def _discounts(thing: LineItem | Order) -> Minor:
    hung = thing.adjustments
    return sum([a.amount for a in hung if a.eligible and a.source == "promotion"]) if hung else 0


def _draft(rate: TaxRate, name: str, amount: Minor, now: datetime) -> Adjustment:
    return Adjustment(
        id=0,
        source="tax_rate",
        source_id=rate.id,
        label=name,
        amount=amount,
        included=rate.included_in_price,
        created_at=now,
        updated_at=now,
    )
