"""Where option types and their values are filed."""

from ringup.domain.variants import OptionValue
from ringup.persistence.filing.drawer import Drawer, Numbering
from ringup.persistence.filing.named import unless_named
from ringup.persistence.schema import (
    option_types,
    option_values,
    product_option_types,
    variant_option_values,
)

OPTION_TYPES = Drawer(
    table=option_types,
    numbered=Numbering(column="position"),
    used_by=(option_values.c.option_type_id, product_option_types.c.option_type_id),
)

OPTION_VALUES = Drawer(
    table=option_values,
    numbered=Numbering(column="position", within=("option_type_id",)),
    used_by=(variant_option_values.c.option_value_id,),
    removing=(unless_named(OptionValue),),
)
