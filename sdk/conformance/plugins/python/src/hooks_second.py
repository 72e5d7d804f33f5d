"""A hook whose name is another file's as well."""

from __future__ import annotations

from speckit_sdk.context import PluginContext
from speckit_sdk.events import Event


def updated(event: Event, ctx: PluginContext) -> None:
    ctx.console.print("hook-second", event.type, event.id)
