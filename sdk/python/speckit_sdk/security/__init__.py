"""Capabilities, and the sandbox that a plugin asks for."""

from __future__ import annotations

from ..errors import CapabilityDeniedError
from .capabilities import Capability, CapabilityManager
from .sandbox import SandboxConfig

__all__ = ["Capability", "CapabilityDeniedError", "CapabilityManager", "SandboxConfig"]
