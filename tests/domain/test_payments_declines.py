"""The reasons for which gateways refuse: one closed list, a text for each."""

from ringup.domain.payments.declines import MAY_BE_RETRIED, TEXTS, Decline, known, text_of


def test_every_reason_has_a_text():
    assert set(TEXTS) == set(Decline)
    assert all(text.endswith(".") for text in TEXTS.values())


def test_a_code_that_is_not_on_the_list_is_a_plain_refusal():
    assert known("insufficient_funds") is Decline.INSUFFICIENT_FUNDS
    assert known("do_not_honor") is Decline.CARD_DECLINED
    assert text_of("do_not_honor") == "The card was declined."


def test_suspicion_is_not_told_to_whoever_holds_the_card():
    assert "fraud" not in text_of("fraud_suspected").lower()
    assert text_of("lost_or_stolen") == text_of("card_declined")


def test_what_may_be_retried_is_no_judgement_of_the_card():
    assert frozenset({Decline.PROCESSING_ERROR}) == MAY_BE_RETRIED
