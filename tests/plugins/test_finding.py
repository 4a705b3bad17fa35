"""What other packages bring along is found, checked, and put into the tables."""

import pytest

from ringup import files
from ringup.config import Configuration, NotConfigured
from ringup.domain.checkout import flow
from ringup.domain.promotions.rules import RULES
from ringup.domain.shipping.calculators import CALCULATORS
from ringup.gateways import GATEWAYS, opened
from ringup.plugins.finding import BrokenPlugin
from ringup.plugins.installing import install
from ringup.services.surroundings import Surroundings

FREE = """
import msgspec

class Free(msgspec.Struct, frozen=True):
    def cost(self, parcel, currency):
        return 0
"""
BARTER = """
from ringup.gateways.manual import ManualGateway

class Barter(ManualGateway):
    def __init__(self, goods):
        self.goods = goods

def made(around):
    return Barter(around.settings["goods"])
"""
STEP = """
from ringup.domain.checkout.step import Step

def made(around):
    return Step(name="terms")
"""


def installed(**settings):
    return install(Configuration(**settings), Surroundings())


def test_what_a_package_brings_is_put_into_the_table(brings):
    brings("free", FREE, shipping_calculators={"free": "free:Free"})
    installed()
    assert CALCULATORS["free"].__module__ == "free"


def test_without_packages_the_tables_are_as_they_stand():
    before = dict(CALCULATORS), dict(GATEWAYS), dict(RULES), list(flow.STEPS)
    assert installed() == {}
    assert (dict(CALCULATORS), dict(GATEWAYS), dict(RULES), list(flow.STEPS)) == before


@pytest.mark.parametrize("off", ["free", "free_package"])
def test_a_plugin_or_package_that_is_switched_off_is_not_even_imported(brings, off):
    brings("free_package", "raise OSError", shipping_calculators={"free": "free_package:Free"})
    installed(plugins_off=(off,))
    assert "free" not in CALCULATORS


def test_what_is_switched_off_later_is_taken_out_again(brings):
    brings("free", FREE, shipping_calculators={"free": "free:Free"})
    installed()
    installed(plugins_off=("free",))
    assert "free" not in CALCULATORS


def test_a_gateway_is_given_its_own_settings(brings):
    brings("barter", BARTER, gateways={"barter": "barter:made"})
    settings = {"barter": {"goods": "eggs"}}
    installed(plugins=settings)
    assert getattr(opened(Surroundings(), settings)["barter"], "goods", None) == "eggs"


def test_settings_for_nobody_are_refused_naming_those_there_are(brings):
    brings("barter", BARTER, gateways={"barter": "barter:made"})
    with pytest.raises(NotConfigured, match=r"plugins\.bartre: no such plug-in .* barter"):
        installed(plugins={"barter": {"goods": "eggs"}, "bartre": {}})


@pytest.mark.parametrize(
    "source,groups,why",
    [
        ("import nowhere", {"tax_calculators": {"x": "odd:X"}}, "ModuleNotFoundError"),
        ("", {"tax_calculators": {"x": "odd:X"}}, "AttributeError"),
        ("X = 1", {"tax_calculators": {"x": "odd:X"}}, "not a subclass of msgspec.Struct"),
        (FREE, {"tax_calculators": {"x": "odd:Free"}}, "it has no tax"),
        (FREE, {"promotion_rules": {"x": "odd:Free"}}, "it has no holds, refusal"),
        ("X = 1", {"gateways": {"x": "odd:X"}}, "not a function"),
        ("def x(around): return 1", {"gateways": {"x": "odd:x"}}, "it has no method_type"),
        (BARTER, {"gateways": {"x": "odd:made"}}, "to make it raises KeyError: 'goods'"),
        ("def x(around): return 1", {"checkout_steps": {"x": "odd:x"}}, "does not make a"),
        (FREE, {"shipping_calculators": {"flat_rate": "odd:Free"}}, "of that name itself"),
    ],
)
def test_a_broken_package_is_named_with_what_is_wrong_and_what_to_do(brings, source, groups, why):
    brings("odd", source, **groups)
    with pytest.raises(BrokenPlugin) as refused:
        installed()
    text = str(refused.value)
    assert "the package odd 1.0 cannot be used" in text
    assert why in text
    assert 'switch it off in ringup.toml: plugins_off = ["' in text


def test_two_packages_cannot_bring_the_same_name(brings):
    brings("free", FREE, shipping_calculators={"free": "free:Free"})
    brings("gratis", FREE, shipping_calculators={"free": "gratis:Free"})
    with pytest.raises(BrokenPlugin, match=r"gratis 1\.0 .* free 1\.0 brings one of that name"):
        installed()


def test_a_step_is_used_where_the_shop_says_and_nowhere_else(brings):
    brings("terms", STEP, checkout_steps={"terms": "terms:made"})
    installed()
    assert [step.name for step in flow.STEPS] == [step.name for step in flow.STANDARD]
    wanted = ("cart", "address", "terms", "delivery", "payment", "confirm", "complete")
    installed(checkout_steps=wanted)
    assert tuple(step.name for step in flow.STEPS) == wanted


@pytest.mark.parametrize(
    "steps,why",
    [
        (("cart", "trems", "complete"), "no such step: trems. There are: .*address"),
        (("cart", "cart", "complete"), "each step may come once"),
        (("address", "cart", "complete"), "must begin with cart and end with complete"),
    ],
)
def test_steps_that_make_no_checkout_are_refused(steps, why):
    with pytest.raises(NotConfigured, match=why):
        installed(checkout_steps=steps)


BUCKET = """
class Bucket:
    def __init__(self, address):
        self.holds = address
"""


def test_a_place_for_pictures_is_a_plugin_like_others(brings):
    brings("bucket", BUCKET, files={"s3": "bucket:Bucket"})
    installed()
    assert vars(files.opened("s3://shop/pictures")) == {"holds": "shop/pictures"}
    installed(plugins_off=("s3",))
    with pytest.raises(files.NoSuchPlace, match=r"nothing keeps files at s3://\. There are: file"):
        files.opened("s3://shop/pictures")


def test_a_place_for_pictures_that_is_none_is_named(brings):
    brings("bucket", "Bucket = 7", files={"s3": "bucket:Bucket"})
    with pytest.raises(BrokenPlugin, match="it is not a function that takes an address"):
        installed()
