"""Brings ``structlog``, which writes lines of the log, without what it would bring along.

It imports ``rich`` wherever that is installed, for tracebacks in colours, which nobody gets here:
four megabytes and a twentieth of a second of every process. Who imports ``structlog`` first
decides, so the command line and the application import this before anything else of their own.
"""

import sys

_RICH = "rich"

_there_was = sys.modules.get(_RICH)
# ``None`` is how Python is told that there is no such module; it is there again at once.
sys.modules[_RICH] = _there_was  # type: ignore[assignment]
try:
    import structlog
finally:
    if _there_was is None:
        del sys.modules[_RICH]

__all__ = ["structlog"]
