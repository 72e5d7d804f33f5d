"""The SDK for Speckit plugins in Python.

What is here is imported when it is used, so that a plugin starts in milliseconds.
"""

from __future__ import annotations

from .version import VERSION as __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
