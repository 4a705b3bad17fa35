"""What option types, their values, and properties are made of."""

from typing import Annotated

from ringup.services.editing.forms import Count, Editable, Form, Line, Prose, to
from ringup.services.shelves import OptionType, Product


class OptionTypeForm(Form, frozen=True, kw_only=True):
    """In what variants differ; without a position it comes last."""

    name: Line
    presentation: Line
    position: Count | None = None


class OptionValueForm(Form, frozen=True, kw_only=True):
    """One of the values that an option type has."""

    name: Line
    presentation: Line
    option_type_id: Annotated[int, to(OptionType)]
    position: Count | None = None


class PropertyForm(Form, frozen=True, kw_only=True):
    """What can be said of products; shown by its name unless it has a presentation."""

    name: Line
    presentation: Line | None = None


class ProductPropertyForm(Form, frozen=True, kw_only=True):
    """What is said of a product; a property that is not there yet is made."""

    property_name: Line
    value: Prose = ""
    product_id: Annotated[int, to(Product)]
    position: Count | None = None


OPTION_TYPE = Editable(form=OptionTypeForm, unique=(("name",),))
OPTION_VALUE = Editable(form=OptionValueForm, unique=(("name", "option_type_id"),))
PROPERTY = Editable(form=PropertyForm)
PRODUCT_PROPERTY = Editable(form=ProductPropertyForm)
