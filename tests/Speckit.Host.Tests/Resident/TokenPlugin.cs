using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Resident;

/// <summary>A Python plugin that tells which of its processes answers.</summary>
internal static class TokenPlugin
{
    private const string Code = """
        import json, os, uuid
        TOKEN = uuid.uuid4().hex
        def run_token(params, host):
            return TOKEN
        def run_config(params, host):
            return json.dumps({key: len(value) for key, value in host.config.items()})
        def run_say(params, host):
            host.call("console/write", text="one")
            host.call("progress/report", message="two", fraction=0.5)
            host.call("console/finding", rule="three", severity="low", title="t", description="d", file="f", line=1)
            host.call("log/write", level="info", message="four")
            return "said"
        def run_boom(params, host):
            raise Exception("no such luck")
        def run_die(params, host):
            os._exit(3)
        def run_wait(params, host):
            host.call("console/write", text="waiting")
            while host.read().get("method") != "$/cancel":
                pass
            open(os.path.join(os.environ["HOME"], "cancelled"), "w").close()
            return "cancelled"
        def run_many(params, host):
            for i in range(600):
                host.call("events/emit", type="plugin.py.many")
            return "emitted"
        """;

    internal static PluginSource Source { get; } =
        PluginSource.Python("py", Code, "token", "config", "say", "boom", "die", "wait", "many");
}
