"""Says how many comments a run found."""

from speckit_sdk.context import PluginContext
from speckit_sdk.events import Event


def on_found(event: Event, ctx: PluginContext) -> None:
    ctx.console.print(f"{event.source} found {event.found} comment(s)")
