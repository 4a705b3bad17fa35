"""Where pictures of variants are filed; their files lie elsewhere."""

from ringup.persistence.filing.drawer import Drawer, Numbering
from ringup.persistence.schema import images

IMAGES = Drawer(table=images, numbered=Numbering(column="position", within=("variant_id",)))
