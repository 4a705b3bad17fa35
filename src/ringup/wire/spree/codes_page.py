"""The page of error codes in the docs, written from the table so that it cannot rot."""

from collections.abc import Mapping

from ringup.wire.spree import refuse
from ringup.wire.spree.codes import DECLINES, GENERAL, PROBLEMS, Code

_HEAD = f"""# Errors

*Written from `src/ringup/wire/spree/codes.py`; `python -m ringup.wire.spree.codes_page` writes it
anew.*

Every answer of 400 and above has a JSON body with `error`, a text, and `code`, a word that does
not change. Input that is wrong, and a step that cannot be left, also have `errors`: the messages
of each field. Nothing was changed by a request that was answered so.

```json
{{
  "error": "{refuse.INVALID}",
  "errors": {{"bill_address.firstname": ["can't be blank"]}},
  "code": "required"
}}
```

Where all problems have one code it is the answer's; where they differ it is `invalid`, or
`cannot_advance` for a step. Reading on from a field's name, its message makes a sentence.

| status | `error` | when |
|---|---|---|
| 401 | `{refuse.NO_KEY}` | nothing was given, and the request needs somebody |
| 401 | `{refuse.WRONG_KEY.format("KEY")}` | nobody holds the key |
| 401 | `{refuse.NOT_ALLOWED}` | known, but not allowed |
| 404 | `{refuse.NOT_FOUND}` | no such thing, whoever asks |
| 422 | `{refuse.INVALID}` | the input is wrong |
| 422 | `{refuse.NOT_TRANSITIONED}` | a step cannot be left |
| 422 | `{refuse.GATEWAY.format("TEXT")}` | a gateway refused |
| 422 | `{refuse.CREDIT.format("AMOUNT")}` | more was to be given back than was taken |
| 409 | `{refuse.BEING_PLACED}` | with `Retry-After` |
| 409 | `{refuse.IN_PROGRESS}` | with `Retry-After` |
| 412 | `{refuse.STALE}` | `If-Match` names an older version |
| 429 | `{refuse.TOO_MANY}` | with `Retry-After` |
| 503 | `{refuse.UNAVAILABLE}` | with `Retry-After` |

`PUT …/apply_coupon_code` and `…/remove_coupon_code` answer 422 in a form of their own: `success`
(null), `error`, `successful` (false), `status_code`, and `code`.
"""


def page() -> str:
    """Write the whole page."""
    return "\n".join(
        (
            _HEAD,
            _section("What any request may meet", GENERAL),
            _section("What is wrong with the input, or stands against a step", PROBLEMS),
            _section("What a gateway may say", DECLINES),
        )
    )


def _section(title: str, codes: Mapping[str, Code]) -> str:
    rows = (_row(name, code) for name, code in codes.items())
    return "\n".join(
        (f"## {title}", "", "| code | status | cause | mend |", "|---|---|---|---|", *rows, "")
    )


def _row(name: str, code: Code) -> str:
    return f"| `{name}` | {code.status} | {code.cause} | {code.mend} |"


if __name__ == "__main__":
    from pathlib import Path

    Path("docs/errors.md").write_text(page(), encoding="utf-8")
