"""What people read is said in their language, and what programs read is not."""

import re
from importlib.resources import files

import pytest
from babel.messages.pofile import read_po

from ringup.web import languages
from ringup.web.languages import SPOKEN, translated
from tools.messages import texts

GAP = re.compile(r"\{\d?\}")


def catalogue(language):
    with files(languages).joinpath(f"{language}.po").open("rb") as opened:
        found = read_po(opened, locale=language)
    return {each.id: each.string for each in found if each.id}


@pytest.mark.parametrize("language", sorted(SPOKEN))
def test_every_text_of_the_program_is_said_in_every_language(language):
    """`make messages` brings the files up to date; what is new is translated by hand."""
    said = catalogue(language)
    assert said.keys() == texts()
    assert [text for text, translation in said.items() if not translation] == []


@pytest.mark.parametrize("language", sorted(SPOKEN))
def test_a_translation_has_the_gaps_of_its_text(language):
    for text, translation in catalogue(language).items():
        assert len(GAP.findall(text)) == len(GAP.findall(translation)), text


@pytest.mark.parametrize(
    "locale, said",
    [
        ("de", "muss ausgefüllt werden"),
        ("de_AT", "muss ausgefüllt werden"),
        ("fr_CA", "doit être rempli"),
        ("es", "no puede estar en blanco"),
        ("pt_BR", "não pode ficar em branco"),
        ("ja", "を入力してください"),
        ("en", "can't be blank"),
        ("en_GB", "can't be blank"),
        ("nl", "can't be blank"),
    ],
)
def test_a_text_is_said_in_the_readers_language_or_in_english(locale, said):
    assert translated("can't be blank", locale) == said


def test_what_stands_in_a_gap_stays_or_is_said_too_where_it_is_a_text_itself():
    sold_out = 'selected of "Bücher & {Co}" is not available.'
    assert translated(sold_out, "de") == "von „Bücher & {Co}“ ist nicht verfügbar."
    refused = "There was a problem with the payment gateway: The card has expired."
    assert translated(refused, "fr") == (
        "Un problème est survenu avec le prestataire de paiement : La carte a expiré."
    )
    unknown = "There was a problem with the payment gateway: No such luck"
    assert translated(unknown, "fr").endswith(" : No such luck")


def test_what_is_no_text_of_the_program_stays_as_it_is():
    assert translated("Sales tax of Maryland", "de") == "Sales tax of Maryland"
