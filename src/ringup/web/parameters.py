"""What a request says: query, form and JSON body merged into one nested dict; the body wins."""

from decimal import Decimal
from urllib.parse import parse_qsl

import msgspec

from ringup.web.multipart import multipart_fields
from ringup.web.nesting import DEEPEST, MOST, Parameters, merged, nested, sound
from ringup.web.refusals import Malformed, UnsupportedMediaType

_LONGEST_NUMBER = 60
_LARGEST_EXPONENT = 20


def parameters_of(query: bytes, content_type: str, body: bytes) -> Parameters:
    """Read all parameters of a request.

    JSON numbers with a fraction become ``Decimal`` (whole ones ``int``); never a float. Raises
    ``Malformed`` and ``UnsupportedMediaType``.
    """
    try:
        given = _body_parameters(content_type, body) if body else {}
        asked = nested(_pairs(query)) if query else {}
    except UnicodeDecodeError as error:
        raise Malformed("The parameters are not valid UTF-8.") from error
    return _trusted(merged(asked, given), query, body)


def _trusted(parameters: Parameters, query: bytes, body: bytes) -> Parameters:
    """Look through the parameters, unless their bytes already show that there is nothing to see."""
    openings = body.count(b"{") + body.count(b"[")
    plain = not query and openings <= DEEPEST and len(body) <= MOST and b"u0000" not in body
    is_json = body[:1] == b"{"
    return parameters if plain and (is_json or not body) else sound(parameters)


def _body_parameters(content_type: str, body: bytes) -> Parameters:
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type == "application/json" or media_type.endswith("+json"):
        return _json(body)
    if media_type == "application/x-www-form-urlencoded":
        return nested(_pairs(body))
    if media_type == "multipart/form-data":
        return nested(multipart_fields(content_type, body))
    raise UnsupportedMediaType(
        "Send application/json, application/x-www-form-urlencoded or multipart/form-data."
    )


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            encoded.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST
        )
    except UnicodeDecodeError:
        raise
    except ValueError as error:
        raise Malformed(f"A request may have {MOST:,} parameters at most.") from error


def _json(body: bytes) -> Parameters:
    if not body.strip():
        return {}
    try:
        value = _decoder.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Malformed("The body is not valid JSON.") from error
    if not isinstance(value, dict):
        raise Malformed("The body must be a JSON object.")
    return value


def _number(text: str) -> int | Decimal:
    """Read a JSON number with a fraction or an exponent, without going through a float."""
    value = Decimal(text)
    if len(text) > _LONGEST_NUMBER or abs(value.adjusted()) > _LARGEST_EXPONENT:
        raise ValueError("number out of range")
    whole = value.to_integral_value()
    return int(whole) if whole == value else value


_decoder: msgspec.json.Decoder[object] = msgspec.json.Decoder(float_hook=_number)
