"""What becomes of a picture that is kept: its own file, and one for each size."""

from collections.abc import Mapping

import msgspec

from ringup.services.pictures import File


class Developed(msgspec.Struct, frozen=True, kw_only=True):
    """A picture's own file and that of each size, by the name of the size; measures in pixels."""

    width: int
    height: int
    ending: str
    sizes_ending: str
    original: File
    sizes: Mapping[str, File]
