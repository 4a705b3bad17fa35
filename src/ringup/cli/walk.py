"""A whole checkout as lines to paste into any shell: curl and sed, nothing to install.

No comments among the lines: some shells take a pasted ``#`` for a command.
"""

WALK = r"""SHOP={shop}
step() { curl -s -X PUT "$SHOP/api/checkouts/$NUMBER" -H "X-Spree-Order-Token: $TOKEN" "$@"; }
tell() { grep -oE '"(state|error)":"[^"]*"' | head -n 1; }

ORDER=$(curl -s "$SHOP/api/checkouts" -d 'order[email]=ada@example.com' \
  -d 'order[line_items][0][sku]=TOTE-01' -d 'order[line_items][0][quantity]=1')
NUMBER=$(echo "$ORDER" | sed 's/.*"number":"\(R[0-9]*\)".*/\1/')
TOKEN=$(echo "$ORDER" | sed 's/.*"token":"\([^"]*\)".*/\1/')

step | tell
step -d 'order[use_billing]=1' -d 'order[bill_address][firstname]=Ada' \
  -d 'order[bill_address][lastname]=Lovelace' -d 'order[bill_address][address1]=1 Main Street' \
  -d 'order[bill_address][city]=Baltimore' -d 'order[bill_address][state_name]=Maryland' \
  -d 'order[bill_address][zipcode]=21201' -d 'order[bill_address][country_iso]=US' \
  -d 'order[bill_address][phone]=410 555 0100' | tell
CARD=$(step | sed 's/.*"payment_methods":\[{"id":\([0-9]*\).*/\1/')
step -d "order[payments_attributes][0][payment_method_id]=$CARD" \
  -d "payment_source[$CARD][number]=4111111111111111" -d "payment_source[$CARD][month]=12" \
  -d "payment_source[$CARD][year]=2030" -d "payment_source[$CARD][verification_value]=123" \
  -d "payment_source[$CARD][name]=Ada Lovelace" | tell
step | tell
"""
"""The last line prints ``"state":"complete"``."""


def walk_at(shop: str) -> str:
    """Give the lines for a shop at this address (``http://127.0.0.1:8000``)."""
    return WALK.replace("{shop}", shop)
