"""How pictures of variants are added, changed and removed, with the files that are kept of them."""

from ringup.domain.problems import Invalid, Problem, Refusal
from ringup.domain.variants import Image
from ringup.services.asking import Asking, Desk
from ringup.services.browsing import Browsed
from ringup.services.editing.edit import admit, change, create, remove
from ringup.services.editing.forms import Given
from ringup.services.pictures import KeptPicture, NotAPicture
from ringup.services.searching import Single


async def add_image(
    desk: Desk, asking: Asking, given: Given, content: bytes | None
) -> Browsed[Image]:
    """Add a picture, kept here if its content is given; raises what ``create`` does."""
    await admit(desk, asking, Image, "create")
    kept = None if content is None else await _kept(desk, content)
    try:
        return await create(desk, asking, Image, _with_file(desk, given, kept))
    except Refusal:
        await _forget(desk, kept.name if kept else None)
        raise


async def change_image(
    desk: Desk, asking: Asking, before: Image, given: Given, content: bytes | None
) -> Browsed[Image]:
    """Change a picture; a new content, or a new address, takes the place of the old one."""
    await admit(desk, asking, Image, "change")
    kept = None if content is None else await _kept(desk, content)
    single = Single(key=str(before.id))
    try:
        changed = await change(desk, asking, Image, single, _with_file(desk, given, kept))
    except Refusal:
        await _forget(desk, kept.name if kept else None)
        raise
    if changed.found.kept_as != before.kept_as:
        await _forget(desk, before.kept_as)
    return changed


async def remove_image(desk: Desk, asking: Asking, image: Image) -> None:
    """Remove a picture, and its files if they are kept here; raises what ``remove`` does."""
    await remove(desk, asking, Image, Single(key=str(image.id)))
    await _forget(desk, image.kept_as)


def _with_file(desk: Desk, given: Given, kept: KeptPicture | None) -> Given:
    """Add what is known of a kept file; another address is no kept file any more."""
    if kept is None and "url" not in given.values:
        return given
    return given.with_values(
        {
            "url": kept.url if kept else given.values["url"],
            "kept_as": kept.name if kept else None,
            "sizes_url": kept.sizes_url if kept else None,
            "content_type": kept.content_type if kept else None,
            "file_name": given.values.get("file_name") if kept else None,
            "width": kept.width if kept else None,
            "height": kept.height if kept else None,
            "updated_at": desk.clock() if kept else None,
        }
    )


async def _kept(desk: Desk, content: bytes) -> KeptPicture:
    try:
        return await desk.pictures.keep(content)
    except NotAPicture as reason:
        raise Invalid(Problem("", "attachment", "picture_invalid", str(reason))) from reason


async def _forget(desk: Desk, name: str | None) -> None:
    """Delete files, once it is certain that nothing speaks of them any more."""
    if name is not None:
        await desk.store.let_go()
        await desk.pictures.forget(name)
