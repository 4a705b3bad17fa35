"""Where among a taxon's products one stands: moved by admins."""

from typing import Annotated

from ringup.domain.problems import Invalid, Problem
from ringup.services.access import check_admin, known_caller
from ringup.services.asking import Asking, Desk
from ringup.services.editing.clerk import Clerk
from ringup.services.editing.edit import pointing_nowhere
from ringup.services.editing.forms import Count, Form, Given, missing, references, settled, to
from ringup.services.shelves import Product, Taxon


class ClassificationForm(Form, frozen=True, kw_only=True):
    """A product of a taxon, and how many of the taxon's products stand before it."""

    taxon_id: Annotated[int, to(Taxon)]
    product_id: Annotated[int, to(Product)]
    position: Count


async def move_product(desk: Desk, asking: Asking, given: Given) -> ClassificationForm:
    """Move a product within a taxon, past the last one to the end; the others make room.

    Raises the refusals of ``access``, and ``Invalid`` also where the taxon has no such product.
    """

    async def work(clerk: Clerk) -> ClassificationForm:
        check_admin(await known_caller(clerk.transaction, asking))
        await clerk.take_turn()
        form = await _checked(clerk, given)
        if not await clerk.move_product(form.taxon_id, form.product_id, form.position):
            raise Invalid(Problem("", "product_id", "not_there", "is not at this taxon"))
        return form

    return await desk.shelves.edit(work)


async def _checked(clerk: Clerk, given: Given) -> ClassificationForm:
    known = settled(ClassificationForm, given)
    problems = [*known.problems, *missing(ClassificationForm, known)]
    problems += await pointing_nowhere(clerk, references(ClassificationForm, known.values))
    if problems:
        raise Invalid(*problems)
    return ClassificationForm(**known.values)
