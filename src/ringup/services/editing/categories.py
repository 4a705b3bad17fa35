"""What tax and shipping categories are made of."""

from ringup.services.editing.forms import Editable, Form, Line, Prose


class TaxCategoryForm(Form, frozen=True, kw_only=True):
    """What is taxed alike. The default one is what products have that name none."""

    name: Line
    description: Prose | None = None
    tax_code: Line | None = None
    is_default: bool = False


class ShippingCategoryForm(Form, frozen=True, kw_only=True):
    """What is sent alike."""

    name: Line


TAX_CATEGORY = Editable(form=TaxCategoryForm, unique=(("name",),), sole=("is_default",))
SHIPPING_CATEGORY = Editable(form=ShippingCategoryForm, unique=(("name",),))
