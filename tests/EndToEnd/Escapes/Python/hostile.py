"""A plugin that tries to do what it was not given. Each attempt says what it got; the test looks from outside whether that is true."""

from __future__ import annotations

import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from speckit_sdk.commands import Command, argument
from speckit_sdk.context import PluginContext

import attempts_files
import attempts_floods
import attempts_kernel
import attempts_network
import attempts_processes
import attempts_protocol
import attempts_services
from attempts import ATTEMPTS, Facts


class Try(Command):
    """Makes one attempt."""

    name = "@NAME@:try"
    description = "Try to get out"

    @argument("attempt", help="Which attempt")
    @argument("facts", help="What the attempt needs to know, as JSON")
    def run(self, ctx: PluginContext, attempt: str, facts: str) -> dict:
        return ATTEMPTS[attempt](ctx, Facts(json.loads(facts)))


class Hello(Command):
    """Shows that the plugin still runs."""

    name = "@NAME@:hello"
    description = "Say hello"

    def run(self, ctx: PluginContext) -> dict:
        return {"hello": os.getpid() > 0}
