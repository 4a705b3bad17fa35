"""What can be said of products, and what is."""

from sqlalchemy import ColumnElement

from ringup.persistence.schema import product_properties, products, properties
from ringup.persistence.search.grouping import plain
from ringup.persistence.search.shelf import Link, Shelf, by_id, columns_of
from ringup.persistence.search.variants import for_sale
from ringup.services.shelves import ProductProperty, Property

_JOINED = product_properties.join(
    properties, properties.c.id == product_properties.c.property_id
).join(products, products.c.id == product_properties.c.product_id)
_OWN_PROPERTY = properties.alias("own_property")
SAID: tuple[ColumnElement[object], ...] = (
    *(product_properties.c[name] for name in ("id", "product_id", "property_id", "value")),
    properties.c.name.label("property_name"),
)

PROPERTIES = Shelf[Property](
    table=properties,
    shown=tuple(properties.c),
    id=properties.c.id,
    columns=columns_of(properties, "id", "name", "presentation"),
    keys=by_id(properties.c.id),
    load=plain(Property),
)

PRODUCT_PROPERTIES = Shelf[ProductProperty](
    table=_JOINED,
    shown=SAID,
    id=product_properties.c.id,
    columns=columns_of(product_properties, "id", "value", "property_id", "position"),
    links={
        "property": Link(
            source=_OWN_PROPERTY,
            on=_OWN_PROPERTY.c.id == product_properties.c.property_id,
            columns=columns_of(_OWN_PROPERTY, "id", "name", "presentation"),
        )
    },
    among=(products.c.deleted_at.is_(None),),
    order=(product_properties.c.position,),
    within={"product_id": product_properties.c.product_id},
    keys=by_id(product_properties.c.id),
    public=for_sale,
    load=plain(ProductProperty),
)
