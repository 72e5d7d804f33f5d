"""Tests of plugins (design §12.3): a host in memory, and the cases that use it."""

from __future__ import annotations

from .case import PluginTestCase, run_command
from .fake_host import FakeHost
from .mocks import MockContext, mock_context

__all__ = ["FakeHost", "MockContext", "PluginTestCase", "mock_context", "run_command"]
