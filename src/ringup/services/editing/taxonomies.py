"""What taxonomies and their taxons are made of; how trees grow is ``domain.catalogue.taxons``."""

from typing import Annotated, ClassVar

from ringup.services.editing.forms import Count, Editable, Form, Line, Prose, Spellings, to
from ringup.services.shelves import Taxon, Taxonomy


class TaxonomyForm(Form, frozen=True, kw_only=True):
    """A tree of taxons, whose root has its name."""

    name: Line
    position: Count | None = None


class TaxonForm(Form, frozen=True, kw_only=True):
    """A taxon, and where it grows: by itself below the root, after its siblings.

    ``position`` counts its siblings from 0. Of ``permalink`` the last part is its own.
    """

    spelled: ClassVar[Spellings] = {"position": ("child_index",)}

    name: Line
    taxonomy_id: Annotated[int, to(Taxonomy)]
    parent_id: Annotated[int, to(Taxon)] | None = None
    position: Count | None = None
    permalink: Prose | None = None
    description: Prose | None = None
    meta_title: Line | None = None
    meta_description: Prose | None = None
    meta_keywords: Prose | None = None


TAXONOMY = Editable(form=TaxonomyForm)
TAXON = Editable(form=TaxonForm)
