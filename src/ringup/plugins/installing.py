"""Puts what was found into the tables that stand: gateways, rules, actions, calculators, steps."""

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, Protocol, TypeVar

import msgspec
from msgspec.structs import replace

from ringup.config import Configuration, NotConfigured
from ringup.domain.checkout import flow
from ringup.domain.checkout.step import Step
from ringup.domain.facts import Shop
from ringup.domain.pricing.calculators import TAX_CALCULATORS
from ringup.domain.promotions.actions import ACTIONS
from ringup.domain.promotions.rules import RULES
from ringup.domain.shipping.calculators import CALCULATORS
from ringup.files import PLACES
from ringup.gateways import GATEWAYS
from ringup.plugins import kinds
from ringup.plugins.finding import Plugin, found
from ringup.plugins.steps import arranged
from ringup.services.subscribers import Subscriber
from ringup.services.surroundings import Surroundings

T = TypeVar("T")


class Plugins(msgspec.Struct, frozen=True, kw_only=True):
    """What was found by group and name, and where each part runs."""

    by_group: Mapping[str, Mapping[str, Plugin]]
    configuration: Configuration
    around: Surroundings

    def made(self, kind: kinds.Kind) -> dict[str, Any]:
        """Make all plug-ins of a kind, each with its own settings. Raises ``BrokenPlugin``."""
        return {plugin.name: self._made(plugin) for plugin in self.by_group[kind.group].values()}

    def _made(self, plugin: Plugin) -> Any:  # noqa: ANN401 - whatever a package brings
        settings = self.configuration.plugins.get(plugin.name, {})
        try:
            made = plugin.value(replace(self.around, settings=settings))
        except Exception as error:
            why = f"to make it raises {type(error).__name__}: {error}"
            raise plugin.broken(why) from error
        fault = plugin.kind.fault_of_made
        if fault and (why := fault(made)):
            raise plugin.broken(why)
        return made


def install(configuration: Configuration, around: Surroundings) -> Mapping[str, Subscriber]:
    """Fill the tables with what installed packages bring, and give the subscribers of events.

    To do it twice is to do it once. Raises ``BrokenPlugin``, or ``NotConfigured`` for steps that
    do not exist or settings of plug-ins that are not there.
    """
    by_group = found(configuration.plugins_off)
    plugins = Plugins(by_group=by_group, configuration=configuration, around=around)
    for kind, table in TABLES.items():
        _put(by_group[kind], table)
    # Gateways are made when the store is opened; here it is only seen whether they can be.
    _close(plugins.made(kinds.GATEWAY))
    steps: dict[str, Step] = plugins.made(kinds.STEP)
    flow.STEPS[:] = arranged(configuration.checkout_steps, steps)
    _check_settings(plugins)
    subscribers: dict[str, Subscriber] = plugins.made(kinds.SUBSCRIBER)
    return subscribers


def check_calculators(shop: Shop) -> None:
    """Raise ``NotConfigured`` where the shop's settings name a calculator that is not there.

    A tax that nobody works out must not be left out without a word.
    """
    for rate in shop.tax_rates:
        if rate.calculator not in TAX_CALCULATORS:
            _refuse("tax rate", rate, rate.calculator, TAX_CALCULATORS)
    for method in shop.shipping_methods.values():
        if method.calculator.name not in CALCULATORS:
            _refuse("shipping method", method, method.calculator.name, CALCULATORS)


class _Named(Protocol):
    @property
    def name(self) -> str: ...


def _refuse(what: str, thing: _Named, calculator: str, table: Mapping[str, Any]) -> None:
    raise NotConfigured(
        f"the {what} {thing.name!r} is worked out by {calculator!r}, which is not installed."
        f" There are: {', '.join(sorted(table))}. Install the package that brings it, or take it"
        " out of plugins_off."
    )


TABLES: Mapping[str, MutableMapping[str, Any]] = {
    kinds.GATEWAY.group: GATEWAYS,
    kinds.RULE.group: RULES,
    kinds.ACTION.group: ACTIONS,
    kinds.SHIPPING.group: CALCULATORS,
    kinds.TAX.group: TAX_CALCULATORS,
    kinds.FILES.group: PLACES,
}
"""The tables that hold plug-ins, by the group of the entry points that add to them."""

_OWN = {group: frozenset(table) for group, table in TABLES.items()}


def _put(plugins: Mapping[str, Plugin], table: MutableMapping[str, Any]) -> None:
    """Put plug-ins into a table, and take out what an earlier configuration put there."""
    for plugin in plugins.values():
        if plugin.name in _OWN[plugin.kind.group]:
            raise plugin.broken(f"ringup has a {plugin.kind.called} of that name itself")
    own = next((_OWN[group] for group, it in TABLES.items() if it is table), frozenset())
    for name in set(table) - own - set(plugins):
        del table[name]
    table.update({plugin.name: plugin.value for plugin in plugins.values()})


def _check_settings(plugins: Plugins) -> None:
    """Refuse settings for nobody: most likely a name was misspelled."""
    names = {name for group in plugins.by_group.values() for name in group}
    names |= {name for own in _OWN.values() for name in own}
    names |= set(plugins.configuration.plugins_off)
    unknown = sorted(set(plugins.configuration.plugins) - names)
    if unknown:
        raise NotConfigured(
            f"plugins.{unknown[0]}: no such plug-in is installed. There are:"
            f" {', '.join(sorted(names))}"
        )


def _close(made: Mapping[str, Any]) -> None:
    for gateway in made.values():
        close: Callable[[], None] | None = getattr(gateway, "close", None)
        if close is not None:
            close()
