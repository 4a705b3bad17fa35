"""What a picture of a variant is made of."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from ringup.domain.problems import Problem
from ringup.services.editing.forms import Count, Editable, Form, Ground, Line, Prose, to
from ringup.services.shelves import StoredVariant


class ImageForm(Form, frozen=True, kw_only=True):
    """A picture that lies elsewhere, at an address; what is uploaded gets one here."""

    url: Prose
    alt: Line | None = None
    position: Count | None = None


class KeptImageForm(ImageForm, frozen=True, kw_only=True):
    """A picture with what only the shop itself can know of it."""

    variant_id: Annotated[int, to(StoredVariant)]
    kept_as: str | None = None
    sizes_url: str | None = None
    content_type: str | None = None
    file_name: str | None = None
    width: int | None = None
    height: int | None = None
    updated_at: datetime | None = None


def _url_leads_somewhere(form: KeptImageForm, ground: Ground) -> Iterable[Problem]:
    del ground
    here = form.url.startswith("/") and not form.url.startswith("//")
    if not here and not form.url.startswith(("https://", "http://")):
        text = "must begin with https://, http:// or /"
        yield Problem("", "url", "url_invalid", text)


IMAGE = Editable(form=KeptImageForm, rules=(_url_leads_somewhere,))
