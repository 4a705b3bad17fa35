"""A buyer who walks a running demo store's checkout over HTTP."""

from typing import Any

import httpx

MARYLAND = {
    "firstname": "Ada",
    "lastname": "Lovelace",
    "address1": "1 Main Street",
    "city": "Baltimore",
    "state_name": "Maryland",
    "zipcode": "21201",
    "country_iso": "US",
    "phone": "410 555 0100",
}


class Buyer:
    """A guest with one order, begun with one tote."""

    def __init__(self, address: str, sku: str = "TOTE-01") -> None:
        self.address = address
        order = {"email": "ada@example.com", "line_items": [{"sku": sku, "quantity": 1}]}
        answer = httpx.post(f"{address}/api/checkouts", json={"order": order}, timeout=30).json()
        self.number: str = answer["number"]
        self._token: str = answer["token"]

    def step(self, order: dict[str, Any] | None = None, **others: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
        """Send one `PUT`, and give the answer."""
        answer: dict[str, Any] = httpx.put(
            f"{self.address}/api/checkouts/{self.number}",
            json={"order": order or {}, **others},
            headers={"X-Spree-Order-Token": self._token},
            timeout=60,
        ).json()
        return answer

    def walk_to_confirm(self, card: str = "4111111111111111") -> None:
        """Go as far as `confirm`, paying by card."""
        self.step()
        self.step({"use_billing": True, "bill_address": MARYLAND})
        methods = self.step()["payment_methods"]
        method = next(m["id"] for m in methods if m["name"] == "Credit Card")
        source = {
            "number": card,
            "month": "12",
            "year": "2030",
            "verification_value": "123",
            "name": "Ada Lovelace",
        }
        payments = [{"payment_method_id": method}]
        answer = self.step({"payments_attributes": payments}, payment_source={str(method): source})
        assert answer["state"] == "confirm", answer
