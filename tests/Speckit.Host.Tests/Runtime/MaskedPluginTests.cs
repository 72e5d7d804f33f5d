using Speckit.Host.Runtime;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Runtime;

/// <summary>A plugin that was given a secret tells it wherever it can; nobody else gets to see it.</summary>
public sealed class MaskedPluginTests
{
    private const string Secret = "tok-5up3r/s3cret+x";

    private const string Code = """
        import base64, os, sys, urllib.parse
        def forms(host):
            s = host.config["token"]
            return [s, base64.b64encode(("u:" + s).encode()).decode(), urllib.parse.quote(s, safe="")]
        def run_tell(params, host):
            for s in forms(host):
                host.call("console/write", text=f"it is {s}")
                host.call("log/write", level="info", message=s)
                host.call("progress/report", message=s)
                host.call("console/finding", rule=s, severity="high", title=s, description=s, file=s, line=1, fix=s, snippet=s)
                host.call("events/emit", type="plugin.py.told", payload={"a": {s: [s]}}, feature=s, taskId=s)
                host.call("project/writeFile", path="told-" + urllib.parse.quote(host.config["token"], safe=""), content="x")
            return {"known": host.config["token"] == "SECRET", "all": forms(host)}
        def run_fail(params, host):
            raise Exception(" ".join(forms(host)))
        def run_die(params, host):
            print(*forms(host), sep="\n", file=sys.stderr, flush=True)
            os._exit(1)
        def run_breach(params, host):
            host.raw((forms(host)[0] + "\n").encode())
            import time; time.sleep(30)
        def run_sync(params, host):
            return {"created": 1, "message": forms(host)[0]}
        """;

    [Fact]
    public async Task Run_SecretToldEverywhere_IsSeenNowhere()
    {
        using var project = new TestProject();
        project.Variables["JIRA_API_TOKEN"] = Secret;
        var source = PluginSource.Python("py", Code.Replace("SECRET", Secret), "tell", "fail", "die", "breach");
        var plugin = await project.InstalledAsync(
            source with
            {
                Capabilities = ["filesystem.write"],
                Provides =
                    source.Provides
                    + "  integrations:\n    - { name: jira, description: Syncs, entrypoint: \"src/main.py:run_sync\" }\n",
            }
        );
        File.WriteAllText(project.Layout.PluginConfigFile(plugin.Name), "token: ${JIRA_API_TOKEN}\n");
        (await project.EnableAsync(plugin.Name)).Succeeded.ShouldBeTrue();
        await using var run = new Run(project);

        var told = (await run.CommandAsync("py:tell")).Value.Result!.Value;
        var failures = new List<string>();
        foreach (var command in new[] { "py:fail", "py:die", "py:breach" })
        {
            failures.Add((await run.CommandAsync(command)).Diagnostics[0].ToString());
        }

        await using var pool = new PluginPool(project.Host, project.Factory());
        var synced = await new IntegrationSync(project.Host, pool).RunAsync(plugin.Name, null, "both", default);

        // The plugin itself was given the secret.
        told.GetProperty("known").GetBoolean().ShouldBeTrue();
        synced.Value.Single().Result.Message.ShouldBe("***");
        failures[1].ShouldContain("***");
        string[] seen =
        [
            told.GetRawText(),
            .. failures,
            .. project.Console.Lines,
            .. project.Console.Findings.Select(f => f.ToString()),
            .. project.AuditLines,
            .. project.EventLines,
        ];
        seen.Length.ShouldBeGreaterThan(20);
        foreach (var text in seen)
        {
            text.ShouldNotContain(Secret);
            text.ShouldNotContain("5up3r");
            text.ShouldNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("u:" + Secret))[4..16]);
            text.ShouldNotContain(Uri.EscapeDataString(Secret));
        }
    }

    [Fact]
    public async Task Environment_OnlyNamedVariables_AndSecretsAreHidden()
    {
        using var project = new TestProject();
        (project.Variables["MY_TOKEN"], project.Variables["MY_REGION"]) = (Secret, "north");
        project.Variables["OTHER_TOKEN"] = "another-one";
        const string code = """
            def run_get(params, host):
                value = host.call("environment/get", name=params["arguments"][0]).get("value")
                host.call("console/write", text=f"{len(value or '')} {value}")
            """;
        await project.EnabledAsync(
            PluginSource.Python("py", code, "get") with
            {
                Capabilities = ["environment"],
                Extra = "sandbox:\n  environment: [MY_TOKEN, MY_REGION, MY_NOTHING]\n",
            }
        );
        await using var run = new Run(project);

        foreach (var name in new[] { "MY_TOKEN", "MY_REGION", "MY_NOTHING" })
        {
            (await run.CommandAsync("py:get", name)).Succeeded.ShouldBeTrue();
        }

        project.Console.Lines.ShouldBe(["info: 18 ***", "info: 5 north", "info: 0 None"]);
        foreach (var name in new[] { "OTHER_TOKEN", "HOME", "PATH", "my_token", "" })
        {
            (await run.CommandAsync("py:get", name)).Diagnostics[0].Message.ShouldContain("sandbox.environment");
        }
    }
}
