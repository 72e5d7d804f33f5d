"""Hooks."""

from __future__ import annotations

from speckit_sdk.context import PluginContext
from speckit_sdk.events import Event, EventHook


class Created(EventHook):
    def handle(self, event: Event, ctx: PluginContext) -> None:
        title = event.get("title") or "-"
        ctx.console.print("hook-created", event.type, event.id, event.source, event.feature or "-", event.task_id or "-", title)


def pattern(event: Event, ctx: PluginContext) -> None:
    ctx.console.print("hook-pattern", event.type, event.id)


async def deep(ctx: PluginContext, event: Event) -> None:
    ctx.console.print("hook-deep", event.type, event.id)


def updated(event: Event, context: PluginContext) -> None:
    context.console.print("hook-first", event.type, event.id)


def fails(event: Event) -> None:
    raise ValueError("conf: the hook failed")
