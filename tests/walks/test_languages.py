"""A shop that answers in the buyer's language: texts and labels, never the machine's words."""

import pytest

from tests.support.storefront import DECLINED, GERMANY, a_tote_to, items

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOTHING_IN_IT = (
    "Die Bestellung enthält keine Artikel. Bitte fügen Sie einen Artikel hinzu, um fortzufahren."
)
GERMAN = {"Accept-Language": "de-DE,de;q=0.9,en;q=0.5"}


async def test_a_step_that_cannot_be_left_says_why_in_german(storefront):
    shopper = await storefront.shopper()
    answer = await shopper.asks("PUT", headers=GERMAN)
    assert (answer.status_code, answer.json()) == (
        422,
        {
            "error": "Die Bestellung konnte nicht weitergeführt werden."
            " Bitte beheben Sie die Fehler und versuchen Sie es erneut.",
            "errors": {
                "line_items": [
                    NOTHING_IN_IT,
                ],
                "email": ["muss ausgefüllt werden"],
            },
            "code": "cannot_advance",
        },
    )


async def test_the_language_may_be_a_parameter(storefront):
    shopper = await storefront.shopper()
    answer = await shopper.puts({"locale": "fr", "order": {"email": "nowhere"}})
    assert answer.json()["errors"]["email"] == ["n’est pas valide"]


async def test_advance_says_in_spanish_where_it_stopped(storefront):
    shopper = await storefront.shopper(email="a@example.com", line_items=items(MUG_01=1))
    answer = await shopper.asks("PUT", "/advance", headers={"Accept-Language": "es"})
    assert answer.json()["errors"] == {
        "bill_address": ["no puede estar en blanco"],
        "ship_address": ["no puede estar en blanco"],
    }


async def test_a_declined_card_is_told_in_japanese_and_by_the_same_code(storefront):
    shopper = await storefront.shopper_at("payment")
    await shopper.steps(storefront.ids.card_payment(DECLINED))
    answer = await shopper.asks("PUT", headers={"Accept-Language": "ja"})
    assert (answer.status_code, answer.json()) == (
        422,
        {
            "error": "決済サービスで問題が発生しました: カードが承認されませんでした。",
            "code": "card_declined",
        },
    )


async def test_coupons_are_answered_in_portuguese(storefront):
    shopper = await storefront.shopper_at("cart")
    for code, said in (
        ("TENOFF", {"success": "O cupom foi aplicado ao seu pedido."}),
        ("NONE", {"error": "O cupom informado não existe. Tente novamente."}),
    ):
        answer = await shopper.asks(
            "PUT", "/apply_coupon_code", {"coupon_code": code}, headers={"Accept-Language": "pt-BR"}
        )
        assert said.items() <= answer.json().items()


async def test_labels_and_countries_are_named_in_german_and_amounts_stay_those_of_the_order(
    storefront,
):
    shopper = await storefront.shopper_at("delivery", **a_tote_to(GERMANY), coupon_code="TENOFF")
    plain = await shopper.order()
    german = (await shopper.asks("GET", headers=GERMAN)).json()
    assert plain["ship_address"]["country"]["name"] == "Germany"
    assert german["ship_address"]["country"]["name"] == "Deutschland"
    labels = [
        [each["label"] for line in order["line_items"] for each in line["adjustments"]]
        + [each["label"] for each in order["adjustments"]]
        for order in (plain, german)
    ]
    [promotion] = [label for label in labels[0] if label.startswith("Promotion (")]
    assert f"Rabatt ({promotion[len('Promotion (') :]}" in labels[1]
    assert (plain["total"], plain["state"]) == (german["total"], german["state"])
    assert german["display_total"] != plain["display_total"]


async def test_the_countries_are_listed_by_their_french_names(storefront):
    answer = await storefront.client.get(
        "/api/countries", params={"q[iso_eq]": "DE"}, headers={"Accept-Language": "fr"}
    )
    assert [country["name"] for country in answer.json()["countries"]] == ["Allemagne"]
