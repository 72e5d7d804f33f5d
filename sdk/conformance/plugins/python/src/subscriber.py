"""A subscription, made when the file is loaded."""

from __future__ import annotations

from speckit_sdk.context import PluginContext
from speckit_sdk.events import Event, event_bus


@event_bus.subscribe("plugin.other.**")
def on_other(event: Event, ctx: PluginContext) -> None:
    ctx.console.print("subscription", event.type, event.id)


def run(ctx: PluginContext) -> str:
    return "subscribed"
